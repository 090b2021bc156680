/** Bodies and queries of the REST API; routes validate with these, docs/protocol.md shows examples. */
import { z } from 'zod';
import { aiSchema, callSchema, contactSchema, directions, outcomes } from '../call/call';
import { troubleShape } from '../error-reasons';
import { agentSchema, extensionSchema } from './agent';
import { agentLinkSchema } from './agent-link';
import { agentsFromCrmStateSchema } from './agents-from-crm';
import { pbxStatusSchema } from './messages';

export const errorResponseSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
});
export type ErrorResponse = z.infer<typeof errorResponseSchema>;

const crmLinkSchema = z.object({
  state: z.enum(['off', 'connecting', 'connected', 'down']),
  ...troubleShape,
});

export const healthSchema = z.object({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  uptimeSeconds: z.number(),
  pbx: z.array(pbxStatusSchema),
  crm: crmLinkSchema,
  /** Whether calls can be stored: what is wrong with the disk, and how many wait. An older relay does not say. */
  storage: z.object({ problem: z.string().nullable() }).optional(),
  /** Whether a desktop may sign in with its agent's account of the CRM; an older relay does not say. */
  crmSignIn: z.boolean().optional(),
  /** What this relay shares with others; off: it stands alone. */
  redis: z.object({
    state: z.enum(['off', 'connecting', 'connected', 'down']),
    since: z.iso.datetime().nullable(),
    problem: z.string().nullable(),
  }),
});
export type Health = z.infer<typeof healthSchema>;

export const statusSchema = healthSchema.extend({
  calls: z.object({ active: z.number().int(), stored: z.number().int() }),
  agents: z.object({ known: z.number().int(), online: z.number().int(), sockets: z.number().int() }),
  delivery: z.object({
    popsSent: z.number().int(),
    popsAcknowledged: z.number().int(),
    messagesSent: z.number().int(),
  }),
  /** Questions to the CRM for pops. */
  lookups: z.object({
    running: z.number().int(),
    waiting: z.number().int(),
    /** Given up unasked since the start, because the CRM was too slow for all. */
    shed: z.number().int(),
    /** After failures in a row the CRM is not asked for a while; then one question is let through to try it. */
    breaker: z.object({
      state: z.enum(['closed', 'open', 'half-open']),
      failuresInARow: z.number().int(),
      /** When it may be asked again; null while it is asked, or is being tried. */
      triedAgainAt: z.iso.datetime().nullable(),
    }),
  }),
  /** Events of calls, for `/api/calls/:id/events`. */
  callEvents: z.object({
    inMemory: z.number().int(),
    /** Let go to stay within bounds. */
    dropped: z.number().int(),
  }),
  /** Whether the relay keeps up with its PBXs; what it leaves out until it has caught up is counted since the start. */
  load: z.object({
    /** By how much a task ran late just now. */
    delayMs: z.number().int(),
    behindSince: z.iso.datetime().nullable(),
    shed: z.object({ callEvents: z.number().int(), lookups: z.number().int() }),
  }),
  callLog: z.object({
    enabled: z.boolean(),
    pending: z.number().int(),
    failed: z.number().int(),
    logged: z.number().int(),
    /** Let go by an administrator. */
    givenUp: z.number().int(),
    /** The CRM user who gets the calls of nobody, and of agents without a `crmUserId`; null: the relay's own. */
    fallbackUserId: z.string().nullable(),
    agentsWithoutUser: z.number().int(),
  }),
  /** Who has which number, kept in the relay (`crm.index`). */
  crmIndex: z.object({
    enabled: z.boolean(),
    /** All of the CRM was read once; before, the CRM is asked about every caller. */
    complete: z.boolean(),
    /** Contacts, leads and accounts with a number. */
    records: z.number().int(),
    fileBytes: z.number().int(),
    /** Since all changes had last been read; null: never yet. */
    ageSeconds: z.number().int().nullable(),
    /** When all of the CRM had last been read, which finds what was deleted. */
    sweptAt: z.iso.datetime().nullable(),
    /** Why it is not brought up to date. */
    problem: z.string().nullable(),
  }),
  /** Agents that are read from the users of the CRM (`crm.agents`). */
  agentsFromCrm: agentsFromCrmStateSchema,
  /** What AI agents talked about. */
  conversations: z.object({
    /** Whether webhooks are taken. */
    enabled: z.boolean(),
    /** Webhooks that wait for their call. */
    waiting: z.number().int(),
    /** On their way into the CRM, one for each call. */
    pending: z.number().int(),
    failed: z.number().int(),
    logged: z.number().int(),
    givenUp: z.number().int(),
    /** How the calls of the latest hundred were found; `none`: the relay never saw the call. */
    joinedBy: z.record(aiSchema.shape.matchedBy, z.number().int()),
    /** Looking for conversations whose webhook never came. */
    reconcile: z.object({
      /** Whether there is an ELEVENLABS_API_KEY. */
      enabled: z.boolean(),
      lastPollAt: z.iso.datetime().nullable(),
      nextPollAt: z.iso.datetime().nullable(),
      /** Conversations that were fetched since the start. */
      found: z.number().int(),
      /** What went wrong the last time, as a sentence. */
      problem: z.string().nullable(),
    }),
    /** Whether ElevenLabs is told who calls when a conversation begins. */
    initiation: z.object({
      enabled: z.boolean(),
      answered: z.number().int(),
      /** Of these, told with a name or as known. */
      known: z.number().int(),
    }),
  }),
  /** Several relays (docs/operations.md). */
  relays: z.object({
    /** Whether this one writes into the CRM. */
    onDuty: z.boolean(),
    /** What the others have not been told yet, and since when it waits. */
    waiting: z.number().int(),
    oldestWaitingSeconds: z.number().int().nullable(),
    /** How late what the others told was taken in, the last time. */
    behindSeconds: z.number(),
    /** What was missed for good, as a sentence; null: nothing. */
    gap: z.string().nullable(),
    others: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        version: z.string(),
        online: z.boolean(),
        seenAt: z.iso.datetime(),
        onDuty: z.boolean(),
      }),
    ),
  }),
  /** What agents wrote, where the relay writes it: one for each call. */
  notes: z.object({
    pending: z.number().int(),
    failed: z.number().int(),
    logged: z.number().int(),
    givenUp: z.number().int(),
  }),
});
export type Status = z.infer<typeof statusSchema>;

