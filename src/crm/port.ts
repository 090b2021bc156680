/** What the product needs of a CRM. One folder per CRM implements it; only composition roots import an implementation. */
import type { Contact } from '../shared/call/call';
import type { CrmContext } from '../shared/protocol/rest';
import type { Result } from '../shared/result';
import type { AppError } from '../shared/errors';

export interface CallRecord {
  /** Own deterministic id (UUIDv5 of the call's id), so that a repeat can never make a second record. */
  id: string;
  subject: string;
  direction: 'Inbound' | 'Outbound';
  status: 'Held' | 'Not Held';
  /** Milliseconds since the epoch. */
  startedAt: number;
  durationSeconds: number;
  description: string;
  /** CRM user id the record belongs to; null: the service account's user. */
  assignedUserId: string | null;
  contact: Pick<Contact, 'module' | 'id'> | null;
  /** The contact's account: the record's parent, so that it shows in the account's history too. */
  accountId: string | null;
}

export interface CrmMatch {
  contact: Contact;
  accountId: string | null;
  title: string | null;
}

/** What an AI agent and the customer said in a call that was logged. */
export interface ConversationRecord {
  /** The call as it was logged. */
  call: CallRecord;
  /** A line that is in this conversation's part of the description and in no other. */
  mark: string;
  /** The lines that follow the mark. */
  summary: string;
  /** The words in full, under an own deterministic id; null where nothing was said. */
  note: { id: string; subject: string; text: string } | null;
}

export interface CrmClient {
  /** Which CRM, e.g. `suitecrm`. */
  readonly kind: string;
  /** Best match for an E.164 number, or null; never throws for "not found". */
  findByNumber(e164: string): Promise<Result<CrmMatch | null, AppError>>;
  /** Title, recent calls, open cases of a match; one part failing does not fail the others. */
  context(match: CrmMatch): Promise<Result<CrmContext, AppError>>;
  /** Creates the record and its links. Safe to repeat after any doubt. */
  logCall(record: CallRecord): Promise<Result<{ id: string; url: string }, AppError>>;
  /** Adds to the call's record, and notes what was said. Safe to repeat after any doubt. */
  logConversation(record: ConversationRecord): Promise<Result<null, AppError>>;
  /** Signs in and makes one harmless request: who am I. */
  check(): Promise<Result<{ userId: string; userName: string }, AppError>>;
  /** The link that opens a record in the browser. */
  recordUrl(module: string, id: string): string;
  close(): void;
}
