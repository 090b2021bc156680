/**
 * The time that the PBX's calls live in: real, but it can be held, and it never leaps. So a call does not end while nobody could
 * have seen it only because this machine is slow.
 */
import { systemClock, type Clock } from '../../../src/shared/clock';

const tickMs = 10;
/** However long this process stood still. */
const leapMs = 30;

export interface HouseClock extends Clock {
  /** Lets at most so much time go by until `release`. */
  holdAfter(ms: number): void;
  release(): void;
  stop(): void;
}

export const createHouseClock = (): HouseClock => {
  let nowMs = systemClock.now();
  let heldAtMs = Infinity;
  const tasks = new Set<{ dueMs: number; run: () => void }>();
  let lastMs = systemClock.elapsed();
  const timer = setInterval(() => {
    const realMs = systemClock.elapsed();
    nowMs = Math.min(heldAtMs, nowMs + Math.min(leapMs, realMs - lastMs));
    lastMs = realMs;
    const due = [...tasks].filter(({ dueMs }) => dueMs <= nowMs).sort((a, b) => a.dueMs - b.dueMs);
    for (const task of due) if (tasks.delete(task)) task.run();
  }, tickMs);
  return {
    now: () => nowMs,
    elapsed: () => nowMs,
    after: (delayMs, run) => {
      const task = { dueMs: nowMs + delayMs, run };
      tasks.add(task);
      return () => void tasks.delete(task);
    },
    holdAfter: (ms) => {
      heldAtMs = nowMs + ms;
    },
    release: () => {
      heldAtMs = Infinity;
    },
    stop: () => clearInterval(timer),
  };
};
