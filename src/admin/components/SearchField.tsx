import { Search } from 'lucide-react';
import { useRef } from 'react';
import { useShortcut } from '../../renderer/lib/use-shortcut';

/** Looks into what a page shows; `/` leads into it, Escape empties it. */
export const SearchField = ({
  label,
  value,
  onText,
  testId,
}: {
  label: string;
  value: string;
  onText: (text: string) => void;
  testId: string;
}) => {
  const input = useRef<HTMLInputElement>(null);
  useShortcut('/', () => input.current?.focus());
  return (
    <div className="input search-field">
      <Search className="icon" aria-hidden />
      <input
        ref={input}
        type="search"
        value={value}
        maxLength={80}
        placeholder={label}
        aria-label={label}
        aria-keyshortcuts="/"
        data-testid={testId}
        onChange={({ target }) => onText(target.value)}
        onKeyDown={({ key }) => {
          if (key === 'Escape') onText('');
        }}
      />
    </div>
  );
};
