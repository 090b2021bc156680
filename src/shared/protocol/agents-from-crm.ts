/** Agents that are read from the users of the CRM (`crm.agents`). */
import { z } from 'zod';
import { agentSchema } from './agent';

/** Body of `POST /api/agents/from-crm`. */
export const agentsFromCrmRequestSchema = z
  .object({
    /** False: only say what would be done. */
    apply: z.boolean().default(false),
  })
  .strict();

export const agentConflictSchema = z.object({
  /** In the CRM. */
  userId: z.string(),
  name: z.string(),
  extensions: z.array(z.string()),
  /** A sentence: whose extension it is. */
  reason: z.string(),
});

/** What was done, or would be. */
export const agentsFromCrmSchema = z.object({
  applied: z.boolean(),
  /** Active users of the CRM. */
  users: z.number().int(),
  /** Users in whose field no extension stands. */
  withoutExtension: z.number().int(),
  /** Users whose agent config.json or the API has; nothing is done to those. */
  keptElsewhere: z.number().int(),
  unchanged: z.number().int(),
  added: z.array(agentSchema),
  changed: z.array(z.object({ before: agentSchema, after: agentSchema })),
  removed: z.array(agentSchema),
  /** Users who stay as they are, or stay out. */
  conflicts: z.array(agentConflictSchema),
});
export type AgentsFromCrm = z.infer<typeof agentsFromCrmSchema>;

/** In `/api/status`. */
export const agentsFromCrmStateSchema = z.object({
  enabled: z.boolean(),
  /** When the users of the CRM had last been read. */
  readAt: z.iso.datetime().nullable(),
  users: z.number().int(),
  /** Why the agents are not as in the CRM. */
  problem: z.string().nullable(),
  conflicts: z.array(agentConflictSchema),
});
export type AgentsFromCrmState = z.infer<typeof agentsFromCrmStateSchema>;
