/** What the product needs of a CRM. One folder per CRM implements it; only composition roots import an implementation. */
import type { Contact } from '../shared/call/call';
import type { Candidate, ContactRef, CrmContext, CrmPart } from '../shared/protocol/crm-context';
import type { Result } from '../shared/result';
import type { AppError } from '../shared/errors';

export interface CallRecord {
  /** Own deterministic id (UUIDv5 of the call's id), so that a repeat can never make a second record. */
  id: string;
  subject: string;
  direction: 'Inbound' | 'Outbound';
  status: 'Held' | 'Not Held' | 'Planned';
  /** Milliseconds since the epoch. */
  startedAt: number;
  durationSeconds: number;
  description: string;
  /** CRM user id the record belongs to; null: the service account's user. */
  assignedUserId: string | null;
  contact: Pick<Contact, 'module' | 'id'> | null;
  /** The contact's account: the record's parent, so that it shows in the account's history too. */
  accountId: string | null;
  /** Fields of the CRM's own, by name: what the configuration asks for. */
  fields?: Readonly<Record<string, string>>;
}

/** A record that may be the caller's. */
export interface CrmCandidate {
  contact: Contact;
  accountId: string | null;
  title: string | null;
  assignedTo?: string | null;
  quality?: Candidate['quality'];
  extension?: string | null;
  note?: Candidate['note'];
}

/** The best of those who have a number, and the others in their order. */
export interface CrmMatch extends CrmCandidate {
  others?: readonly CrmCandidate[];
}

/** Somebody found by name, and where a number could be written. */
export interface FoundPerson {
  contact: Contact;
  title: string | null;
  /** Phone fields in the order one would use them, with what they hold; an empty one may be filled. */
  phones: { field: string; number: string }[];
}

/** Somebody a call's record was linked to before, with the account that became its parent by it. */
export interface FormerContact extends Pick<Contact, 'module' | 'id'> {
  accountId: string | null;
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
  /** Fields of the call's record, by name: what the configuration asks for. */
  fields?: Readonly<Record<string, string>>;
}

/** What was heard in a call that was logged, to be attached to it. */
export interface RecordingRecord {
  /** The call as it was logged. */
  call: CallRecord;
  /** Own deterministic id of the note that holds the file. */
  id: string;
  subject: string;
  /** With its ending, by which the CRM decides whether it takes it. */
  fileName: string;
  /** Called at most once, and only where the file is not there yet. */
  read: () => Promise<Result<Buffer, AppError>>;
  /** Of the one request that carries the file. */
  timeoutMs: number;
}

/** What an agent wrote about a call, to stand in its record. */
export interface NoteRecord {
  /** The call as it was logged. */
  call: Pick<CallRecord, 'id' | 'startedAt' | 'durationSeconds'>;
  /** The record is known to have been made: where it is missing it was deleted. */
  logged: boolean;
  /** Who wrote it, for its heading. */
  author: string;
  text: string;
  disposition: string | null;
  /**
   * What stood in the CRM after the last time, as it was given back; null the first time. After a failure the same text is
   * handed in again before another: it may stand there already.
   */
  written: string | null;
}

/** Something to be done after a call. */
export interface FollowUpRecord {
  /** Own id, so that a repeat can never make a second one. */
  id: string;
  kind: 'task' | 'call';
  /** Milliseconds since the epoch. */
  dueAt: number;
  subject: string;
  /** What it is about; may be empty. */
  text: string;
  contact: Pick<Contact, 'module' | 'id'> | null;
  accountId: string | null;
  /** CRM user id who is to do it; null: who is signed in. */
  assignedUserId: string | null;
}

/** Told of every request after its answer, for whoever counts. */
export type CrmRequestObserver = (request: {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** `ok`: an answer below 400; `refused`: 4xx; `failed`: 5xx; `silent`: no answer at all. */
  result: 'ok' | 'refused' | 'failed' | 'silent';
  durationMs: number;
}) => void;

/** Where a phone number is filed in an index. */
export interface PhoneKey {
  /** With `+`; null where it is no whole number. */
  e164: string | null;
  /** Its last digits, at most nine, for numbers that name no country; null for one that does. */
  tail: string | null;
}

/** A record as an index of phone numbers keeps it. */
export interface PhoneRecord extends ContactRef {
  /** All that `findByNumber` needs of it, in this CRM's own spelling: nobody else reads it. */
  data: string;
}

export interface PhonePage {
  records: (PhoneRecord & {
    /** One for each number it has; empty: nobody can be found by it. */
    keys: PhoneKey[];
  })[];
  /** What the next page comes after; null where this was the last. */
  after: string | null;
}

