/** Real time, whose hands a test may turn forward: what falls due by that runs at once, what is begun then takes its real time. */
import { systemClock, type Clock } from '../../src/shared/clock';

export interface TurnedClock extends Clock {
  /** Milliseconds. */
  turn(ms: number): void;
}

export const createTurnedClock = (): TurnedClock => {
  let ahead = 0;
  const tasks = new Set<{ dueMs: number; run: () => void }>();
  const elapsed = (): number => systemClock.elapsed() + ahead;
  return {
    now: () => systemClock.now() + ahead,
    elapsed,
    after: (delayMs, task) => {
      const end = (): void => {
        cancelReal();
        tasks.delete(entry);
      };
      const run = (): void => {
        end();
        task();
      };
      const cancelReal = systemClock.after(delayMs, run);
      const entry = { dueMs: elapsed() + delayMs, run };
      tasks.add(entry);
      return end;
    },
    turn: (ms) => {
      ahead += ms;
      const due = [...tasks].filter(({ dueMs }) => dueMs <= elapsed()).sort((a, b) => a.dueMs - b.dueMs);
      // One may cancel another.
      for (const entry of due) if (tasks.has(entry)) entry.run();
    },
  };
};
