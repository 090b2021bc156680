import type { Clock } from '../../shared/clock';

/**
 * Runs `show` at once, and after that at most once in `everyMs`, always with the newest value: a burst of changes must not pile
 * up in front of windows that draw more slowly than changes come.
 * @returns what is to be called with each value, and what lets go of the one that waits
 */
export const paced = <T>(
  { clock, everyMs }: { clock: Pick<Clock, 'after'>; everyMs: number },
  show: (value: T) => void,
): { show: (value: T) => void; stop: () => void } => {
  let cancel: (() => void) | null = null;
  let waiting: { value: T } | null = null;
  const run = (value: T): void => {
    cancel = clock.after(everyMs, () => {
      cancel = null;
      const next = waiting;
      waiting = null;
      if (next) run(next.value);
    });
    show(value);
  };
  return {
    show: (value) => {
      if (cancel) waiting = { value };
      else run(value);
    },
    stop: () => {
      cancel?.();
      waiting = null;
    },
  };
};
