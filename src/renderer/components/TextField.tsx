import { TriangleAlert } from 'lucide-react';
import { useId, type InputHTMLAttributes, type ReactNode } from 'react';

/** A sentence about what went wrong, read out as soon as it appears. */
export const ErrorSentence = ({ id, children }: { id?: string; children: ReactNode }) => (
  <p className="sentence-error fade-in" role="alert" id={id}>
    <TriangleAlert className="icon" aria-hidden />
    <span>{children}</span>
  </p>
);

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'id'> & {
  label: string;
  hint?: string;
  error?: string | null;
  onText: (text: string) => void;
};

export const TextField = ({ label, hint, error, onText, ...input }: Props) => {
  const id = useId();
  const notes = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className="text-field">
      <label htmlFor={id}>{label}</label>
      <div className={error ? 'input wrong' : 'input'}>
        <input
          id={id}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          {...input}
          aria-invalid={Boolean(error)}
          aria-describedby={notes || undefined}
          onChange={(event) => onText(event.target.value)}
        />
      </div>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && <ErrorSentence id={`${id}-error`}>{error}</ErrorSentence>}
    </div>
  );
};
