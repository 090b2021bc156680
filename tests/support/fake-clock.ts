import type { Clock } from '../../src/shared/clock';

export interface FakeClock extends Clock {
  /** Turns the hands forward, running each task that falls due at its own time. Milliseconds. */
  advance(ms: number): void;
  /** Like `advance`, letting promises settle before and after each task. */
  advanceAsync(ms: number): Promise<void>;
  /** Somebody sets the wall clock: no time passes, no task runs. */
  set(ms: number): void;
  /** How many tasks still wait. */
  pending(): number;
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

/** Time that moves only when a test says so. */
export const createFakeClock = (startMs = Date.parse('2026-11-23T09:00:00.000Z')): FakeClock => {
  let nowMs = startMs;
  /** What the wall clock shows differs by this from the time that passed. */
  let setAheadMs = 0;
  let nextId = 0;
  const tasks = new Map<number, { dueMs: number; task: () => void }>();

  const takeNext = (untilMs: number): (() => void) | null => {
    const next = [...tasks]
      .filter(([, { dueMs }]) => dueMs <= untilMs)
      .sort(([a, left], [b, right]) => left.dueMs - right.dueMs || a - b)[0];
    if (!next) return null;
    const [id, { dueMs, task }] = next;
    tasks.delete(id);
    nowMs = Math.max(nowMs, dueMs);
    return task;
  };

  return {
    now: () => nowMs + setAheadMs,
    elapsed: () => nowMs,
    set: (ms) => {
      setAheadMs = ms - nowMs;
    },
    after: (delayMs, task) => {
      const id = nextId++;
      tasks.set(id, { dueMs: nowMs + delayMs, task });
      return () => void tasks.delete(id);
    },
    advance: (ms) => {
      const untilMs = nowMs + ms;
      for (let task = takeNext(untilMs); task; task = takeNext(untilMs)) task();
      nowMs = untilMs;
    },
    advanceAsync: async (ms) => {
      const untilMs = nowMs + ms;
      await settle();
      for (let task = takeNext(untilMs); task; task = takeNext(untilMs)) {
        task();
        await settle();
      }
      nowMs = untilMs;
    },
    pending: () => tasks.size,
  };
};
