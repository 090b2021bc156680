/** What each that follows a call into the CRM is given, and gives back. */
import type { CallRecord, CrmClient, CrmMatch, LeftOut } from '../../crm/port';
import type { AgentByExtension, Wording } from '../../crm/call-record/record';
import type { Call } from '../../shared/call/call';
import type { AppError } from '../../shared/errors';
import type { Result } from '../../shared/result';
import type { Store } from '../store/port';

/** Where a call stands in the CRM. */
export interface Standing {
  call: Call;
  record: CallRecord;
  /** With the account, which only the CRM knows. */
  match: () => Promise<Result<CrmMatch | null, AppError>>;
}

/** What became of it. */
export interface Written extends LeftOut {
  /** Why nothing of it can ever be written: a sentence. */
  letGo?: string;
}

export interface Follower {
  /** All there is to write, or to look after; another value means that more has come. */
  owed: (callId: string) => unknown;
  write: (standing: Standing) => Promise<Result<Written, AppError>>;
}

export interface RecordingOptions {
  /** The folder of the files. */
  dir: string;
  maxBytes: number;
  /** Of the request that carries one. */
  timeoutMs: number;
}

/** This relay's turn to write, where several share the work. */
export interface Turn {
  /** A later one is higher, whichever relay has it. */
  term: () => number;
  /** Settles when all that is in the store by now is known to the others. Throws `AppError('unavailable')`. */
  told: () => Promise<void>;
}

export interface FollowerDeps {
  store: Pick<
    Store,
    'conversationsOf' | 'audioFiles' | 'notesOf' | 'noteWritten' | 'formerContacts' | 'getCall'
  >;
  crm: Pick<CrmClient, 'logConversation' | 'logNote' | 'logFollowUp' | 'moveCall'> &
    Partial<Pick<CrmClient, 'candidate' | 'logRecording'>>;
  agentByExtension: AgentByExtension;
  /** His user in the CRM; null: he has none, or is none any more. */
  crmUserOf: (agentId: string) => string | null;
  wording?: Wording;
  /** Absent: no other relay writes. */
  turn?: Turn | undefined;
  /** What of a conversation goes into which field of the call's record. */
  conversationFields?: Readonly<Record<string, string>>;
  /** Null or absent: recordings are not brought into the CRM. */
  recordings?: RecordingOptions | null;
}
