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
export const Segmented = <V extends string>({ legend, options, value, onPick }: ChoiceProps<V>) => {
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
