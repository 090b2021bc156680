/** The answer to ElevenLabs when a conversation begins, in ElevenLabs' own shape (elevenlabs-js 2.56, personalization). */
import { z } from 'zod';

export const initiationAnswerSchema = z.strictObject({
  type: z.literal('conversation_initiation_client_data'),
  /** Every configured one, empty where nothing is known: ElevenLabs needs all that the agent uses. */
  dynamic_variables: z.record(z.string(), z.union([z.string(), z.boolean()])),
  conversation_config_override: z
    .strictObject({ agent: z.strictObject({ language: z.string() }) })
    .optional(),
});
export type InitiationAnswer = z.infer<typeof initiationAnswerSchema>;
