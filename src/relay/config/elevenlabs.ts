/** Settings of ElevenLabs: its webhooks here, its API in elevenlabs-api.ts. */
import { z } from 'zod';
import { isAddressOrNetwork } from '../ai/allow-list';
import {
  agentIdsSchema,
  apiUrlSchema,
  audioToCrmSchema,
  initiationSchema,
  reconcileSchema,
} from './elevenlabs-api';
import { conversationFieldsSchema } from './crm-fields';
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
  /** Recordings as files of the call in the CRM. */
  audioToCrm: audioToCrmSchema,
  /** Older signatures count as late, and are taken only when the event was never seen. */
  freshMinutes: z.number().int().min(1).max(1_440).default(30),
  /** Older than this nothing is taken. */
  lateMinutes: z.number().int().min(1).max(1_440).default(60),
  /** How long a conversation waits for its call before it becomes a call of its own. */
  joinSeconds: z.number().min(0).max(3_600).default(120),
  /** What of a conversation goes into which field of SuiteCRM's Calls, beside the description. */
  crmFields: conversationFieldsSchema,
  transcriptRetentionDays: days.default(90),
  audioRetentionDays: days.default(30),
  /** Agents whose conversations are asked for, and who are told about callers; empty: all of the workspace. */
  agentIds: agentIdsSchema,
  apiUrl: apiUrlSchema,
  reconcile: reconcileSchema,
  initiation: initiationSchema,
});
type FileElevenLabs = z.infer<typeof elevenLabsSchema>;
export interface ElevenLabsConfig extends FileElevenLabs {
  /** Null: nothing is asked of ElevenLabs. */
  apiKey: string | null;
  /** Of the request when a conversation begins; several hold at once. Empty: it is not answered. */
  initiationSecrets: readonly string[];
}

interface Secrets {
  webhook: string | undefined;
  initiation: string | undefined;
  apiKey: string | undefined;
}

/** Several parted by commas, while one is being replaced. */
const secretsOf = (name: string, given: string | undefined, problems: ConfigProblem[], allowed: string) => {
  const parts = (given ?? '')
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.some((part) => part.length < 8))
    problems.push({ name, found: 'a secret of fewer than 8 characters', allowed });
  return parts;
};

/** The secrets of both places, each once. */
export const elevenLabsOf = (
  file: FileElevenLabs,
  given: Secrets,
  problems: ConfigProblem[],
): ElevenLabsConfig => {
  const webhookSecrets = secretsOf(
    'ELEVENLABS_WEBHOOK_SECRET',
    given.webhook,
    problems,
    'the secret that ElevenLabs showed for the webhook; several parted by commas',
  );
  const initiationSecrets = secretsOf(
    'ELEVENLABS_INITIATION_SECRET',
    given.initiation,
    problems,
    'a long random text, e.g. from `openssl rand -hex 32`; several parted by commas',
  );
  if (file.lateMinutes < file.freshMinutes)
    problems.push({
      name: 'config.json: elevenlabs.lateMinutes',
      found: `found ${file.lateMinutes}`,
      allowed: `allowed: freshMinutes (${file.freshMinutes}) or more`,
    });
  if (file.audioToCrm.enabled && !file.keepAudio)
    problems.push({
      name: 'config.json: elevenlabs.audioToCrm.enabled',
      found: 'found true, with keepAudio: false',
      allowed: 'allowed: keepAudio: true beside it, because a recording must be kept until it is in the CRM',
    });
  const secrets = [...new Set([...webhookSecrets, ...file.secrets])];
  return { ...file, secrets, initiationSecrets, apiKey: given.apiKey ?? null };
};
