import { ChevronDown } from 'lucide-react';
import { useId } from 'react';

/** One of several; the browser's own list, so that keys and screen readers work as usual. */
export const Select = <V extends string>({
  label,
  options,
  value,
  onPick,
  hideLabel = false,
  ...rest
}: {
  label: string;
  options: readonly { value: V; label: string }[];
  value: V;
  onPick: (value: V) => void;
  /** Where its place says what it is; screen readers are told all the same. */
  hideLabel?: boolean;
  'data-testid'?: string;
}) => {
  const id = useId();
  return (
    <div className="text-field">
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <div className="input select">
        <select
          {...rest}
          id={id}
          value={value}
          onChange={({ target }) => {
            const picked = options.find((option) => option.value === target.value);
            if (picked) onPick(picked.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown className="icon" aria-hidden />
      </div>
    </div>
  );
};
