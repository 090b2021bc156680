/** Time as a dependency, so that a test turns the hands. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since some start: goes on evenly where somebody sets the wall clock. */
  elapsed(): number;
  /** Runs `task` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};

/**
 * Wall time that does not jump: whoever sets the clock in mid-call must not make a call an hour longer, or end it before it
 * began. `adjust` takes the wall's time again, when nothing runs that it would bend; `isOff`: it would make a difference.
 */
export const createSteadyClock = (clock: Clock): Clock & { adjust(): void; isOff(): boolean } => {
  const offset = (): number => clock.now() - clock.elapsed();
  let ahead = offset();
  return {
    ...clock,
    now: () => Math.round(ahead + clock.elapsed()),
    adjust: () => {
      ahead = offset();
    },
    isOff: () => Math.abs(offset() - ahead) > offMs,
  };
};

/** NTP pulls a clock by less. */
const offMs = 1_000;

export const iso = (ms: number): string => new Date(ms).toISOString();
