/** What an AI agent talked about with a customer: told by its provider after the conversation, kept by the relay. */
import { z } from 'zod';
import { aiSchema } from '../call/call';

const timestamp = z.iso.datetime({ precision: 3 });

export const transcriptLineSchema = z.object({
  speaker: z.enum(['assistant', 'customer']),
  text: z.string(),
  /** Seconds since the conversation began; null where it was not told. */
  atSeconds: z.number().nonnegative().nullable(),
});
export type TranscriptLine = z.infer<typeof transcriptLineSchema>;

export const conversationSchema = z.object({
  conversationId: z.string(),
  /** The AI agent. */
  agentId: z.string(),
  agentName: z.string().nullable(),
  startedAt: timestamp.nullable(),
  durationSeconds: z.number().nonnegative(),
  summary: z.string().nullable(),
  success: aiSchema.shape.success,
  /** Why it ended, in the provider's words. */
  ended: z.string().nullable(),
  /** What the AI agent was to achieve, and whether it did. */
  evaluation: z.array(
    z.object({
      name: z.string(),
      result: aiSchema.shape.success,
      why: z.string().nullable(),
    }),
  ),
  /** What the AI agent was to find out. */
  collected: z.array(z.object({ name: z.string(), value: z.string() })),
  transcript: z.array(transcriptLineSchema),
});
export type Conversation = z.infer<typeof conversationSchema>;

/** `GET /api/calls/:id/transcript`, in the order the conversations were held. */
export const callTranscriptSchema = z.object({
  callId: z.string(),
  conversations: z.array(conversationSchema),
});
export type CallTranscript = z.infer<typeof callTranscriptSchema>;
