import { useEffect, useState } from 'react';
import type { CompanionState } from '../../shared/ipc/state';
import { useBridge } from './bridge-context';

const isLookedAt = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

/**
 * Says that the missed calls were seen as soon as the list is really looked at, and not only open behind another window.
 * @returns those that were new; they stay marked until the list is left
 */
export const useMissed = ({ history }: CompanionState): ReadonlySet<string> => {
  const bridge = useBridge();
  const [looked, setLooked] = useState(isLookedAt);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  if (history.missed.some((id) => !fresh.has(id))) setFresh(new Set([...fresh, ...history.missed]));
  useEffect(() => {
    const look = (): void => setLooked(isLookedAt());
    const events = ['focus', 'blur'] as const;
    for (const event of events) window.addEventListener(event, look);
    document.addEventListener('visibilitychange', look);
    return () => {
      for (const event of events) window.removeEventListener(event, look);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  const count = history.missed.length;
  useEffect(() => {
    if (looked && count > 0) void bridge.invoke('history:seen', undefined);
  }, [bridge, looked, count]);
  return fresh;
};
