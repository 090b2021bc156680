/** Small charts of the last day, for `GET /api/series`. */
import { z } from 'zod';

export const seriesQuerySchema = z.object({
  /** How far back. */
  minutes: z.coerce.number().int().min(5).max(1_440).default(1_440),
});
export type SeriesQuery = z.infer<typeof seriesQuerySchema>;

export const seriesPointSchema = z.object({
  /** When the bucket begins. */
  at: z.iso.datetime(),
  /** Calls that began in it, internal ones left out. */
  calls: z.number().int(),
  /** Of these, inbound ones that somebody or an AI agent talked to. */
  answered: z.number().int(),
  /** Of these, inbound ones that ended unanswered. */
  missed: z.number().int(),
  /** From reading an AMI event to handing its pop to the desktop's socket; null: no pop, or from before the relay's start. */
  popP50Ms: z.number().nullable(),
  popP99Ms: z.number().nullable(),
  /** The longest round trip of an AMI Ping; null: there was none, or from before the relay's start. */
  amiLagMs: z.number().nullable(),
});
export type SeriesPoint = z.infer<typeof seriesPointSchema>;

export const seriesSchema = z.object({
  bucketSeconds: z.number().int(),
  /** The oldest first, without gaps; the last one still runs. */
  points: z.array(seriesPointSchema),
});
export type Series = z.infer<typeof seriesSchema>;
