import type { ReactNode } from 'react';
import { useTexts } from '../i18n';

/** The numbers of a page, before anything else. */
export const Figures = ({ children }: { children: ReactNode }) => <dl className="figures">{children}</dl>;

/** Their place while they are on their way, so that nothing below them moves. */
export const FiguresWaiting = () => (
  <div className="figures" aria-hidden>
    <div className="figure">
      <span className="skeleton" />
      <span className="skeleton large" />
    </div>
  </div>
);

export const Figure = ({
  label,
  value,
  of,
  unit,
  bad = false,
  title,
  testId,
}: {
  label: string;
  /** Null: not known. */
  value: number | null;
  /** The whole it is a part of. */
  of?: number;
  unit?: string;
  /** It needs a person. */
  bad?: boolean;
  title?: string;
  testId?: string;
}) => {
  const { locale } = useTexts();
  const written = (number: number): string => new Intl.NumberFormat(locale).format(number);
  return (
    <div className="figure" data-bad={bad} title={title}>
      <dt>{label}</dt>
      <dd className="tabular" data-testid={testId}>
        {value === null ? '–' : written(value)}
        {of !== undefined && <small> / {written(of)}</small>}
        {unit !== undefined && value !== null && <small> {unit}</small>}
      </dd>
    </div>
  );
};
