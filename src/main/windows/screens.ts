import { screen } from 'electron';
import { namedScreens, type NamedScreen } from './placement';

/** Tells the screens now and after each change. @returns a function that ends it */
export const followScreens = (tell: (screens: NamedScreen[]) => void): (() => void) => {
  const now = (): void => tell(namedScreens(screen.getAllDisplays()));
  now();
  screen.on('display-added', now);
  screen.on('display-removed', now);
  screen.on('display-metrics-changed', now);
  return () => {
    screen.off('display-added', now);
    screen.off('display-removed', now);
    screen.off('display-metrics-changed', now);
  };
};
