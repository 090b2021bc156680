import { useEffect, useState } from 'react';
import { clockDuration, secondsBetween } from '../lib/durations';

/** Counts up once a second from `since` (ISO 8601). Not announced: a screen reader would never stop talking. */
export const Counter = ({ since, className = '' }: { since: string; className?: string }) => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className={`tabular ${className}`} role="timer" aria-live="off">
      {clockDuration(secondsBetween(since, now))}
    </span>
  );
};
