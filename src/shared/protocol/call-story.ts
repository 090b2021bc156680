/** All that is known of how one call went, in the order of time, for `GET /api/calls/:id/story`. Data, never sentences. */
import { z } from 'zod';
import { aiSchema, callSchema } from '../call/call';
import { callEventSchema } from './call-events';
import { callLogJobSchema } from './call-log';
import { callNoteSchema } from './call-note';

const at = z.iso.datetime();
const pop = {
  /** Whose desktop. */
  agentId: z.string(),
  extension: z.string().nullable(),
};

export const storyEntrySchema = z.discriminatedUnion('kind', [
  /** An event of the PBX that changed something: what. `Relay` is the relay's own addition, `ChannelList` a list that was read. */
  z.object({
    kind: z.literal('pbx'),
    at,
    ...callEventSchema.pick({ event: true, headers: true, changed: true }).shape,
  }),
  z.object({ kind: z.literal('pop-sent'), at, ...pop, reason: z.enum(['ringing', 'manual']) }),
  /** That desktop said that it shows the pop. */
  z.object({ kind: z.literal('pop-acknowledged'), at, ...pop, afterMs: z.number() }),
  /** That phone's part in the call is over: why. */
  z.object({ kind: z.literal('pop-closed'), at, extension: z.string(), reason: z.string() }),
  /** What of the call goes into the CRM, at its last try; one that was never tried, at the call's end. */
  z.object({
    kind: z.literal('crm'),
    at,
    job: callLogJobSchema.shape.kind,
    ...callLogJobSchema.pick({ status: true, tries: true, nextTryAt: true, error: true }).shape,
    /** Of the record, once there is one. */
    url: z.string().nullable(),
  }),
  /** An AI agent's conversation, at its beginning; its words are in `/api/calls/:id/transcript`. */
  z.object({
    kind: z.literal('conversation'),
    at,
    conversationId: z.string(),
    agentId: z.string(),
    agentName: z.string().nullable(),
    durationSeconds: z.number(),
    success: aiSchema.shape.success,
    summary: z.string().nullable(),
    lines: z.number().int(),
  }),
  /** What an agent wrote. */
  z.object({
    kind: z.literal('note'),
    at,
    agentId: z.string(),
    agentName: z.string(),
    ...callNoteSchema.shape,
    followUps: z.number().int(),
  }),
]);
export type StoryEntry = z.infer<typeof storyEntrySchema>;

export const callStorySchema = z.object({
  call: callSchema,
  /** Whether the events behind the call are kept (any more). */
  kept: z.boolean(),
  /** False: some of them are missing. */
  complete: z.boolean(),
  /** PBX events that changed nothing are not in it (`quiet` many); `/api/calls/:id/events` has them. */
  quiet: z.number().int(),
  entries: z.array(storyEntrySchema),
});
export type CallStory = z.infer<typeof callStorySchema>;
