/**
 * Keeps the index like the CRM: one request at a time, a pause behind each, and none while callers wait for the CRM. A module
 * that can not be read rests, longer each time, and holds up no other.
 */
import type { PhoneBook } from '../../crm/port';
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import { createModuleReader, type ModuleReader } from './module-reader';
import type { PhoneIndexStore } from './port';

export interface SyncOptions {
  /** From one look for changes to the next. */
  everyMs: number;
  /** From the end of one sweep of a module to the next. */
  sweepEveryMs: number;
  /** Behind each request. */
  pauseMs: number;
  /** Records. */
  pageSize: number;
}

const shortestRestMs = 5_000;
const longestRestMs = 10 * 60_000;
const busyPauseMs = 1_000;
/** Then one request is made all the same: where callers always wait, they need the index most. */
const longestBusyMs = 30_000;

interface Turn {
  reader: ModuleReader;
  /** All by the steady clock. */
  changesDueAt: number;
  restUntil: number;
  failures: number;
  problem: string | null;
}

export type PhoneSync = ReturnType<typeof createPhoneSync>;

export const createPhoneSync = (
  options: SyncOptions,
  deps: {
    store: PhoneIndexStore;
    book: PhoneBook;
    clock: Clock;
    log: Logger;
    /** Callers wait for the CRM. */
    isBusy: () => boolean;
  },
) => {
  const { book, clock, log, isBusy } = deps;
  const { everyMs, pauseMs } = options;
  let stopped = false;
  let cancel = (): void => {};
  let lastAskedAt = clock.elapsed();
  /** The request that is under way. */
  let running: Promise<void> | null = null;
  const turns = book.modules.map((module): Turn => {
    const reader = createModuleReader(module, options, { ...deps, isStopped: () => stopped });
    return { reader, changesDueAt: 0, restUntil: 0, failures: 0, problem: null };
  });

  const note = (turn: Turn, problem: string | null, fields: object = {}): void => {
    const { module } = turn.reader;
    if (problem === null) {
      if (turn.problem !== null) log.info('The phone index is brought up to date again.', { module });
      Object.assign(turn, { failures: 0, problem });
      return;
    }
    if (problem !== turn.problem)
      log.warn('The phone index could not be brought up to date; it answers with what it has.', {
        ...fields,
        module,
        problem,
      });
    const restMs = Math.min(shortestRestMs * 2 ** turn.failures, longestRestMs);
    Object.assign(turn, {
      failures: turn.failures + 1,
      problem,
      restUntil: clock.elapsed() + restMs,
    });
  };

  const changesInMs = ({ reader, changesDueAt }: Turn): number =>
    reader.isReadingChanges() ? 0 : reader.hasBegun() ? changesDueAt - clock.elapsed() : Infinity;
  const sweepInMs = ({ reader }: Turn): number => reader.sweepDueAt() - clock.now();
  /** How long until there is something to read. */
  const inMs = (turn: Turn): number =>
    Math.max(turn.restUntil - clock.elapsed(), Math.min(changesInMs(turn), sweepInMs(turn)));

  const step = async (turn: Turn): Promise<void> => {
    const { reader } = turn;
    try {
      let error;
      if (changesInMs(turn) <= 0) {
        if (!reader.isReadingChanges()) turn.changesDueAt = clock.elapsed() + everyMs;
        error = await reader.changes();
      } else error = await reader.sweep();
      if (!stopped) note(turn, error?.message ?? null, { code: error?.code });
    } catch (error) {
      note(turn, 'An error inside the relay; see its log.', { error });
    }
  };

  const wait = (ms: number): void => {
    if (stopped) return;
    cancel = clock.after(ms, () => {
      const ready = turns.filter((turn) => inMs(turn) <= 0);
      const next = ready.find((turn) => changesInMs(turn) <= 0) ?? ready[0];
      const givesWay = isBusy() && clock.elapsed() - lastAskedAt < longestBusyMs;
      if (!next || givesWay) {
        wait(busyPauseMs);
        return;
      }
      lastAskedAt = clock.elapsed();
      running = step(next).finally(() => {
        running = null;
        wait(Math.max(pauseMs, Math.min(...turns.map(inMs))));
      });
    });
  };

  return {
    start: (): void => wait(0),
    /** The CRM answers again: nothing rests any longer. */
    hasten: (): void => {
      for (const turn of turns) turn.restUntil = 0;
      if (running) return;
      cancel();
      wait(0);
    },
    /** Resolves when nothing is under way any more that would write into the store. */
    stop: async (): Promise<void> => {
      stopped = true;
      cancel();
      await running;
    },
    /** Why it does not go on, or null. */
    problem: (): string | null => turns.find(({ problem }) => problem !== null)?.problem ?? null,
  };
};
