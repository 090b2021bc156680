/**
 * The store of one of several relays: the local one, which the others' accounts of calls have gone into. What they are to hear
 * is put down by the journal beneath, in the same transaction.
 */
import type { Call } from '../../shared/call/call';
import type { Journal } from '../store/shared-port';
import type { Store } from '../store/port';
import { settleJob } from './covers';
import { fuller, mergeExtras, withExtras } from './merge';

export interface Accounts {
  /** Takes another relay's account of a call that ended. @returns the call as it is now; null: it was forgotten */
  take(theirs: Call, by: string): Call | null;
}

export const createSharedStore = (local: Store, journal: Journal): Store & Accounts => {
  const isEnded = (id: string): boolean => journal.accountOf(id) !== null;

  return {
    ...local,
    saveCall: (call) => {
      const known = call.state !== 'ended' && isEnded(call.id) ? local.getCall(call.id) : null;
      // Another relay saw it end, and this one does not know yet.
      local.saveCall(known ? withExtras(known, mergeExtras(known, call), known) : call);
    },
    saveEndedCall: (call, job) => {
      const by = journal.accountOf(call.id);
      const known = by === null || by === 'own' ? null : local.getCall(call.id);
      // What was found out about it is known here at least as well: it went through the list of calls.
      const kept = known ? withExtras(fuller(known, call), call, known) : call;
      local.saveEndedCall(kept, job);
    },
    saveConversation: (callId, ...rest) => {
      local.saveConversation(callId, ...rest);
      settleJob({ store: local, journal }, callId, 'conversation');
    },
    saveNote: (callId, ...rest) => {
      local.saveNote(callId, ...rest);
      for (const kind of ['note', 'conversation'] as const)
        settleJob({ store: local, journal }, callId, kind);
    },
    // A number that is struck out here is struck out by each relay for itself.
    changeText: (...args) => journal.quietly(() => local.changeText(...args)),
    // It may be in use at another relay.
    purgeAdminSessions: (before) => journal.quietly(() => local.purgeAdminSessions(before)),
    take: (theirs, by) => {
      if (journal.isForgotten(theirs.id)) return null;
      const known = isEnded(theirs.id) ? local.getCall(theirs.id) : null;
      const before = local.getCall(theirs.id);
      const owner = known && journal.accountOf(theirs.id);
      const core = known === null || owner === by ? theirs : fuller(known, theirs);
      const extras = before ? mergeExtras(before, theirs) : theirs;
      const merged = withExtras(core, extras, before);
      journal.keepAccount(merged, core === theirs ? by : (owner ?? by));
      return merged;
    },
  };
};
