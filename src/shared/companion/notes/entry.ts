/** What is kept of one call that an agent wrote about, from the first letter until all of it is in the CRM. Pure. */
import { z } from 'zod';
import { callSchema, type Call } from '../../call/call';
import { followUpStateSchema, type FollowUpState } from '../../ipc/notes';
import { callNoteSchema, isEmptyNote, type CallNote } from '../../protocol/call-note';

export const noteEntrySchema = z.object({
  agentId: z.string(),
  /** As it was last seen, with the contact that the agent saw. */
  call: callSchema,
  note: callNoteSchema,
  /** When it was last changed, in milliseconds since the epoch. */
  changedAt: z.number(),
  /** Counts the changes of the note; 0: nothing was written yet. */
  revision: z.number().int(),
  /** The revision that is in the CRM. */
  savedRevision: z.number().int(),
  /** What stands in the CRM, as the CRM gave it back. */
  written: z.string().nullable(),
  /** Was sent to the CRM and the answer never came: it is settled before anything else is written. */
  attempt: callNoteSchema.nullable(),
  /** When it is looked at once more, because others write into the same record. Milliseconds since the epoch. */
  checkAt: z.array(z.number()),
  /** Whether the relay has all of it as it stands. */
  told: z.boolean(),
  followUps: z.array(followUpStateSchema),
  /** Failures in a row, and why the last one failed. */
  tries: z.number().int(),
  problem: z.string().nullable(),
  /** Refused: only the agent may try again. */
  failed: z.boolean(),
  /** Not before this time; milliseconds since the epoch. */
  dueAt: z.number(),
});
export type NoteEntry = z.infer<typeof noteEntrySchema>;

/** The CRM and the relay are bothered once the agent pauses. */
export const quietMs = 3_000;

export const newEntry = (agentId: string, call: Call, now: number): NoteEntry => ({
  agentId,
  call,
  note: { text: '', disposition: null },
  changedAt: now,
  revision: 0,
  savedRevision: 0,
  written: null,
  attempt: null,
  checkAt: [],
  told: true,
  followUps: [],
  tries: 0,
  problem: null,
  failed: false,
  dueAt: now,
});

/** Somebody wrote: whatever stood in the way before may be gone with it. */
const touched = (entry: NoteEntry, now: number): NoteEntry => ({
  ...entry,
  changedAt: now,
  told: false,
  tries: 0,
  problem: null,
  failed: false,
  dueAt: now + quietMs,
});

export const withNote = (entry: NoteEntry, note: CallNote, now: number): NoteEntry =>
  note.text === entry.note.text && note.disposition === entry.note.disposition
    ? entry
    : { ...touched(entry, now), note, revision: entry.revision + 1 };

export const withFollowUps = (
  entry: NoteEntry,
  followUps: readonly FollowUpState[],
  now: number,
): NoteEntry => ({ ...touched(entry, now), followUps: [...followUps] });

/** By hand, or because the CRM is back: what failed or waits is tried at once. */
export const hastened = (entry: NoteEntry, now: number, byHand: boolean): NoteEntry => ({
  ...entry,
  tries: 0,
  dueAt: Math.min(entry.dueAt, Math.max(now, entry.changedAt + quietMs)),
  ...(byHand && {
    failed: false,
    problem: null,
    followUps: entry.followUps.map((one) =>
      one.status === 'failed' ? { ...one, status: 'waiting' as const, problem: null } : one,
    ),
  }),
});

export const owesNote = ({ revision, savedRevision, attempt }: NoteEntry): boolean =>
  revision !== savedRevision || attempt !== null;

/** Nothing was written that anybody could miss. */
export const isBlank = (entry: NoteEntry): boolean =>
  isEmptyNote(entry.note) && entry.followUps.length === 0 && entry.written === null && entry.attempt === null;

/** All of it is where it belongs. */
export const isDone = (entry: NoteEntry): boolean =>
  entry.told &&
  !owesNote(entry) &&
  entry.checkAt.length === 0 &&
  entry.followUps.every(({ status }) => status === 'saved');
