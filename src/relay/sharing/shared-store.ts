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
  take(theirs: Call): Call | null;
}

export const createSharedStore = (local: Store, journal: Journal): Store & Accounts => {
  return {
    ...local,
    saveCall: (call) => {
      const known = call.state !== 'ended' && journal.hasEnded(call.id) ? local.getCall(call.id) : null;
      // Another relay saw it end, and this one does not know yet.
      local.saveCall(known ? withExtras(known, mergeExtras(known, call), known) : call);
    },
    saveEndedCall: (call, job) => {
      const known = journal.hasEnded(call.id) ? local.getCall(call.id) : null;
      // What was found out about it is known here at least as well: it went through the list of calls.
      local.saveEndedCall(known ? withExtras(fuller(known, call), call, known) : call, job);
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
    take: (theirs) => {
      if (journal.isForgotten(theirs.id)) return null;
      const before = local.getCall(theirs.id);
      const core = before && journal.hasEnded(theirs.id) ? fuller(before, theirs) : theirs;
      const merged = withExtras(core, before ? mergeExtras(before, theirs) : theirs, before);
      journal.quietly(() => local.saveCall(merged));
      return merged;
    },
  };
};
