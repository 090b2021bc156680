import type { Clock } from '../../shared/clock';

const mostMs = 10 * 60_000;

/**
 * How long what failed is left alone: twice as long each time, at most 10 minutes. A full disk heals soon; what fails for
 * ever must not fill the log. In memory, so that the next start tries all of it again.
 */
export const createRests = (clock: Clock, firstMs: number) => {
  const resting = new Map<string, { tries: number; until: number }>();
  return {
    isResting: (key: string): boolean => clock.now() < (resting.get(key)?.until ?? 0),
    /** @returns the rest, ms */
    failed: (key: string): number => {
      const tries = (resting.get(key)?.tries ?? 0) + 1;
      const ms = Math.min(firstMs * 2 ** (tries - 1), mostMs);
      resting.set(key, { tries, until: clock.now() + ms });
      return ms;
    },
    ended: (key: string): void => void resting.delete(key),
  };
};
