/** What the store can do so that somebody is forgotten, and so that what is deleted is really gone from the disk. */

import type { OutboxJob } from './job-port';

/** Where the words of people stand: a call, what made it, an AI conversation, a webhook as it came. */
/** `writtenNote`: a note as it went into the CRM. */
export type PersonalKind = 'call' | 'events' | 'conversation' | 'webhook' | 'note' | 'writtenNote';

export interface PersonalText {
  kind: PersonalKind;
  /** Of the record; of events and calls the call's id. */
  id: string;
  /** Null where it belongs to none. */
  callId: string | null;
  conversationId: string | null;
  /** All of it, as JSON in all but a webhook that is none. */
  text: string;
}

/** What is forgotten: these calls with all that hangs on them, and these conversations, with or without a call. */
export interface Forgotten {
  callIds: readonly string[];
  conversationIds: readonly string[];
}

export interface ForgottenCounts {
  calls: number;
  callEvents: number;
  crmJobs: number;
  notes: number;
  conversations: number;
  webhooks: number;
  recordings: number;
}

export interface ForgottenCall {
  callId: string;
  pbxId: string;
  extensions: string[];
}

export interface PrivacyStore {
  /**
   * A stretch of all records of a kind, in the order of their ids, after one of them; nobody waits for the whole of a big
   * store in one go. Empty at the end.
   */
  personalTexts(kind: PersonalKind, after: string | null, limit: number): PersonalText[];
  /** Writes what the change makes of a record's text in its place; nothing else of the record changes. */
  changeText(kind: PersonalKind, id: string, change: (text: string) => string): void;
  /** Of these calls, done or not. */
  jobsOf(callIds: readonly string[]): OutboxJob[];
  /** How much there is of it, and the files of its recordings. */
  countForgotten(what: Forgotten): ForgottenCounts & { files: string[] };
  /** Jobs for the CRM that are not done: they are not tried any more. @returns how many */
  dropJobs(callIds: readonly string[]): number;
  /**
   * Deletes them, all or nothing. Of a webhook its key stays, so that a repeat of it, or another of the same conversation,
   * is known and not stored again. @param at ms since the epoch
   */
  forget(what: Forgotten, at: number): void;
  /** Calls that were forgotten at or after the time, with the phones that had a part in them; for desktops that were away. */
  forgottenSince(since: number, limit: number): ForgottenCall[];
  /** Such notes are not kept for ever. */
  purgeForgottenBefore(before: number): number;
  /** Of these files, those that no webhook has: what a crash left behind. */
  unknownRecordings(files: readonly string[]): string[];

  /** Free pages may hold copies of what was deleted: the file is to be rewritten by then (ms since the epoch). */
  wantRewrite(by: number): void;
  /** By when it is to be rewritten; null: it need not be. */
  rewriteDue(): number | null;
  /** Of the file. */
  sizeBytes(): number;
  /** Rewrites the file and empties its log. The relay does nothing else meanwhile. Throws on a full disk. */
  rewrite(): void;
  /** What was deleted leaves the log of the file, too. */
  emptyLog(): void;
}
