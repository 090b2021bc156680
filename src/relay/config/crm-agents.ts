/** Settings of the agents that are read from the CRM's users (docs/operations.md). */
import { z } from 'zod';

export const crmAgentsSchema = z.strictObject({
  /** Makes an agent of each active user with an extension, and revokes him when he is not active any more. */
  enabled: z.boolean().default(false),
  /** The field of a user that holds his extension: alone, several with commas, or behind a number (`... ext. 31`). */
  field: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,63}$/, 'the name of a field of SuiteCRM users, e.g. phone_work or extension_c')
    .default('phone_work'),
  everyMinutes: z.number().int().min(1).max(1_440).default(10),
  /** The PBX where these extensions stand; left out: the first. */
  pbxId: z.string().min(1).max(40).optional(),
});
export type CrmAgentsConfig = z.infer<typeof crmAgentsSchema>;
