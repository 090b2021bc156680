/** The agent's notes as a window sees them, and what it may ask for. */
import { z } from 'zod';
import { troubleShape } from '../error-reasons';
import { callNoteSchema, followUpSchema, storedNoteSchema } from '../protocol/call-note';

const callId = z.string().min(3).max(120);
/** Why it is not in the CRM; null while all goes its way. */
const trouble = troubleShape;

export const followUpStateSchema = followUpSchema.extend({
  status: z.enum(['waiting', 'saved', 'failed']),
  ...trouble,
  /** Its record in the CRM. */
  url: z.string().nullable(),
});
export type FollowUpState = z.infer<typeof followUpStateSchema>;

export const noteStateSchema = callNoteSchema.extend({
  /**
   * `kept`: on this computer, while the call runs, or for good where the CRM has no record of the call (then `problem` says so);
   * `waiting`: on its way into the CRM; `saved`: there (on the web: with the relay, which writes it); `failed`: refused, and
   * written again only when the agent asks for it or changes it.
   */
  status: z.enum(['kept', 'waiting', 'saved', 'failed']),
  ...trouble,
  followUps: z.array(followUpStateSchema),
});
export type NoteState = z.infer<typeof noteStateSchema>;

export const notesOfCall = z.object({ callId });
export const noteInput = callNoteSchema.extend({ callId });
export const notesOutput = z.object({
  mine: noteStateSchema.nullable(),
  /** What colleagues wrote; empty while the relay can not be asked. */
  others: z.array(storedNoteSchema),
});
export const followUpInput = followUpSchema.omit({ id: true }).extend({ callId });
export const followUpAdded = followUpSchema.pick({ id: true });
export const followUpOfCall = z.object({ callId, id: z.uuid() });
