/** Where the relay keeps what must survive a restart. One contract suite runs over every adapter. */
import type { Call } from '../../shared/call/call';
import type { StoredCallEvents } from '../../shared/protocol/call-events';
import type { ContactRef } from '../../shared/protocol/crm-context';
import type { CallQuery } from '../../shared/protocol/rest';
import type { AdminStore } from './admin-port';
import type { AgentStore } from './agent-port';
import type { FigureStore } from './figure-port';
import type { AuditStore } from './audit-port';
import type { ConversationStore } from './conversation-port';
import type { JobStore } from './job-port';
import type { ApiKeyStore } from './key-port';
import type { NoteStore } from './note-port';
import type { PrivacyStore } from './privacy-port';

export type { AgentStore, StoredAgent } from './agent-port';

/** Where a step through old calls has come to. */
export interface EndedCall {
  id: string;
  endedAt: string;
}

export interface Store
  extends
    FigureStore,
    AdminStore,
    AgentStore,
    ApiKeyStore,
    AuditStore,
    ConversationStore,
    JobStore,
    NoteStore,
    PrivacyStore {
  /** Writes the call if its version is above the stored one. */
  saveCall(call: Call): void;
  getCall(id: string): Call | null;
  /** Newest first. `extensions` limits to one agent's calls (deny by default: [] finds nothing); null = all. */
  listCalls(query: CallQuery & { extensions: readonly string[] | null }): {
    calls: Call[];
    nextCursor: string | null;
  };
  /**
   * Ids of the calls with a party of exactly this number, however it is punctuated, that began within the span (ms since the
   * epoch), newest first. Quick however long the history is.
   */
  callsOfNumber(number: string, span: { from: number; to: number }, limit: number): string[];
  /** Calls of these extensions that ended at or after the time, newest first. */
  endedSince(pbxId: string, extensions: readonly string[], since: string, limit: number): Call[];
  /** Calls that were running when the relay stopped. */
  unfinishedCalls(pbxId: string): Call[];
  /** The PBX was seen at this time, in ms since the epoch; asked for after a restart, to tell when a call was last known. */
  noteSeen(pbxId: string, at: number): void;
  lastSeen(pbxId: string): number | null;

  /**
   * Saves an ended call and its outbox job in one transaction; a job that exists stays as it is. Where none is wanted nothing
   * that would follow it is owed either.
   */
  saveEndedCall(call: Call, job: { dueAt: number } | null): void;
  /**
   * Makes the job due that moves the record of a stored call to the contact that the call has now.
   * @param from whom it may be linked to; null: nobody
   */
  moveRecord(callId: string, from: ContactRef | null, dueAt: number): void;
  /** All that a call's record may have been linked to before. */
  formerContacts(callId: string): ContactRef[];
  /** What made a call; of a call that is not stored nothing is. Lives no longer than its call. */
  saveCallEvents(callId: string, events: StoredCallEvents): void;
  getCallEvents(callId: string): StoredCallEvents | null;
  /**
   * Deletes the events of calls that ended before the time; the calls stay. Of `limit` calls at once, so that nobody waits.
   * @param after the last call of the step before; null: from the oldest on
   * @returns the last call looked at, or null where there are no more
   */
  purgeCallEventsBefore(endedBefore: string, after: EndedCall | null, limit: number): EndedCall | null;

  /**
   * Deletes calls that ended before the time, the oldest first, but none of which something is still owed to the CRM.
   * @returns how many; `limit` where there may be more
   */
  purgeCallsBefore(endedBefore: string, limit: number): number;
  close(): void;
}
