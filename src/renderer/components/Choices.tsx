import { ChevronDown, Check as CheckMark } from 'lucide-react';
import { useId } from 'react';

interface Option<V extends string> {
  value: V;
  label: string;
}
interface ChoiceProps<V extends string> {
  legend: string;
  options: readonly Option<V>[];
  value: V;
  onPick: (value: V) => void;
}

/** Few short options side by side; native radios inside, so arrows and screen readers work as usual. */
export const Segmented = <V extends string>({
  legend,
  options,
  value,
  onPick,
}: Omit<ChoiceProps<V>, 'value'> & {
  /** null: none of them is what holds now. */
  value: V | null;
}) => {
  const name = useId();
  return (
    <fieldset>
      <legend className="visually-hidden">{legend}</legend>
      <div className="segmented">
        {options.map((option) => (
          <label key={option.value}>
            <input
              className="visually-hidden"
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onPick(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
};

/** Options that are sentences, one under the other. */
export const Choices = <V extends string>({
  legend,
  hint,
  options,
  value,
  onPick,
}: ChoiceProps<V> & { hint?: string }) => {
  const name = useId();
  return (
    <fieldset className="choices">
      <legend>
        {legend}
        {hint && <span className="hint">{hint}</span>}
      </legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            className="visually-hidden"
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onPick(option.value)}
          />
          <span className="ring" aria-hidden />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
};

export const Switch = ({
  label,
  hint,
  on,
  onFlip,
}: {
  label: string;
  hint?: string;
  on: boolean;
  onFlip: (on: boolean) => void;
}) => (
  <button type="button" role="switch" aria-checked={on} className="switch" onClick={() => onFlip(!on)}>
    <span>
      {label}
      {hint && <span className="hint">{hint}</span>}
    </span>
    <span className="track" aria-hidden />
  </button>
);

/** One of many: the system's own list behind our own look. */
export const Select = <V extends string>({
  label,
  options,
  value,
  onPick,
  boxed = false,
  ...rest
}: Omit<ChoiceProps<V>, 'legend'> & {
  label: string;
  /** One of the fields of a form, and looks like them. */
  boxed?: boolean;
  'data-testid'?: string;
}) => (
  <span className={boxed ? 'pick-list boxed' : 'pick-list'}>
    <select
      {...rest}
      aria-label={label}
      value={value}
      onChange={(event) => {
        const picked = options.find((option) => option.value === event.target.value);
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
  </span>
);

/** One of several that may hold together. */
export const Check = ({ label, on, onFlip }: { label: string; on: boolean; onFlip: () => void }) => (
  <label className="check">
    <input className="visually-hidden" type="checkbox" checked={on} onChange={onFlip} />
    <span className="box" aria-hidden>
      <CheckMark className="icon" />
    </span>
    <bdi>{label}</bdi>
  </label>
);
