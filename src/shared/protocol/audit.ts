/** What administrators did, for `GET /api/audit`. */
import { z } from 'zod';

export const auditResults = ['done', 'refused', 'failed'] as const;

export const auditEntrySchema = z.object({
  id: z.number().int(),
  at: z.iso.datetime(),
  /** The name of the API key; `agent:<id>` for an agent, who may not. */
  who: z.string(),
  /** E.g. `agents.remove`. */
  act: z.string(),
  /** What it was done to; of a number its last digits only. Null where that is said by the act. */
  target: z.string().nullable(),
  /** Where the request came from. */
  address: z.string(),
  result: z.enum(auditResults),
  /** Of the answer. */
  status: z.number().int(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditQuerySchema = z.object({
  who: z.string().max(80).optional(),
  act: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'a nextCursor of this list')
    .optional(),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

export const auditPageSchema = z.object({
  entries: z.array(auditEntrySchema),
  nextCursor: z.string().nullable(),
});
export type AuditPage = z.infer<typeof auditPageSchema>;
