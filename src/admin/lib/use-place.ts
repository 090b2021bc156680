import { useMemo, useSyncExternalStore } from 'react';
import { hashOf, readPlace, type Page, type Place } from './place';

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

export const usePlace = (): Place => {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return useMemo(() => readPlace(hash), [hash]);
};

export const goTo = (page: Page, callId: string | null = null): void => {
  window.location.hash = hashOf(page, callId);
};
