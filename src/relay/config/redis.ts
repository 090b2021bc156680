/** Settings of what several relays share (docs/operations.md, Several relays); they count where REDIS_URL is set. */
import { z } from 'zod';

export const redisSchema = z.strictObject({
  /** Before each key, so that several installations may use one Redis. */
  prefix: z
    .string()
    .regex(/^[A-Za-z0-9_.:{}-]{1,40}$/, '1 to 40 of A-Z a-z 0-9 _ . : { } -')
    .default('cti:'),
  /** Hours that Redis keeps what relays told, for one that is away. */
  keepHours: z
    .number()
    .min(1)
    .max(24 * 30)
    .default(72),
  /** After so long without a sign of life another relay writes into the CRM. */
  leaseSeconds: z.number().min(0.4).max(300).default(10),
  timeoutSeconds: z.number().min(0.1).max(60).default(5),
  /** What people see of this relay; its host's name where it is not given. */
  name: z.string().min(1).max(60).optional(),
});

/** Null without a REDIS_URL: then this relay stands alone. */
export type RedisConfig = {
  /** May hold a password. */
  url: string;
  prefix: string;
  keepHours: number;
  leaseMs: number;
  timeoutMs: number;
  /** How this relay is shown to people. */
  name: string;
} | null;

export const redisOf = (
  url: string | undefined,
  file: z.infer<typeof redisSchema>,
  host: string,
): RedisConfig =>
  url === undefined
    ? null
    : {
        url,
        prefix: file.prefix,
        keepHours: file.keepHours,
        leaseMs: file.leaseSeconds * 1_000,
        timeoutMs: file.timeoutSeconds * 1_000,
        name: file.name ?? host,
      };
