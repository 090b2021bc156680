/** What relays tell each other. Read from Redis it is as strange as anything from outside: parsed, or left aside and logged. */
import { z } from 'zod';
import { callSchema, contactSchema } from '../../shared/call/call';
import { agentSchema } from '../../shared/protocol/agent';
import { callNoteSchema, storedNoteSchema } from '../../shared/protocol/call-note';
import { apiKeySchema } from '../../shared/protocol/api-keys';
import { rowKinds } from '../store/shared-port';

const id = z.string().min(1).max(300);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const json = (schema: z.ZodType) =>
  z.string().refine((text) => {
    try {
      return schema.safeParse(JSON.parse(text)).success;
    } catch {
      return false;
    }
  }, 'JSON of another kind');

const rows = {
  agent: z.object({
    id: agentSchema.shape.id,
    json: json(agentSchema),
    created_at: z.string(),
    origin: z.enum(['api', 'crm']),
  }),
  token: z.object({
    hash,
    agent_id: agentSchema.shape.id,
    name: z.string().nullable(),
    created_at: z.string().nullable(),
  }),
  key: z.object({
    name: apiKeySchema.shape.name,
    hash,
    scopes: json(apiKeySchema.shape.scopes),
    created_at: z.string(),
    created_by: z.string(),
    expires_at: z.string().nullable(),
  }),
  admin: z.object({
    name: id,
    password_hash: z.string().max(500),
    created_at: z.string(),
    created_by: z.string(),
    changed_at: z.string(),
  }),
  session: z.object({ hash, name: id, started_at: z.number(), used_at: z.number() }),
} satisfies Record<(typeof rowKinds)[number], z.ZodType>;

export const sharedRowSchema = z
  .object({
    kind: z.enum(rowKinds),
    id,
    rev: z.number().int().min(1),
    by: id,
    row: z.record(z.string(), z.union([z.string(), z.number()]).nullable()).nullable(),
    at: z.number().int().min(0).optional(),
  })
  .refine(({ kind, row }) => row === null || rows[kind].safeParse(row).success, 'columns of another kind');

export const changeSchema = z.discriminatedUnion('kind', [
  /** A call that ended, as this relay saw it, and what is known of it by now. */
  z.object({ kind: z.literal('call'), call: callSchema }),
  /** Who is calling, as an agent said while the call runs. */
  z.object({ kind: z.literal('contact'), callId: id, contact: contactSchema }),
  /** As it came; without a recording. */
  z.object({
    kind: z.literal('webhook'),
    key: id,
    type: z.string(),
    conversationId: z.string().nullable(),
    receivedAt: z.number(),
    fetched: z.boolean(),
    /** Deflated, in base64. */
    body: z.base64(),
  }),
  /** Which call a conversation is. */
  z.object({
    kind: z.literal('begun'),
    id,
    callId: id,
    matchedBy: z.enum(['header', 'call-sid', 'probable']),
    at: z.number(),
  }),
  z.object({
    kind: z.literal('note'),
    callId: id,
    note: storedNoteSchema.extend({ writer: z.enum(['desktop', 'relay']) }),
  }),
  /** What of a note is in the CRM. */
  z.object({
    kind: z.literal('written'),
    callId: id,
    agentId: id,
    written: z.object({
      block: z.string().nullable(),
      attempt: callNoteSchema.nullable(),
      followUps: z.array(z.string()),
      term: z.number().int().min(0).optional(),
    }),
  }),
  z.object({
    kind: z.literal('job'),
    callId: id,
    job: z.enum(['call', 'conversation', 'note', 'contact']),
    /** `pending`: tried once more, by hand. */
    status: z.enum(['pending', 'logged', 'failed', 'given-up']),
    error: z.string().nullable(),
    /** What was written, as a digest: who knows of more still owes it. */
    covers: z.string(),
  }),
  z.object({ kind: z.literal('row'), row: sharedRowSchema }),
  z.object({ kind: z.literal('forget'), number: z.string().min(2).max(60) }),
  /** A pop that somebody asked for. */
  z.object({
    kind: z.literal('pop'),
    to: z.union([z.object({ agentId: id }), z.object({ pbxId: id, extension: id })]),
    call: callSchema,
  }),
  /** Desktops came or went at the relay that says so. */
  z.object({ kind: z.literal('presence') }),
]);
export type Change = z.infer<typeof changeSchema>;
export type ChangeOf<K extends Change['kind']> = Extract<Change, { kind: K }>;

/** By what an entry is found again when somebody is to be forgotten. */
export const aboutOf = (change: Change): string => {
  switch (change.kind) {
    case 'call':
      return change.call.id;
    case 'webhook':
      return change.conversationId ?? '';
    case 'pop':
      return change.call.id;
    case 'contact':
    case 'begun':
    case 'note':
    case 'written':
    case 'job':
      return change.callId;
    default:
      return '';
  }
};
