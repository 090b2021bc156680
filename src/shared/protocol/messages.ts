/**
 * The WebSocket protocol between the relay and an agent's desktop. docs/protocol.md shows each message.
 * Unknown fields are ignored in both directions; a desktop ignores unknown types, the relay answers them with `error`.
 */
import { z } from 'zod';
import { callSchema } from '../call/call';
import { errorDetailsSchema } from '../error-reasons';
import { agentSchema, extensionSchema } from './agent';
import { callActionSchema, callControlSchema } from './call-control';
import { callNoteSchema, followUpSchema, mostFollowUps } from './call-note';
import { conversationSchema } from './conversation';

const messageId = z.string().min(1).max(80);
const at = z.iso.datetime({ precision: 3 });

export const pbxStatusSchema = z.object({
  id: z.string(),
  state: z.enum(['connecting', 'connected', 'down']),
  /** Since when it is in this state. */
  since: at,
  /** Round trip of the last AMI Ping in ms; null before the first. */
  lagMs: z.number().nullable(),
  lastEventAt: at.nullable(),
  /** A sentence for a person: what is wrong and what to check; null while all is well. */
  problem: z.string().nullable(),
  /** Why, as `reason` and the values of its sentence, so that a desktop says it in its own language; an older relay does not say. */
  because: errorDetailsSchema.optional().catch(undefined),
  /** What an agent may have done to his own calls there; an older relay does not say, and can nothing. */
  can: callControlSchema.optional(),
});
export type PbxStatus = z.infer<typeof pbxStatusSchema>;

const errorBody = z.object({
  code: z.string(),
  message: z.string(),
  /** `reason` and the values of its sentence, so that a desktop says it in its own language; others may have none. */
  details: errorDetailsSchema.optional().catch(undefined),
});

