/** Takes in one thing that another relay told: now, or later where that may help; what never will is left out and logged. */
import { AppError } from '../../../shared/errors';
import type { Logger } from '../../../shared/logger';
import { diskProblem } from '../../ops/disk';
import type { Change } from '../../sharing/change';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/** What is told does not fit what is here; it would not the next time either. */
const isHopeless = (error: unknown): boolean =>
  /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(codeOf(error));

/** The store of this relay does not write now. */
const isStore = (error: unknown): boolean =>
  diskProblem(error) !== null || (codeOf(error).startsWith('SQLITE_') && !isHopeless(error));

/** Of an error that ended the link: what is wrong with this relay's own store; null: nothing, it was Redis. */
export const storageTrouble = (error: unknown): string | null => {
  if (!isStore(error)) return null;
  const what = diskProblem(error) ?? `The database of the relay can not be written (${codeOf(error)}).`;
  return `${what} What the other relays tell waits in Redis until it can be (docs/operations.md, A full disk).`;
};

export const createTakeIn =
  ({ apply, log }: { apply: (change: Change, sender: string) => void | Promise<void>; log: Logger }) =>
  /** Throws what may be over later: then nothing after it may be taken either. @param entry for the log */
  async (change: Change, sender: string, entry: string): Promise<void> => {
    try {
      await apply(change, sender);
    } catch (error) {
      if (isStore(error) || (error instanceof AppError && error.retryable)) throw error;
      log.error('What another relay told could not be taken in; it is left out.', {
        kind: change.kind,
        entry,
        error,
      });
    }
  };
export type TakeIn = ReturnType<typeof createTakeIn>;
