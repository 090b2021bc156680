/**
 * The relay's one list of calls, from three shelves: what the PBX links have in memory, what is not on disk yet, what is in
 * the store. Every change passes here: told first, because a pop must not wait for a disk, then stored.
 */
import { isLive, type Call } from '../../shared/call/call';
import type { CallChange } from '../../shared/call/change';
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import { newExtras } from '../sharing/merge';
import { diskProblem } from '../ops/disk';
import type { PbxLink } from '../pbx/port';
import type { Store } from '../store/port';

export type Addition = Partial<Pick<Call, 'contact' | 'crmRecord' | 'ai'>>;

interface Deps {
  links: readonly Pick<PbxLink, 'call' | 'activeCalls' | 'amend' | 'forget'>[];
  store: Pick<Store, 'getCall' | 'saveCall' | 'saveEndedCall'>;
  clock: Clock;
  logger: Logger;
  /** Whether this call is to become a record of the CRM. */
  isLogged: (call: Call) => boolean;
  tell: (change: CallChange) => void;
  /** An ended call with its job is in the store. */
  onLogJob: () => void;
}

/** A running call changes many times a second; the disk sees the last of them. */
const saveDelayMs = 100;
const saveRetryMs = 2_000;

export type CallBook = ReturnType<typeof createCallBook>;

export const createCallBook = ({ links, store, clock, logger, isLogged, tell, onLogJob }: Deps) => {
  const unsaved = new Map<string, Call>();
  let cancelSave: (() => void) | null = null;
  /** Why the last write failed; null: it did not. */
  let problem: string | null = null;

  /** An ended call that is owed to the CRM says so, until the call log has an answer. */
  const withDebt = (call: Call): Call =>
    call.crmRecord.status === 'off' && isLogged(call)
      ? { ...call, crmRecord: { ...call.crmRecord, status: 'pending' } }
      : call;

  /** A disk that fails costs no call: it stays on the list and is tried again. */
  const save = (call: Call): boolean => {
    try {
      if (isLive(call)) store.saveCall(call);
      else {
        const job = isLogged(call) ? { dueAt: clock.now() } : null;
        store.saveEndedCall(call, job);
        logger.debug('A call is stored.', { callId: call.id, owedToCrm: job !== null });
        if (job) onLogJob();
      }
      unsaved.delete(call.id);
      problem = null;
      return true;
    } catch (error) {
      unsaved.set(call.id, call);
      problem = diskProblem(error) ?? 'Calls can not be stored.';
      logger.error('A call could not be stored; it is kept in memory and tried again.', {
        callId: call.id,
        error,
      });
      return false;
    }
  };
  const saveAll = (): void => {
    cancelSave?.();
    cancelSave = null;
    // All of them, also after one has failed.
    const results = [...unsaved.values()].map(save);
    if (results.includes(false)) saveLater(saveRetryMs);
  };
  const saveLater = (delayMs: number): void => {
    cancelSave ??= clock.after(delayMs, saveAll);
  };

  const take = ({ call, previous }: CallChange): void => {
    const told = withDebt(call);
    tell({ call: told, previous });
    if (isLive(told)) {
      unsaved.set(told.id, told);
      saveLater(saveDelayMs);
    } else if (!save(told)) saveLater(saveRetryMs);
  };

  const inMemory = (id: string): Call | null => {
    for (const link of links) {
      const call = link.call(id);
      if (call) return withDebt(call);
    }
    return unsaved.get(id) ?? null;
  };

  const amend = (id: string, addition: Addition): void => {
    // A link that knows the call tells its listeners, and so `take`.
    if (links.some((link) => link.amend(id, addition) !== null)) return;
    const call = unsaved.get(id) ?? store.getCall(id);
    if (call) take({ call: { ...call, ...addition, version: call.version + 1 }, previous: call });
  };

  return {
    /** A change from a PBX link. */
    take,
    /** Adds what the CRM said, or the AI agent's provider; a call that its link has forgotten is read back from the store. */
    add: amend,
    /** A call that ended, with what another relay told of it: told and stored as if it had been seen here. */
    receive: (account: Call): void => {
      const call = withDebt(account);
      const known = inMemory(call.id);
      if (!known) {
        take({ call, previous: null });
        return;
      }
      // Of one that runs its own PBX link tells the end, which may be a moment away.
      store.saveEndedCall(call, isLogged(call) ? { dueAt: clock.now() } : null);
      const extras = newExtras(known, call);
      if (Object.keys(extras).length > 0) amend(call.id, extras);
    },
    get: (id: string): Call | null => inMemory(id) ?? store.getCall(id),
    /** What keeps calls from the disk, as a sentence; null: nothing. */
    storageProblem: (): string | null =>
      problem && `${problem} Calls pop as ever and wait in memory until they can be stored: ${unsaved.size}.`,
    active: (): Call[] => links.flatMap((link) => link.activeCalls()),
    /** Lets go of calls that ended: what is said of them from now on finds the store alone. */
    forget: (ids: readonly string[]): void => {
      for (const link of links) link.forget(ids);
      for (const id of ids) {
        const call = unsaved.get(id);
        if (call && !isLive(call)) unsaved.delete(id);
      }
    },
    /** Writes what waits, now. */
    flush: saveAll,
    /** The last write. Nothing is tried again after it. */
    stop: (): void => {
      saveAll();
      cancelSave?.();
    },
  };
};
