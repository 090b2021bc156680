/** What is kept of one call that an agent wrote about, from the first letter until all of it is in the CRM. Pure. */
import { z } from 'zod';
import { callSchema, type Call } from '../../call/call';
import { noTrouble, troubleShape } from '../../error-reasons';
import { followUpStateSchema, type FollowUpState, type NoteState } from '../../ipc/notes';
import type { Agent } from '../../protocol/agent';
import { callNoteSchema, isEmptyNote, type CallNote, type StoredNote } from '../../protocol/call-note';

/** Times are milliseconds since the epoch. */
export const noteEntrySchema = z.object({
  agentId: z.string(),
  agentName: z.string(),
  /** As it was last seen, with the contact that the agent saw. */
  call: callSchema,
  note: callNoteSchema,
  changedAt: z.number(),
  /** Counts the changes of the note; 0: nothing was written yet. */
  revision: z.number().int(),
  /** The revision that is in the CRM. */
  savedRevision: z.number().int(),
  /** What stands in the CRM by this computer's hand, as the CRM gave it back. */
  written: z.string().nullable(),
  /** Was sent to the CRM and the answer never came: it is settled before anything else is written. */
  attempt: callNoteSchema.nullable(),
  /** May stand in the CRM by another's hand: the relay's, or another computer's of this agent. */
  elsewhere: callNoteSchema.nullable(),
  /** When it is looked at once more, because others write into the same record. */
  checkAt: z.array(z.number()),
  /** Nobody can write any more what was read before the note came. */
  settled: z.boolean(),
  /** Whether the relay has all of it as it stands, and when it is told else. */
  told: z.boolean(),
  tellAt: z.number(),
  followUps: z.array(followUpStateSchema),
  /** Ids of follow-ups that were given away without an answer yet: they may be in the CRM, so they stay here till one comes. */
  sent: z.array(z.string()).default([]),
  /** Failures of the CRM in a row, and why the note is not there. */
  tries: z.number().int(),
  ...troubleShape,
  /** Refused: only the agent may try again. */
  failed: z.boolean(),
  /** The CRM is not asked before. */
  dueAt: z.number(),
});
export type NoteEntry = z.infer<typeof noteEntrySchema>;

/** The CRM and the relay are bothered once the agent pauses. */
export const quietMs = 3_000;

export const newEntry = ({ id, name }: Pick<Agent, 'id' | 'name'>, call: Call, now: number): NoteEntry => ({
  agentId: id,
  agentName: name,
  call,
  note: { text: '', disposition: null },
  changedAt: now,
  revision: 0,
  savedRevision: 0,
  written: null,
  attempt: null,
  elsewhere: null,
  checkAt: [],
  settled: true,
  told: true,
  tellAt: now,
  followUps: [],
  sent: [],
  tries: 0,
  ...noTrouble,
  failed: false,
  dueAt: now,
});

/** Somebody wrote: whatever stood in the way before may be gone with it. */
const touched = (entry: NoteEntry, now: number): NoteEntry => ({
  ...entry,
  changedAt: now,
  told: false,
  tellAt: now + quietMs,
  tries: 0,
  ...noTrouble,
  failed: false,
  dueAt: now + quietMs,
});

export const sameNote = (a: CallNote, b: CallNote): boolean =>
  a.text === b.text && a.disposition === b.disposition;

export const withNote = (entry: NoteEntry, note: CallNote, now: number): NoteEntry =>
  sameNote(note, entry.note) ? entry : { ...touched(entry, now), note, revision: entry.revision + 1 };

export const withFollowUps = (
  entry: NoteEntry,
  followUps: readonly FollowUpState[],
  now: number,
): NoteEntry => ({ ...touched(entry, now), followUps: [...followUps] });

/** Follow-ups that another computer of this agent, or the relay, looks after. */
const planned = (followUps: StoredNote['followUps']): FollowUpState[] =>
  followUps.map((one) => ({ ...one, status: 'saved', ...noTrouble, url: null }));

/** What this agent wrote on another computer, as a window of this one shows it. */
export const shownAs = ({ text, disposition, followUps }: StoredNote): NoteState => ({
  text,
  disposition,
  status: 'saved',
  ...noTrouble,
  followUps: planned(followUps),
});

/** The agent went on writing on another computer: what stands there now is the note here, too, and nothing is lost of either. */
export const goingOnFrom = (entry: NoteEntry, { text, disposition, followUps }: StoredNote): NoteEntry => ({
  ...entry,
  note: { text, disposition },
  elsewhere: { text, disposition },
  written: null,
  followUps: [
    ...entry.followUps,
    ...planned(followUps.filter(({ id }) => !entry.followUps.some((one) => one.id === id))),
  ],
});

/** The CRM is back, or the agent asks for it: what waits is tried now, by his word also what was refused. */
export const hastened = (entry: NoteEntry, now: number, byHand: boolean): NoteEntry => ({
  ...entry,
  tries: 0,
  dueAt: Math.min(entry.dueAt, Math.max(now, entry.changedAt + quietMs)),
  ...(byHand && {
    failed: false,
    ...noTrouble,
    followUps: entry.followUps.map((one) =>
      one.status === 'failed' ? { ...one, status: 'waiting' as const, ...noTrouble } : one,
    ),
  }),
});

export const owesNote = ({ revision, savedRevision, attempt }: NoteEntry): boolean =>
  revision !== savedRevision || attempt !== null;
export const owesFollowUp = ({ followUps }: NoteEntry): FollowUpState | undefined =>
  followUps.find(({ status }) => status === 'waiting');

/** Nothing is written, and nothing stands in the CRM that is to go. */
export const isEmpty = (entry: NoteEntry): boolean =>
  isEmptyNote(entry.note) &&
  entry.followUps.length === 0 &&
  entry.written === null &&
  entry.attempt === null &&
  entry.elsewhere === null;

/** All of it is where it belongs. @param hasRecord whether the CRM has, or will have, a record of the call */
export const isDone = (entry: NoteEntry, hasRecord: boolean): boolean =>
  entry.told &&
  !(hasRecord && owesNote(entry)) &&
  entry.checkAt.length === 0 &&
  entry.followUps.every(({ status }) => status === 'saved');
