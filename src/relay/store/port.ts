/** Where the relay keeps what must survive a restart. One contract suite runs over every adapter. */
import type { Call } from '../../shared/call/call';
import type { StoredCallEvents } from '../../shared/protocol/call-events';
import type { CallLogQuery } from '../../shared/protocol/call-log';
import type { ContactRef } from '../../shared/protocol/crm-context';
import type { CallQuery } from '../../shared/protocol/rest';
import type { AdminStore } from './admin-port';
import type { AgentStore } from './agent-port';
import type { FigureStore } from './figure-port';
import type { AuditStore } from './audit-port';
import type { ConversationStore } from './conversation-port';
import type { ApiKeyStore } from './key-port';
import type { NoteStore } from './note-port';
import type { PrivacyStore } from './privacy-port';

export type { AgentStore, StoredAgent } from './agent-port';

/** What must reach the CRM exactly once: a call; and what follows it: what an AI agent and the customer said, in words and as a recording, what agents wrote, who it was after all. */
export interface OutboxJob {
  callId: string;
  kind: 'call' | 'conversation' | 'audio' | 'note' | 'contact';
  /** `given-up`: an administrator has let it go, or the recording is no more. */
  status: 'pending' | 'logged' | 'failed' | 'given-up';
  attempts: number;
  /** Milliseconds since the epoch; not tried before. */
  dueAt: number;
  error: string | null;
  /** When it was last tried, ms since the epoch; where somebody asks for the jobs of a call, and it is known. */
  changedAt?: number | undefined;
}

/** With the start of its call. */
export interface ListedJob extends OutboxJob {
  startedAt: string;
}

/** What the CRM does not have yet, summed. */
export interface OwedJobs {
  kind: OutboxJob['kind'];
  status: 'pending' | 'failed';
  count: number;
  /** When the first of their calls ended. */
  oldestEndedAt: string;
}

export interface Store
  extends
    FigureStore,
    AdminStore,
    AgentStore,
    ApiKeyStore,
    AuditStore,
    ConversationStore,
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
  /** What follows a call is not due before the call was written or given up. Without recordings. */
  dueJobs(now: number, limit: number): OutboxJob[];
  /** The same of recordings alone: they take long, and nothing else may wait behind them. */
  dueAudioJobs(now: number, limit: number): OutboxJob[];
  /** When the next pending job is due, or null. */
  nextDueAt(): number | null;
  /** @returns false where it was given up meanwhile: then it stays so, unless it is logged now */
  updateJob(job: OutboxJob): boolean;
  /**
   * Makes the job due that moves the record of a stored call to the contact that the call has now.
   * @param from whom it may be linked to; null: nobody
   */
  moveRecord(callId: string, from: ContactRef | null, dueAt: number): void;
  /** All that a call's record may have been linked to before. */
  formerContacts(callId: string): ContactRef[];
  /** Makes all pending jobs that wait due now, the call that ended first before the others. @returns how many waited */
  hastenJobs(now: number): number;
  /** By the start of the call, newest first. Throws `bad_request` for a cursor that it did not give out. */
  listJobs(query: CallLogQuery): { jobs: ListedJob[]; nextCursor: string | null };
  /**
   * Makes what is not logged due now, as if never tried: of one call, or (null) all that failed.
   * @returns those jobs
   */
  retryJobs(callId: string | null, now: number): OutboxJob[];
  /**
   * Lets go of what is neither logged nor given up: of one call, or of all that ended before the time.
   * @returns those jobs
   */
  giveUpJobs(which: { callId: string } | { endedBefore: string }): OutboxJob[];
  /** Quick however long the history is; a kind and status without jobs is not in it. */
  owedJobs(): OwedJobs[];

  /** What made a call; of a call that is not stored nothing is. Lives no longer than its call. */
  saveCallEvents(callId: string, events: StoredCallEvents): void;
  getCallEvents(callId: string): StoredCallEvents | null;
  /** Deletes the events of calls that ended before the time; the calls stay. @returns of how many calls */
  purgeCallEventsBefore(endedBefore: string): number;

  /** Deletes calls that ended before the time, but none of which something is still owed to the CRM. @returns how many */
  purgeCallsBefore(endedBefore: string): number;
  close(): void;
}
