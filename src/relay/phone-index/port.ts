/** Where the phone index is kept: a file of its own, which can be thrown away and made again at any time. */
import type { CrmMatch, PhonePage, PhoneRecord } from '../../crm/port';
import type { ContactRef } from '../../shared/protocol/crm-context';

export type IndexedModule = ContactRef['module'];

/** How far a module was read. Times are in ms since the epoch. */
export interface ModuleState {
  /** Counts the times that all of the module is read; each record carries the last one that saw it. */
  sweep: number;
  /** Where that stands: `done`, or the place in the CRM's order after which it goes on (null: from the beginning). */
  at: 'done' | { after: string | null };
  /** When the last one was finished, by the relay's clock; null: none was yet, so records are missing. */
  sweptAt: number | null;
  /** What was changed from this time on, by the CRM's clock, is to be read next; null: before the first sweep. */
  changedSince: number | null;
  /** When all changes had last been read, by the relay's clock. */
  readAt: number | null;
}

export const unread: ModuleState = {
  sweep: 0,
  at: 'done',
  sweptAt: null,
  changedSince: null,
  readAt: null,
};

export interface PhoneIndexReader {
  /** All who may have the number; the CRM's rules say who of them has. */
  find(key: { e164: string; tail: string }): PhoneRecord[];
  state(module: IndexedModule): ModuleState;
  figures(): { records: number; fileBytes: number };
  close(): void;
}

export interface PhoneIndexStore extends PhoneIndexReader {
  /**
   * Puts records in place of what was known of them (one without numbers is dropped) and says how far the module was read:
   * both or, after a crash, neither.
   */
  put(module: IndexedModule, records: PhonePage['records'], state: ModuleState): void;
  /** Drops what no sweep since this one has seen, at most so many. @returns how many records */
  removeUnseen(module: IndexedModule, sweep: number, most: number): number;
  drop(ref: ContactRef): void;
  /** Drops those who have the number, so that nothing of them is left in the file. @returns how many records */
  forget(records: readonly ContactRef[]): number;
}

export interface PhoneIndexFiles {
  /** Throws `AppError('config')` where the folder can not be used. A file of other rules, or a damaged one, is made anew. */
  open(rules: string): PhoneIndexStore;
  drop(): void;
}

/** The index for a look from the command line. */
export interface IndexReader {
  find(e164: string): CrmMatch | null;
  isComplete: boolean;
  close(): void;
}
