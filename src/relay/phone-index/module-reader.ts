/**
 * Reads one module of the CRM into the index, a page at a time.
 *
 *   sweep     all of it, now and again and at the first time; at its end, what it has not seen is gone from the CRM: a list
 *             never shows what was deleted, merged away or hidden
 *   changes   what was modified since the last time; between the pages of a sweep, too
 *
 * A page and the place behind it are stored together, so a sweep goes on where the relay was stopped.
 */
import type { PhoneBook } from '../../crm/port';
import type { Clock } from '../../shared/clock';
import type { AppError } from '../../shared/errors';
import type { Logger } from '../../shared/logger';
import type { IndexedModule, PhoneIndexStore } from './port';
import { nextSince, type Newest } from './watermark';

/** Deletes at a time, so that nothing waits behind them. */
const removedAtOnce = 500;

/** Changes that are being read. */
interface Walk {
  since: number;
  after: string | null;
  newest: Newest;
}

/** What went wrong, if anything did. */
type Problem = AppError | null;

export type ModuleReader = ReturnType<typeof createModuleReader>;

export const createModuleReader = (
  module: IndexedModule,
  { pageSize, sweepEveryMs }: { pageSize: number; sweepEveryMs: number },
  deps: {
    store: PhoneIndexStore;
    book: PhoneBook;
    clock: Clock;
    log: Logger;
    /** Nothing may be written any more. */
    isStopped: () => boolean;
  },
) => {
  const { store, book, clock, log, isStopped } = deps;
  let walk: Walk | null = null;
  let lastNewest: { at: number | null; seenAt: number } | null = null;

  const look = async (): Promise<{ problem: AppError } | { problem: null; newest: Newest }> => {
    const answer = await book.newest(module);
    if (!answer.ok) return { problem: answer.error };
    // A record may be dated in the future; whatever was changed by then would be missed.
    const at = answer.value === null ? null : Math.min(answer.value, clock.now());
    if (lastNewest?.at !== at) lastNewest = { at, seenAt: clock.elapsed() };
    return { problem: null, newest: { at, knownForMs: clock.elapsed() - lastNewest.seenAt } };
  };

  const beginChanges = async (): Promise<Problem> => {
    const looked = await look();
    if (looked.problem) return looked.problem;
    if (isStopped()) return null;
    const state = store.state(module);
    const since = state.changedSince;
    const { newest } = looked;
    if (since !== null && newest.at !== null && newest.at >= since) walk = { since, after: null, newest };
    else store.put(module, [], { ...state, readAt: clock.now() });
    return null;
  };

  const readChanges = async ({ since, after, newest }: Walk): Promise<Problem> => {
    const page = await book.page(module, { changedSince: since, after, size: pageSize });
    if (!page.ok) return page.error;
    if (isStopped()) return null;
    const { records, after: next } = page.value;
    const state = store.state(module);
    const changedSince = Math.max(since, nextSince(newest, clock.now()));
    const read = { changedSince, readAt: clock.now() };
    store.put(module, records, next === null ? { ...state, ...read } : state);
    walk = next === null ? null : { since, after: next, newest };
    return null;
  };

  const beginSweep = async (): Promise<Problem> => {
    // Before the first page: what changes from now on is read as a change.
    const looked = await look();
    if (looked.problem) return looked.problem;
    if (isStopped()) return null;
    const state = store.state(module);
    const changedSince = state.changedSince ?? nextSince(looked.newest, clock.now());
    store.put(module, [], { ...state, sweep: state.sweep + 1, at: { after: null }, changedSince });
    return null;
  };

  const readSweep = async (after: string | null): Promise<Problem> => {
    const page = await book.page(module, { changedSince: null, after, size: pageSize });
    if (!page.ok) return page.error;
    if (isStopped()) return null;
    const { records, after: next } = page.value;
    const state = store.state(module);
    // Behind the last record of the last page comes nothing, should the end be reached again.
    store.put(module, records, { ...state, at: { after: next ?? records.at(-1)?.id ?? after } });
    if (next === null && store.removeUnseen(module, state.sweep, removedAtOnce) === 0) {
      const now = clock.now();
      store.put(module, [], { ...state, at: 'done', sweptAt: now, readAt: state.readAt ?? now });
      log.info('The phone index has read all of a module.', { module });
    }
    return null;
  };

  return {
    module,
    /** Whether changes are being read. */
    isReadingChanges: (): boolean => walk !== null,
    /** The next page of the changes, after a look whether there are any. */
    changes: (): Promise<Problem> => (walk ? readChanges(walk) : beginChanges()),
    /** When there is a page of a sweep to read, in ms since the epoch. */
    sweepDueAt: (): number => {
      const { at, sweptAt } = store.state(module);
      // A time to come was noted by a clock that was wrong.
      return at !== 'done' || sweptAt === null || sweptAt > clock.now() ? 0 : sweptAt + sweepEveryMs;
    },
    /** The next page of a sweep. */
    sweep: (): Promise<Problem> => {
      const { at } = store.state(module);
      return at === 'done' ? beginSweep() : readSweep(at.after);
    },
    /** Changes are looked for once a sweep has begun. */
    hasBegun: (): boolean => store.state(module).sweep > 0,
  };
};