/** All who have a phone number, to be kept outside the CRM. */
export interface PhoneBook {
  readonly modules: readonly ContactRef['module'][];
  /** Another text where records that were kept are of no use any more: another CRM, user or country, other rules. */
  readonly rules: string;
  /** When a record of the module was last changed, by the CRM's own clock, in ms since the epoch; null: there is none. */
  newest(module: ContactRef['module']): Promise<Result<number | null, AppError>>;
  /**
   * A page of a module, in an order that does not change while it is read: what is changed meanwhile stays in its place, what
   * is new may be missed. A module this user may not see is empty.
   * @param changedSince by the CRM's clock, in ms since the epoch; null: all
   * @param after what the page before said; null: from the beginning
   */
  page(
    module: ContactRef['module'],
    request: { changedSince: number | null; after: string | null; size: number },
  ): Promise<Result<PhonePage, AppError>>;
  /** One record as it is now; null where it is gone or this user may not see it. */
  record(ref: ContactRef): Promise<Result<PhonePage['records'][number] | null, AppError>>;
  /** Where those who have this number are filed; null for what is no public number. */
  keyOf(e164: string): { e164: string; tail: string } | null;
  /** What `findByNumber` would answer if the CRM had these records and no others. */
  match(e164: string, records: readonly PhoneRecord[]): CrmMatch | null;
}

/** A user of the CRM. */
export interface StaffMember {
  id: string;
  name: string;
  /** As they stand in the field that was asked for; empty: none there. */
  extensions: string[];
}

/** The CRM's own users, who may be agents. */
export interface CrmStaff {
  /** All who are active. @param extensionField what of theirs holds the extensions */
  list(extensionField: string): Promise<Result<StaffMember[], AppError>>;
  /** Whose access token this is; null where the CRM refuses it, or he is not active. It is neither kept nor used for anything else. */
  whoHolds(accessToken: string): Promise<Result<{ id: string; name: string } | null, AppError>>;
}

/** What was written without: fields that the configuration names and this CRM does not have. */
export interface LeftOut {
  unknownFields?: readonly string[];
}

export interface CrmClient {
  /** Which CRM, e.g. `suitecrm`. */
  readonly kind: string;
  /** Absent where this CRM can not list who has a number. */
  readonly phoneBook?: PhoneBook | undefined;
  /** Absent where this CRM does not tell who its users are. */
  readonly staff?: CrmStaff | undefined;
  /** Best match for an E.164 number, or null; never throws for "not found". */
  findByNumber(e164: string): Promise<Result<CrmMatch | null, AppError>>;
  /**
   * Recent calls, open cases and open opportunities of a match, as far as this user may see them. One part failing does
   * not fail the others.
   * @param onPart called as parts come, with those that are still asked for
   */
  context(
    match: CrmCandidate,
    onPart?: (context: CrmContext, pending: readonly CrmPart[]) => void,
  ): Promise<Result<CrmContext, AppError>>;
  /** One record that a person picked; null where it is gone or this user may not see it. */
  candidate(ref: ContactRef): Promise<Result<CrmCandidate | null, AppError>>;
  /** Creates the record and its links. Safe to repeat after any doubt. */
  logCall(record: CallRecord): Promise<Result<{ id: string; url: string } & LeftOut, AppError>>;
  /**
   * Puts the record of a logged call at the contact it has now, and takes it away from those it had before. Safe to repeat
   * after any doubt. Without it records stay where they were written.
   */
  moveCall?(record: CallRecord, former: readonly FormerContact[]): Promise<Result<null, AppError>>;
  /** Adds to the call's record, and notes what was said. Safe to repeat after any doubt. */
  logConversation(record: ConversationRecord): Promise<Result<LeftOut, AppError>>;
  /**
   * Attaches a file to the call's record. Safe to repeat after any doubt: a file that is there is not sent again. Absent
   * where this CRM takes no files.
   */
  logRecording?(record: RecordingRecord): Promise<Result<null, AppError>>;
  /**
   * Puts an agent's note into the call's record beside what others wrote there; an empty one is taken out. Safe to repeat after
   * any doubt. An error that is not retryable: the record was deleted, or he may not change it.
   * @returns what stands there now, to be handed in the next time
   */
  logNote(record: NoteRecord): Promise<Result<{ written: string | null }, AppError>>;
  /** Creates a task or a planned call. Safe to repeat after any doubt. */
  logFollowUp(record: FollowUpRecord): Promise<Result<{ id: string; url: string }, AppError>>;
  /** The ids under which a note of a conversation is kept: a long one has several parts. One alone where it is not given. */
  noteIds?(note: { id: string; text: string }): string[];
  /** Signs in and makes one harmless request: who am I. */
  check(): Promise<Result<{ userId: string; userName: string }, AppError>>;
  /** The link that opens a record in the browser. */
  recordUrl(module: string, id: string): string;
  close(): void;
}

/** What an agent does by his own sign-in: the CRM decides whether he may. */
export interface CrmDirectory {
  /** His access token, to be shown to the relay as proof who he is. */
  ownToken(): Promise<Result<string, AppError>>;
  /** People and companies whose name begins with these words, best first, at most ten. */
  searchByName(text: string): Promise<Result<FoundPerson[], AppError>>;
  /**
   * Writes a number into a phone field. @returns `taken` with the number that stands there, untouched, unless `replace`
   * names exactly that number.
   */
  attachNumber(
    ref: ContactRef,
    write: { field: string; number: string; replace?: string | undefined },
  ): Promise<Result<{ done: true } | { done: false; taken: string }, AppError>>;
  /** The CRM's own form for a new record, with the number filled in. */
  createUrl(module: 'Contacts' | 'Leads', number: string): string;
}
