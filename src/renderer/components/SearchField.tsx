import { Search } from 'lucide-react';
import { useRef, type InputHTMLAttributes } from 'react';
import { useShortcut } from '../lib/use-shortcut';

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> & {
  label: string;
  value: string;
  onText: (text: string) => void;
  testId: string;
};

/** Looks into what a page shows; `/` leads into it, Escape empties it. A key that is `preventDefault`ed stays the caller's own. */
export const SearchField = ({ label, value, onText, testId, onKeyDown, ...input }: Props) => {
  const field = useRef<HTMLInputElement>(null);
  useShortcut('/', () => field.current?.focus());
  return (
    <div className="input search-field">
      <Search className="icon" aria-hidden />
      <input
        type="search"
        maxLength={200}
        {...input}
        ref={field}
        value={value}
        placeholder={label}
        aria-label={label}
        aria-keyshortcuts="/"
        data-testid={testId}
        onChange={({ target }) => onText(target.value)}
        onKeyDown={(event) => {
          onKeyDown?.(event);
          if (event.key === 'Escape' && !event.defaultPrevented) onText('');
        }}
      />
    </div>
  );
};
