/** Settings of the dashboard and of who signs in to it. */
import { z } from 'zod';

export const adminConfigSchema = z.strictObject({
  /** Whether `/admin` is served and an administrator can sign in; API keys work all the same. */
  enabled: z.boolean().default(true),
  /** An unused session ends after so long. */
  sessionMinutes: z.number().int().min(1).max(1_440).default(30),
  /** A session ends after so long, used or not. */
  sessionHours: z.number().int().min(1).max(168).default(12),
  /** Sign-ins a minute from one address, beside the waits after wrong ones. */
  signInsPerMinute: z.number().int().min(1).max(1_000).default(20),
});
