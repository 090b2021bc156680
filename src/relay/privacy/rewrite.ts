/**
 * Rewrites the database's file after something was deleted: SQLite overwrites what it deletes, but pages that were split may
 * hold copies. Nothing else happens meanwhile, so it waits for a moment without a call.
 */
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import type { PrivacyStore } from '../store/privacy-port';

/**
 * A house that telephones day and night has it done in between all the same, where that takes no longer than some seconds; a
 * bigger file waits for a moment without a call, or for the next start.
 */
const longestWaitMs = 24 * 60 * 60_000;
const smallBytes = 256 * 1_024 * 1_024;

export type Rewriter = ReturnType<typeof createRewriter>;

export const createRewriter = (deps: {
  store: Pick<PrivacyStore, 'rewriteDue' | 'rewrite' | 'sizeBytes'>;
  /** Whether no call runs. */
  isQuiet: () => boolean;
  clock: Clock;
  log: Logger;
}) => {
  const { store, isQuiet, clock, log } = deps;
  return {
    /** @returns whether the file is clean now */
    attempt: (): boolean => {
      const due = store.rewriteDue();
      if (due === null) return true;
      const now = clock.now();
      const mustWait = (): boolean => now < due + longestWaitMs || store.sizeBytes() > smallBytes;
      if (now < due || (!isQuiet() && mustWait())) return false;
      const from = clock.elapsed();
      try {
        store.rewrite();
      } catch (error) {
        // A disk without room for the copy; what was deleted is gone from the tables all the same.
        log.warn('The database could not be rewritten after something was deleted; it is tried again.', {
          error,
        });
        return false;
      }
      log.info('The database was rewritten, so that nothing is left of what was deleted.', {
        ms: Math.round(clock.elapsed() - from),
      });
      return true;
    },
  };
};
