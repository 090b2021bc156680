/** Settings of the phone index (docs/crm-index.md). */
import { z } from 'zod';

export const crmIndexSchema = z.strictObject({
  /** Keeps the phone numbers of contacts, leads and accounts in a file of the data folder; off, that file is deleted. */
  enabled: z.boolean().default(false),
  /** How often the CRM is asked what was changed. */
  everySeconds: z.number().int().min(5).max(86_400).default(60),
  /** How often all of it is read again, which finds what was deleted. */
  sweepHours: z.number().int().min(1).max(168).default(24),
  /** Records a request; one takes SuiteCRM about 3 KiB of answer. */
  pageSize: z.number().int().min(1).max(1_000).default(200),
  /** Between two requests, so that the CRM has time for people. */
  pauseMilliseconds: z.number().int().min(0).max(60_000).default(200),
});
export type CrmIndexConfig = z.infer<typeof crmIndexSchema>;
