/** The last lines of the relay's log, masked as in its files, for `GET /api/logs`. */
import { z } from 'zod';
import { logLevels } from './log-level';

export const logQuerySchema = z.object({
  /** Lines after this one only. */
  after: z.coerce.number().int().min(0).default(0),
  /** As loud as this, and quieter levels. */
  level: z.enum(logLevels).default('verbose'),
  /** At most so many, the newest. */
  limit: z.coerce.number().int().min(1).max(2_000).default(200),
});
export type LogQuery = z.infer<typeof logQuerySchema>;

export const logLineSchema = z.object({
  /** Rises by one with each line; begins anew with the relay. */
  seq: z.number().int(),
  at: z.iso.datetime(),
  level: z.enum(logLevels),
  message: z.string(),
  fields: z.record(z.string(), z.unknown()),
});
export type LogLine = z.infer<typeof logLineSchema>;

export const logPageSchema = z.object({
  /** The oldest first. */
  lines: z.array(logLineSchema),
  /** Number of the newest line there is, whatever its level; below `after`: the relay was started anew, ask from 0. */
  latest: z.number().int(),
});
export type LogPage = z.infer<typeof logPageSchema>;
