/**
 * What a call is: the one shape that travels everywhere (tracker, store, REST, WebSocket, desktop).
 *
 *                 DialBegin                 bridged              Hold
 *   (new) ────────► ringing ──────────────► connected ◄────────► held
 *                      │                        │       Unhold     │
 *                      │ nobody answered        │ last party left  │
 *                      └───────────────────► ended ◄───────────────┘
 *
 * One customer call is one `Call`, whatever channels, Local legs or transfers Asterisk made of it.
 */
import { z } from 'zod';

/** ISO 8601 UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
const timestamp = z.iso.datetime({ precision: 3 });

export const callStates = ['ringing', 'connected', 'held', 'ended'] as const;
export const directions = ['inbound', 'outbound', 'internal'] as const;
export const outcomes = [
  'answered',
  'abandoned',
  'no-answer',
  'busy',
  'declined',
  'cancelled',
  'unavailable',
  'failed',
  'voicemail',
] as const;
export const legEndReasons = [
  'hangup',
  'answered-elsewhere',
  'transferred',
  'no-answer',
  'busy',
  'declined',
  'cancelled',
  'unavailable',
] as const;

/** One extension's part in a call. */
export const legSchema = z.object({
  extension: z.string(),
  /** Whose phone it is, told to the agents of the call only; never stored by the relay. */
  name: z.string().optional(),
  state: z.enum(callStates),
  /** When the phone began to ring; null for the extension that placed the call. */
  rangAt: timestamp.nullable(),
  answeredAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  endReason: z.enum(legEndReasons).nullable(),
});

export const contactSchema = z.object({
  crm: z.string(),
  module: z.string(),
  id: z.string(),
  name: z.string(),
  account: z.string().nullable(),
  url: z.url({ protocol: /^https?$/ }),
  /** The CRM field whose number matched, e.g. `phone_mobile`. */
  matchedBy: z.string(),
  /** How many other records matched the same number. */
  others: z.number().int().nonnegative(),
  /** When a person chose it, where several relays must agree on the last choice. */
  pickedAt: timestamp.optional(),
});

export const crmRecordSchema = z.object({
  status: z.enum(['off', 'pending', 'logged', 'failed']),
  id: z.string().nullable(),
  url: z.string().nullable(),
  error: z.string().nullable(),
});

/** An AI agent gave the caller to a person: told by the PBX before the person's phone rings. */
export const handOverSchema = z.object({
  at: timestamp,
  /** What the AI agent has learnt so far, in its own order; the names are those of the SIP headers, e.g. `reason`. */
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
});

export const aiSchema = z.object({
  /** Empty while `partial` and not told at the hand-over. */
  conversationId: z.string(),
  agentId: z.string(),
  summary: z.string().nullable(),
  success: z.enum(['success', 'failure', 'unknown']),
  durationSeconds: z.number(),
  transcriptLines: z.number().int(),
  /** `probable`: by number and time alone; `none`: the relay never saw the call, it was made from the conversation. */
  matchedBy: z.enum(['header', 'call-sid', 'probable', 'none']),
  /**
   * Only what the PBX told is known yet; the provider's own account comes after the conversation and takes its place. Until
   * then `success` is `unknown`, `durationSeconds` and `transcriptLines` are 0.
   */
  partial: z.literal(true).optional(),
  handOver: handOverSchema.optional(),
});

export const callSchema = z.object({
  /** `<pbxId>:<linkedid>` */
  id: z.string().min(3),
  pbxId: z.string(),
  linkedId: z.string(),
  direction: z.enum(directions),
  state: z.enum(callStates),
  remote: z.object({
    /** E.164 where it parses, else the raw digits, null when withheld. */
    number: z.string().nullable(),
    /** The number as a person reads it in the configured country, e.g. `+49 171 1234567`. */
    display: z.string(),
    /** The name the PBX was given (unescaped), not the CRM's. */
    name: z.string().nullable(),
    anonymous: z.boolean(),
  }),
  /** What the caller dialled (inbound: the DID), E.164 where it parses. */
  dialled: z.string().nullable(),
  queue: z.string().nullable(),
  startedAt: timestamp,
  answeredAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  /** Whole seconds with an agent (inbound) or the far end (outbound), holds included. */
  talkSeconds: z.number().int().nonnegative(),
  outcome: z.enum(outcomes).nullable(),
  endedBy: z.enum(['remote', 'agent', 'pbx']).nullable(),
  cause: z.object({ code: z.number().int(), text: z.string() }).nullable(),
  legs: z.array(legSchema),
  /** Extensions that talked to the customer, in order. */
  answeredBy: z.array(z.string()),
  /** The extension responsible now, or null. */
  owner: z.string().nullable(),
  transfers: z.array(
    z.object({
      kind: z.enum(['blind', 'attended']),
      from: z.string(),
      to: z.string(),
      at: timestamp,
    }),
  ),
  recording: z.array(z.object({ file: z.string(), startedAt: timestamp })),
  contact: contactSchema.nullable(),
  crmRecord: crmRecordSchema,
  ai: aiSchema.nullable(),
  /** Counts the changes of this call; a message with a lower version is stale. */
  version: z.number().int().positive(),
});

export type Call = z.infer<typeof callSchema>;
export type Leg = z.infer<typeof legSchema>;
export type HandOver = z.infer<typeof handOverSchema>;
export type Contact = z.infer<typeof contactSchema>;
export type CrmRecord = z.infer<typeof crmRecordSchema>;
export type CallState = Call['state'];
export type Direction = Call['direction'];
export type Outcome = (typeof outcomes)[number];
export type LegEndReason = (typeof legEndReasons)[number];

export const callId = (pbxId: string, linkedId: string): string => `${pbxId}:${linkedId}`;

export const isLive = (call: Call): boolean => call.state !== 'ended';

export const isSameLeg = (a: Leg, b: Leg): boolean =>
  a === b ||
  (a.extension === b.extension &&
    a.state === b.state &&
    a.rangAt === b.rangAt &&
    a.answeredAt === b.answeredAt &&
    a.endedAt === b.endedAt &&
    a.endReason === b.endReason);

/** Whether one of these extensions takes part, or took part, in the call. */
export const involves = (call: Call, extensions: readonly string[]): boolean =>
  call.legs.some((leg) => extensions.includes(leg.extension));