/** relay -> desktop */
export const serverMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('registered'),
    id: messageId,
    at,
    protocol: z.number().int(),
    relayVersion: z.string(),
    agent: agentSchema,
    pbx: z.array(pbxStatusSchema),
    /** How many desktops of this agent are signed in, this one included; an older relay does not say. */
    desktops: z.number().int().min(1).optional(),
    /** Whether `GET /api/calls/:id/crm` is open to this agent; an older relay does not say. */
    crmContext: z.boolean().optional(),
    /** Whose national numbers the relay reads (ISO 3166 alpha-2): the desktop reads the CRM's the same way. */
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional(),
    /** How a call may have ended, in the house's words, for an agent's note; an older relay does not say. */
    dispositions: z.array(z.string()).optional(),
    /** For how many days calls are kept, so that a desktop keeps its own copy no longer; 0: for ever. An older relay does not say. */
    retentionDays: z.number().int().nonnegative().optional(),
    /** `off`: the relay has no CRM, so a desktop with its own sign-in logs its agent's calls; an older relay does not say. */
    callLog: z.enum(['relay', 'off']).optional(),
    /** Addresses of all relays, where there are several: a desktop goes to another one when this one is gone. */
    relays: z.array(z.string().max(300)).max(10).optional(),
    /** Calls of his that were forgotten since `lastSeenAt`, or in the last 90 days: he drops what he has of them. */
    forgotten: z.array(z.string()).optional(),
    snapshot: z.object({
      /** The agent's calls that run now. */
      live: z.array(callSchema),
      /** His calls that ended since `lastSeenAt`, newest first. */
      ended: z.array(callSchema),
    }),
  }),
  z.object({
    type: z.literal('screen_pop'),
    id: messageId,
    at,
    /** The agent's extension that rings; null for a manual pop by agent. */
    extension: z.string().nullable(),
    reason: z.enum(['ringing', 'manual']),
    callData: callSchema,
  }),
  z.object({ type: z.literal('call_update'), id: messageId, at, callData: callSchema }),
  /** What an AI agent talked about in one of his calls, once it is known: summary, success, transcript and more. */
  conversationSchema.extend({
    type: z.literal('ai_transcription'),
    id: messageId,
    at,
    callData: callSchema,
  }),
  /** Somebody's number was erased on demand: what the desktop has of these calls goes too. */
  z.object({ type: z.literal('calls_forgotten'), id: messageId, at, callIds: z.array(z.string()) }),
  z.object({ type: z.literal('pbx_status'), id: messageId, at, pbx: pbxStatusSchema }),
  /** The agent's own entry was changed, or another desktop of his came or went. Nobody hears it of others. */
  z.object({
    type: z.literal('agent_update'),
    id: messageId,
    at,
    agent: agentSchema,
    desktops: z.number().int().min(1).optional(),
  }),
  /** Answer to `dial`. */
  z.object({ type: z.literal('dialling'), id: messageId, at, re: messageId, callId: z.string() }),
  /** Answer to `call_control`: the PBX has done it. What became of the call comes as a `call_update`. */
  z.object({ type: z.literal('call_controlled'), id: messageId, at, re: messageId, callId: z.string() }),
  /**
   * Answer to `call_note`: the relay keeps it. After one with `writer: "desktop"` it also says that no write of the relay into
   * the call's record is under way any more that began before.
   */
  z.object({ type: z.literal('noted'), id: messageId, at, re: messageId, callId: z.string() }),
  /** Answer to `ping`. */
  z.object({ type: z.literal('pong'), id: messageId, at, re: messageId }),
  z.object({
    type: z.literal('error'),
    id: messageId,
    at,
    /** The id of the client's message that this answers, if it had one. */
    re: messageId.nullable(),
    error: errorBody,
  }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;
export type ServerMessageType = ServerMessage['type'];

export const registerMessageSchema = z.object({
  type: z.literal('register_agent'),
  token: z.string().min(1).max(200),
  agentId: z.string().max(64).optional(),
  agentName: z.string().max(120).optional(),
  /** If given it must be one of the agent's own: a token opens no other extension. */
  extension: extensionSchema.optional(),
  /** The `at` of the last message the desktop has handled; the snapshot then holds what ended since. */
  lastSeenAt: at.optional(),
  client: z
    .object({
      name: z.string().max(60),
      version: z.string().max(30),
      platform: z.string().max(30).optional(),
    })
    .optional(),
});
export type RegisterMessage = z.infer<typeof registerMessageSchema>;

/** The agent's note of one of his calls, whole: it replaces what he wrote before. What is left out stays as it was. */
export const callNoteMessageSchema = z.object({
  type: z.literal('call_note'),
  id: messageId,
  callId: z.string().min(3).max(120),
  text: callNoteSchema.shape.text,
  disposition: callNoteSchema.shape.disposition.optional(),
  followUps: z.array(followUpSchema).max(mostFollowUps).optional(),
  /** Who brings it into the CRM: `desktop` has done so or will, by the agent's own sign-in; `relay` (default): the relay's account. */
  writer: z.enum(['desktop', 'relay']).optional(),
});
export type CallNoteMessage = z.infer<typeof callNoteMessageSchema>;

/** desktop -> relay */
export const clientMessageSchema = z.discriminatedUnion('type', [
  registerMessageSchema,
  /** The pop with this message id has been shown. */
  z.object({ type: z.literal('ack'), id: messageId }),
  /** Click-to-dial: the agent's phone rings first, then the number is called. */
  z.object({
    type: z.literal('dial'),
    id: messageId,
    number: z.string().min(1).max(60),
    extension: extensionSchema.optional(),
  }),
  callNoteMessageSchema,
  /** Picks up or hangs up the agent's own phone in a call of his. */
  z.object({
    type: z.literal('call_control'),
    id: messageId,
    callId: z.string().min(3).max(120),
    action: callActionSchema,
  }),
  /** Is anybody there? A browser never sees WebSocket ping frames, so a desktop asks in a message. */
  z.object({ type: z.literal('ping'), id: messageId }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;
