import type { ComponentType, ReactNode } from 'react';

/** What a view says where it has nothing to show: why, and what can be done. */
export const Said = ({
  Icon,
  title,
  text,
  children,
}: {
  Icon: ComponentType<{ className: string }>;
  title: string;
  text: string | null;
  children?: ReactNode;
}) => (
  <div className="said fade-in" role="status">
    <Icon className="icon" />
    <strong>{title}</strong>
    {text && <p>{text}</p>}
    {children}
  </div>
);
