/** How much the relay logs, for `/api/log-level`. */
import { z } from 'zod';

/** From quiet to loud. */
export const logLevels = ['error', 'warn', 'info', 'debug', 'verbose'] as const;

export const logLevelSchema = z.object({
  level: z.enum(logLevels),
  /** What it goes back to. */
  configured: z.enum(logLevels),
  /** When it goes back; null where it is the configured one. */
  until: z.iso.datetime().nullable(),
});
export type LogLevelState = z.infer<typeof logLevelSchema>;

export const setLogLevelSchema = z
  .object({
    level: z.enum(logLevels),
    /** After so many minutes it is the configured one again. */
    minutes: z.number().int().min(1).max(1_440).default(60),
  })
  .strict();
