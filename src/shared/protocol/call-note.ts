/** What an agent writes about a call: his note, how it ended in his house's words, and what is to be done next. */
import { z } from 'zod';

export const followUpKinds = ['task', 'call'] as const;
export const followUpSchema = z.object({
  /** Its record's id in the CRM, so that a repeat can never make a second one. */
  id: z.uuid(),
  kind: z.enum(followUpKinds),
  dueAt: z.iso.datetime({ precision: 3 }),
  subject: z.string().trim().min(1).max(100),
});
export type FollowUp = z.infer<typeof followUpSchema>;

export const noteChars = 10_000;
export const dispositionSchema = z.string().trim().min(1).max(60);

export const callNoteSchema = z.object({
  text: z.string().max(noteChars),
  /** One of the relay's list (`registered.dispositions`) at the time; null: none. */
  disposition: dispositionSchema.nullable(),
});
export type CallNote = z.infer<typeof callNoteSchema>;

/** More follow-ups of one agent after one call are no plan. */
export const mostFollowUps = 20;

/** What the relay keeps for each call and agent. */
export const storedNoteSchema = callNoteSchema.extend({
  agentId: z.string(),
  agentName: z.string(),
  /** When it was written. */
  at: z.iso.datetime({ precision: 3 }),
  followUps: z.array(followUpSchema),
});
export type StoredNote = z.infer<typeof storedNoteSchema>;

/** `GET /api/calls/:id/notes` */
export const callNotesSchema = z.object({ notes: z.array(storedNoteSchema) });

export const isEmptyNote = ({ text, disposition }: CallNote): boolean =>
  text.trim() === '' && disposition === null;
