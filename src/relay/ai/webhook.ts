/**
 * What stands in a webhook of ElevenLabs. Only the envelope is required; every field inside may be missing, null or of a
 * shape that came later, and then counts as not told. The raw body is kept, so nothing is lost by reading little of it.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Conversation } from '../../shared/protocol/conversation';
import { iso } from '../../shared/clock';
import { list, named, parseJson, text, told } from './lenient';

const wording = told(z.union([z.string(), z.number(), z.boolean()]).transform(String));
const seconds = told(z.number().nonnegative());
const success = z.enum(['success', 'failure', 'unknown']).catch('unknown');
/** Documented as a text and as a number; the examples have numbers. */
const eventTime = z.union([z.string().min(1).max(60), z.number()]).transform(String);

const envelopeSchema = z.object({
  type: z.string().min(1).max(100),
  event_timestamp: eventTime.nullish(),
  data: named,
});

const phoneCallSchema = z.object({
  type: text,
  direction: told(z.enum(['inbound', 'outbound'])),
  agent_number: text,
  external_number: text,
  call_id: text,
  call_sid: text,
  sip_header_dynamic_variables: named,
});

const evaluationSchema = z.object({ criteria_id: text, result: success, rationale: text });
const collectedSchema = z.object({ data_collection_id: text, value: wording });

export const transcriptionSchema = z.object({
  agent_id: z.string().catch(''),
  agent_name: text,
  conversation_id: z.string().min(1).max(100),
  status: text,
  transcript: list(z.object({ role: z.enum(['user', 'agent']), message: text, time_in_call_secs: seconds })),
  metadata: z
    .object({
      start_time_unix_secs: seconds,
      call_duration_secs: seconds,
      termination_reason: text,
      phone_call: told(phoneCallSchema),
    })
    .catch({
      start_time_unix_secs: null,
      call_duration_secs: null,
      termination_reason: null,
      phone_call: null,
    }),
  analysis: told(
    z.object({
      call_successful: success,
      transcript_summary: text,
      evaluation_criteria_results: named,
      data_collection_results: named,
    }),
  ),
  conversation_initiation_client_data: told(z.object({ dynamic_variables: named })),
});
export type Transcription = z.output<typeof transcriptionSchema>;

export const failureSchema = z.object({
  agent_id: z.string().catch(''),
  conversation_id: z.string().min(1).max(100),
  failure_reason: text,
  metadata: told(
    z.object({
      type: text,
      body: told(
        z.object({
          from_number: text,
          to_number: text,
          call_sid: text,
          error_reason: text,
          sip_status_code: told(z.number()),
          // Twilio's spelling.
          From: text,
          To: text,
          CallSid: text,
        }),
      ),
    }),
  ),
});
export type Failure = z.output<typeof failureSchema>;

export type Webhook =
  | { kind: 'transcription'; data: Transcription }
  | { kind: 'failure'; data: Failure }
  | { kind: 'audio'; conversationId: string }
  /** Of a type, or in a shape, that this relay does not know. */
  | { kind: 'other'; reason: string };

export interface WebhookIdentity {
  /** The same for every delivery of one event. */
  key: string;
  type: string;
  conversationId: string | null;
  /** Whether it has type, conversation and time, by which a late one is told from a replay. */
  isNamed: boolean;
}

/** For a genuine body of any content: also what is no JSON is kept, under the hash of its bytes. */
export const identityOf = (body: Buffer): WebhookIdentity => {
  const envelope = envelopeSchema.safeParse(parseJson(body.toString('utf8')));
  const type = envelope.success ? envelope.data.type : 'unreadable';
  const id = envelope.success ? envelope.data.data['conversation_id'] : null;
  const conversationId = typeof id === 'string' && id.length > 0 && id.length <= 100 ? id : null;
  const time = envelope.success ? (envelope.data.event_timestamp ?? null) : null;
  const isNamed = conversationId !== null && time !== null;
  const key = isNamed
    ? JSON.stringify([type, conversationId, time])
    : `sha256:${createHash('sha256').update(body).digest('hex')}`;
  return { key, type, conversationId, isNamed };
};

export const readWebhook = (body: string): Webhook => {
  const envelope = envelopeSchema.safeParse(parseJson(body));
  if (!envelope.success) return { kind: 'other', reason: 'it is no JSON with a type' };
  const { type, data } = envelope.data;
  if (type === 'post_call_audio')
    return typeof data['conversation_id'] === 'string'
      ? { kind: 'audio', conversationId: data['conversation_id'] }
      : { kind: 'other', reason: 'it names no conversation' };
  const schema =
    type === 'post_call_transcription'
      ? z.object({ kind: z.literal('transcription'), data: transcriptionSchema })
      : type === 'call_initiation_failure'
        ? z.object({ kind: z.literal('failure'), data: failureSchema })
        : null;
  if (!schema) return { kind: 'other', reason: 'this relay does not know the type' };
  const kind = type === 'post_call_transcription' ? 'transcription' : 'failure';
  const parsed = schema.safeParse({ kind, data });
  return parsed.success ? parsed.data : { kind: 'other', reason: 'it names no conversation' };
};

const timeOf = (unixSeconds: number | null): string | null => {
  // Zero is what some senders write for "not known".
  if (unixSeconds === null || unixSeconds < 1 || unixSeconds > 4e9) return null;
  return iso(Math.round(unixSeconds * 1_000));
};

/** Results come by name; a named one knows its name also where the entry itself does not say it. */
const entries = <S extends z.ZodType>(results: Record<string, unknown>, schema: S) =>
  Object.entries(results).flatMap(([name, value]): { name: string; value: z.output<S> }[] => {
    const parsed = schema.safeParse(value);
    return parsed.success ? [{ name, value: parsed.data }] : [];
  });

export const conversationOf = (data: Transcription): Conversation => ({
  conversationId: data.conversation_id,
  agentId: data.agent_id,
  agentName: data.agent_name,
  startedAt: timeOf(data.metadata.start_time_unix_secs),
  durationSeconds: data.metadata.call_duration_secs ?? 0,
  summary: data.analysis?.transcript_summary ?? null,
  success: data.analysis?.call_successful ?? 'unknown',
  ended: data.metadata.termination_reason,
  evaluation: entries(data.analysis?.evaluation_criteria_results ?? {}, evaluationSchema).map(
    ({ name, value }) => ({
      name: value.criteria_id ?? name,
      result: value.result,
      why: value.rationale,
    }),
  ),
  collected: entries(data.analysis?.data_collection_results ?? {}, collectedSchema).flatMap(
    ({ name, value }) =>
      value.value === null ? [] : { name: value.data_collection_id ?? name, value: value.value },
  ),
  transcript: data.transcript.flatMap(({ role, message, time_in_call_secs: atSeconds }) =>
    message === null
      ? []
      : {
          speaker: role === 'agent' ? ('assistant' as const) : ('customer' as const),
          text: message,
          atSeconds,
        },
  ),
});

export const failedConversationOf = (data: Failure): Conversation => ({
  conversationId: data.conversation_id,
  agentId: data.agent_id,
  agentName: null,
  startedAt: null,
  durationSeconds: 0,
  summary: null,
  success: 'failure',
  ended: [data.failure_reason, data.metadata?.body?.error_reason].filter(Boolean).join(': ') || null,
  evaluation: [],
  collected: [],
  transcript: [],
});
