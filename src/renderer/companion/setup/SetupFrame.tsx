import type { ReactNode } from 'react';
import { Mark } from '../../components/Mark';

/** The quiet page of the first run: mark, one heading, one form. */
export const SetupFrame = ({
  title,
  text,
  children,
}: {
  title: string;
  text: string;
  children: ReactNode;
}) => (
  <main className="setup">
    <div className="setup-card">
      <Mark size={36} />
      <h1>{title}</h1>
      <p className="setup-text">{text}</p>
      {children}
    </div>
  </main>
);
