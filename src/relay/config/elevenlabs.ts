/** Settings of the ElevenLabs webhook. */
import { z } from 'zod';
import { isAddressOrNetwork } from '../ai/allow-list';
import type { ConfigProblem } from './problem';

const days = z.number().int().min(1).max(3_650);

export const elevenLabsSchema = z.strictObject({
  /** Beside those of ELEVENLABS_WEBHOOK_SECRET; several hold at once while one is being replaced. */
  secrets: z.array(z.string().min(8).max(500)).max(10).default([]),
  /** Addresses or networks that webhooks may come from; empty: any, the signature decides. */
  allowedAddresses: z
    .array(z.string().refine(isAddressOrNetwork, 'an address or a network, e.g. 34.67.146.145 or 10.0.0.0/8'))
    .max(200)
    .default([]),
  /** Webhooks a minute from one address. */
  requestsPerMinute: z.number().int().min(1).max(1_000_000).default(3_000),
  /** Of a webhook without its recording. */
  bodyLimitKiB: z.number().int().min(1).max(65_536).default(4_096),
  /** Of a recording. */
  audioLimitMiB: z.number().int().min(1).max(4_096).default(100),
  /** How long a webhook may take to arrive, recording and all; other requests have `http.requestTimeoutSeconds`. */
  uploadSeconds: z.number().int().min(1).max(3_600).default(120),
  /** False throws recordings away. */
  keepAudio: z.boolean().default(true),
  /** Older signatures count as late, and are taken only when the event was never seen. */
  freshMinutes: z.number().int().min(1).max(1_440).default(30),
  /** Older than this nothing is taken. */
  lateMinutes: z.number().int().min(1).max(1_440).default(60),
  /** How long a conversation waits for its call before it becomes a call of its own. */
  joinSeconds: z.number().min(0).max(3_600).default(120),
  transcriptRetentionDays: days.default(90),
  audioRetentionDays: days.default(30),
});
type FileElevenLabs = z.infer<typeof elevenLabsSchema>;
export type ElevenLabsConfig = FileElevenLabs;

/** The secrets of both places, each once. */
export const elevenLabsOf = (
  file: FileElevenLabs,
  secret: string | undefined,
  problems: ConfigProblem[],
): ElevenLabsConfig => {
  const given = (secret ?? '').split(/[,\n]/).map((part) => part.trim());
  if (given.some((part) => part.length > 0 && part.length < 8))
    problems.push({
      name: 'ELEVENLABS_WEBHOOK_SECRET',
      found: 'a secret of fewer than 8 characters',
      allowed: 'the secret that ElevenLabs showed for the webhook; several parted by commas',
    });
  if (file.lateMinutes < file.freshMinutes)
    problems.push({
      name: 'config.json: elevenlabs.lateMinutes',
      found: `found ${file.lateMinutes}`,
      allowed: `allowed: freshMinutes (${file.freshMinutes}) or more`,
    });
  const secrets = [...new Set([...given.filter((part) => part !== ''), ...file.secrets])];
  return { ...file, secrets };
};