const pbxIdSchema = z.string().min(1).max(40);

export const callListSchema = z.object({ calls: z.array(callSchema) });
export const callPageSchema = z.object({
  calls: z.array(callSchema),
  nextCursor: z.string().nullable(),
  /** By the call's id, what the agent who asks wrote himself; only where he asks for it (`notes=mine`). An older relay does not tell. */
  notes: z.record(z.string(), z.string()).optional(),
});
export type CallPage = z.infer<typeof callPageSchema>;

export const callQuerySchema = z.object({
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  extension: extensionSchema.optional(),
  pbxId: pbxIdSchema.optional(),
  number: z.string().min(2).max(40).optional(),
  outcome: z.enum(outcomes).optional(),
  direction: z.enum(directions).optional(),
  /** What the agent himself wrote about the calls of this page, too; an API key has written nothing. */
  notes: z.literal('mine').optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
});
export type CallQuery = z.infer<typeof callQuerySchema>;

const target = {
  agentId: z.string().max(64).optional(),
  extension: extensionSchema.optional(),
  /** Where an extension stands on several PBXs. */
  pbxId: pbxIdSchema.optional(),
  number: z.string().min(1).max(60),
};
export const dialRequestSchema = z
  .object(target)
  .refine((body) => body.agentId ?? body.extension, 'agentId or extension is needed');
export const dialResponseSchema = z.object({ callId: z.string() });

export const screenPopRequestSchema = z
  .object({ ...target, name: z.string().max(200).optional(), callId: z.string().max(120).optional() })
  .refine((body) => body.agentId ?? body.extension, 'agentId or extension is needed');
export const screenPopResponseSchema = z.object({
  callId: z.string(),
  /** How many of the agent's open desktops it was sent to. */
  delivered: z.number().int(),
});

export const newAgentSchema = agentSchema.partial({ pbxId: true, crmUserId: true }).strict();
export const changeAgentSchema = agentSchema
  .pick({ name: true, extensions: true, crmUserId: true })
  .partial()
  .strict()
  .refine((body) => Object.keys(body).length > 0, 'name, extensions or crmUserId is needed');
export const changeAgentResponseSchema = z.object({ agent: agentSchema });
export const agentListSchema = z.object({
  agents: z.array(agentSchema.extend({ online: z.array(agentLinkSchema) })),
});
export const newAgentResponseSchema = z.object({ agent: agentSchema, token: z.string() });
export const enrolmentResponseSchema = z.object({ code: z.string(), expiresAt: z.string() });
/** What the device calls itself, for its agent and the administrator. */
const deviceName = z.string().trim().min(1).max(80).optional();
/** A one-time code; or where `crmSignIn` is said in `/health`, an access token of the CRM: never a password. */
export const enrolRequestSchema = z.union([
  z.object({ code: z.string().min(4).max(40), device: deviceName }),
  z.object({ crmToken: z.string().regex(/^[\x21-\x7e]{8,8192}$/, 'an access token'), device: deviceName }),
]);
export type EnrolRequest = z.infer<typeof enrolRequestSchema>;

/** Answer to `POST /api/crm-index/rebuild`. */
export const crmIndexRebuiltSchema = z.object({ rebuilding: z.literal(true) });

/** Answer to `POST /api/calls/:id/contact`. */
export const chosenContactSchema = z.object({ contact: contactSchema });

export { crmContextSchema, type CrmContext } from './crm-context';
