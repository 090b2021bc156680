/**
 * The relay's one list of calls: what the tracker says, with what the relay adds (contact, CRM record) laid over it, told
 * on and then stored. Versions: the tracker's count plus the relay's own changes, so they only ever rise.
 */
import { isLive, type Call } from '../../shared/call/call';
import type { CallChange } from '../../shared/call/change';
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import type { Store } from '../store/port';

export type Addition = Partial<Pick<Call, 'contact' | 'crmRecord'>>;

interface Entry {
  call: Call;
  /** Own changes, on top of the tracker's version. */
  bumps: number;
  added: Addition;
}

interface Deps {
  store: Pick<Store, 'getCall' | 'saveCall' | 'saveEndedCall'>;
  clock: Clock;
  logger: Logger;
  /** Whether this call is to become a record of the CRM. */
  isLogged(call: Call): boolean;
  /** Told before it is stored, because a pop must not wait for a disk. */
  tell(change: CallChange): void;
  /** An ended call with its job is in the store. */
  onLogJob(): void;
}

/** A running call changes many times a second; the disk sees the last of them. */
const saveDelayMs = 100;
const saveRetryMs = 2_000;

export type CallBook = ReturnType<typeof createCallBook>;

export const createCallBook = ({ store, clock, logger, isLogged, tell, onLogJob }: Deps) => {
  const entries = new Map<string, Entry>();
  const unsaved = new Map<string, Call>();
  let cancelSave: (() => void) | null = null;

  /** A disk that fails costs no call: it stays on the list and is tried again. */
  const save = (call: Call): boolean => {
    try {
      if (isLive(call)) store.saveCall(call);
      else {
        const job = isLogged(call) ? { dueAt: clock.now() } : null;
        store.saveEndedCall(call, job);
        if (job) onLogJob();
      }
      unsaved.delete(call.id);
      return true;
    } catch (error) {
      unsaved.set(call.id, call);
      logger.error('A call could not be stored; it is kept in memory and tried again.', {
        callId: call.id,
        error,
      });
      return false;
    }
  };
  const saveAll = (): void => {
    cancelSave = null;
    const ok = [...unsaved.values()].map(save).every(Boolean);
    if (!ok) schedule(saveRetryMs);
  };
  const schedule = (delayMs: number): void => {
    cancelSave ??= clock.after(delayMs, saveAll);
  };

  const step = (entry: Entry, previous: Call | null): void => {
    entries.set(entry.call.id, entry);
    tell({ call: entry.call, previous });
    if (isLive(entry.call)) {
      unsaved.set(entry.call.id, entry.call);
      schedule(saveDelayMs);
    } else if (!save(entry.call)) schedule(saveRetryMs);
  };

  return {
    /** A change from the tracker. */
    take: ({ call }: CallChange): Call => {
      const before = entries.get(call.id);
      const bumps = before?.bumps ?? 0;
      // Another caller than the one that was looked up (a transfer): the contact is not his.
      const stale = before !== undefined && before.call.remote.number !== call.remote.number;
      const added: Addition = { ...before?.added, ...(stale && { contact: null }) };
      const crmRecord =
        isLogged(call) && call.crmRecord.status === 'off'
          ? { ...call.crmRecord, status: 'pending' as const }
          : call.crmRecord;
      const merged: Call = { ...call, crmRecord, ...added, version: call.version + bumps };
      step({ call: merged, bumps, added }, before?.call ?? null);
      return merged;
    },

    /** Adds what the CRM said. A call that has left memory is read back from the store. @returns null: no such call */
    add: (id: string, addition: Addition): Call | null => {
      const entry = entries.get(id);
      const call = entry?.call ?? store.getCall(id);
      if (!call) return null;
      const next: Call = { ...call, ...addition, version: call.version + 1 };
      if (entry) step({ call: next, bumps: entry.bumps + 1, added: { ...entry.added, ...addition } }, call);
      else {
        tell({ call: next, previous: call });
        if (!save(next)) schedule(saveRetryMs);
      }
      return next;
    },

    get: (id: string): Call | null => entries.get(id)?.call ?? store.getCall(id),
    active: (): Call[] => [...entries.values()].map(({ call }) => call).filter(isLive),
    /** Calls from before a restart, as the store has them: the tracker goes on with them. */
    adopt: (calls: readonly Call[]): void => {
      for (const call of calls) entries.set(call.id, { call, bumps: 0, added: {} });
    },
    /** Forgets ended calls that the tracker has forgotten too. */
    forget: (isKnown: (call: Call) => boolean): void => {
      for (const [id, { call }] of entries) if (!isLive(call) && !isKnown(call)) entries.delete(id);
    },
    /** Writes what waits, now. */
    flush: (): void => {
      cancelSave?.();
      saveAll();
    },
    stop: (): void => {
      cancelSave?.();
      saveAll();
      cancelSave?.();
    },
  };
};
