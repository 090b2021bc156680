import { z } from 'zod';

/** A number a phone of the PBX is registered under; digits, `*` and `#` only. */
export const extensionSchema = z.string().regex(/^[0-9*#]{1,20}$/, 'an extension is 1 to 20 digits, * or #');

export const agentSchema = z.object({
  id: z.string().regex(/^[A-Za-z0-9._@-]{1,64}$/, 'an agent id is 1 to 64 of A-Z a-z 0-9 . _ @ -'),
  name: z.string().min(1).max(120),
  pbxId: z.string().min(1).max(40),
  extensions: z.array(extensionSchema).min(1).max(20),
  crmUserId: z.string().max(64).nullable(),
});
export type Agent = z.infer<typeof agentSchema>;
