/** What the store keeps of agents' notes: the newest of each agent for each call. */
import type { CallNote, StoredNote } from '../../shared/protocol/call-note';

/** Who brings it into the CRM. */
export type NoteWriter = 'desktop' | 'relay';

/** What of a note the relay has brought into the CRM. */
export interface NoteWritten {
  /** The text as it stands there; null: none. */
  block: string | null;
  /** Was sent and its answer never came: it is settled before anything else is written. */
  attempt: CallNote | null;
  /** Ids of follow-ups. */
  followUps: readonly string[];
  /** Of several relays: in whose turn it was written. */
  term?: number;
}

export interface KeptNote extends StoredNote {
  writer: NoteWriter;
  written: NoteWritten;
}

export interface NoteStore {
  /**
   * Keeps an agent's note of a call that is stored, in place of his former one, and makes due what follows from it: the job to
   * write it, where one is wanted; after a desktop's own write each job that has written into the same record, to look whether
   * it is still there. All of it or nothing. A note lives no longer than its call.
   */
  saveNote(
    callId: string,
    note: StoredNote & { writer: NoteWriter },
    options: { dueAt: number; job: boolean },
  ): void;
  /** Those of all agents, the first one first. */
  notesOf(callId: string): KeptNote[];
  /** What this agent wrote about which of these calls: the text by the call's id, also an emptied one. */
  noteTextsOf(agentId: string, callIds: readonly string[]): Map<string, string>;
  noteWritten(callId: string, agentId: string, written: NoteWritten): void;
}
