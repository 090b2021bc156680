import { useEffect, useRef, type ReactNode } from 'react';
import { useTexts } from '../i18n';

/** A page of the dashboard: its name, what can be done, and what it shows. */
export const Page = ({
  title,
  aside,
  fill = false,
  children,
}: {
  title: string;
  /** At the right of the name: how fresh it is, and buttons. */
  aside?: ReactNode;
  /** It scrolls by itself, in parts. */
  fill?: boolean;
  children: ReactNode;
}) => {
  const { t } = useTexts();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
    // Whoever moves on by the keyboard or by ear begins at the page's name.
    head.current?.focus();
  }, [title, t]);
  return (
    <>
      <header className="top">
        <h1 ref={head} tabIndex={-1}>
          {title}
        </h1>
        <div className="top-aside">{aside}</div>
      </header>
      <div className={fill ? 'page fill' : 'page'}>{children}</div>
    </>
  );
};
