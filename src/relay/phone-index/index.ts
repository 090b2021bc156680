/** The phone index: who has which number, kept beside the CRM, so that a caller has a name at once and while the CRM is away. */
import type { CrmMatch, PhoneBook } from '../../crm/port';
import { iso, type Clock } from '../../shared/clock';
import type { AppError } from '../../shared/errors';
import type { Logger } from '../../shared/logger';
import { contactRefSchema, type ContactRef } from '../../shared/protocol/crm-context';
import type { Status } from '../../shared/protocol/rest';
import type { Result } from '../../shared/result';
import type { CrmIndexConfig } from '../config/crm-index';
import { createCheck } from './check';
import { findIn } from './find-in';
import type { PhoneIndexFiles } from './port';
import { createPhoneSync } from './sync';

export interface PhoneIndexDeps {
  /** The CRM, and the search in it as pops ask it; null without one. */
  source: {
    book: PhoneBook | undefined;
    search: (e164: string) => Promise<Result<CrmMatch | null, AppError>>;
  } | null;
  files: PhoneIndexFiles;
  clock: Clock;
  log: Logger;
  /** Callers wait for the CRM. */
  isBusy: () => boolean;
  /** Who was named for a number does not have it any more: who does. */
  onCorrected: (e164: string, wrong: CrmMatch, right: CrmMatch | null) => void;
}

export type PhoneIndex = NonNullable<ReturnType<typeof createPhoneIndex>>;

/** Counting half a million takes some milliseconds. */
const countedForMs = 5_000;
const oldest = (times: readonly (number | null)[]): number | null =>
  times.reduce((least, time) => (least === null || time === null ? null : Math.min(least, time)), Infinity);

export const indexOff: Status['crmIndex'] = {
  enabled: false,
  complete: false,
  records: 0,
  fileBytes: 0,
  ageSeconds: null,
  sweptAt: null,
  problem: null,
};

/** @returns null where there is none; then the file of one that was is gone, too. Throws `AppError('config')`. */
export const createPhoneIndex = (config: CrmIndexConfig, deps: PhoneIndexDeps) => {
  const { files, clock, log } = deps;
  const { book, search } = deps.source ?? {};
  if (!config.enabled || !book || !search) {
    files.drop();
    if (config.enabled)
      log.warn('There is no phone index: it needs a CRM (the SUITECRM_ settings) that can list its numbers.');
    return null;
  }

  const options = {
    everyMs: config.everySeconds * 1_000,
    sweepEveryMs: config.sweepHours * 3_600_000,
    pauseMs: config.pauseMilliseconds,
    pageSize: config.pageSize,
  };
  const begin = () => {
    const store = files.open(book.rules);
    return { store, sync: createPhoneSync(options, { ...deps, store, book }) };
  };
  let { store, sync } = begin();
  let counted: { until: number; records: number; fileBytes: number } | null = null;
  let stopped = false;

  const find = (e164: string): CrmMatch | null => {
    try {
      return stopped ? null : findIn(store, book, e164);
    } catch (error) {
      log.error('The phone index could not be read; the CRM is asked.', { error });
      return null;
    }
  };
  const states = () => book.modules.map((module) => store.state(module));
  const check = createCheck({
    book,
    store: () => (stopped ? null : store),
    find,
    search,
    log,
    onCorrected: deps.onCorrected,
  });

  const having = (number: string): ContactRef[] => {
    const key = book.keyOf(number);
    return key === null
      ? []
      : store
          .find(key)
          .filter((record) => book.match(number, [record]) !== null)
          .map((record) => contactRefSchema.parse(record));
  };

  return {
    /** Who has the number, as far as it was read. Never throws. */
    find,
    /** All of the CRM was read once; before, others may have the number as well. */
    isComplete: (): boolean => !stopped && states().every(({ sweptAt }) => sweptAt !== null),
    /** Looks in the background whether a match of this index is still right. */
    check: (e164: string, match: CrmMatch): void => {
      if (sync.problem() === null) void check(e164, match);
    },
    /**
     * Erases all who have this number from the file. One that is in the CRM comes back with its next change, or the next time
     * that all is read. @returns how many records
     */
    forget: (number: string): number => {
      counted = null;
      return stopped ? 0 : store.forget(having(number));
    },
    /** How many records `forget` would erase. */
    countOf: (number: string): number => (stopped ? 0 : having(number).length),
    /** Throws all away and reads it again. */
    rebuild: async (): Promise<void> => {
      const old = sync;
      await old.stop();
      // Another one was faster.
      if (stopped || sync !== old) return;
      store.close();
      files.drop();
      counted = null;
      ({ store, sync } = begin());
      sync.start();
      log.info('The phone index is built anew.');
    },
    figures: (): Status['crmIndex'] => {
      if (stopped) return { ...indexOff, enabled: true };
      const now = clock.now();
      if (!counted || counted.until < now) counted = { ...store.figures(), until: now + countedForMs };
      const readAt = oldest(states().map((state) => state.readAt));
      const sweptAt = oldest(states().map((state) => state.sweptAt));
      return {
        enabled: true,
        complete: sweptAt !== null,
        records: counted.records,
        fileBytes: counted.fileBytes,
        ageSeconds: readAt === null ? null : Math.max(0, Math.round((now - readAt) / 1_000)),
        sweptAt: sweptAt === null ? null : iso(sweptAt),
        problem: sync.problem(),
      };
    },
    /** The CRM answers again. */
    hasten: (): void => sync.hasten(),
    start: (): void => sync.start(),
    stop: async (): Promise<void> => {
      stopped = true;
      await sync.stop();
      store.close();
    },
  };
};
