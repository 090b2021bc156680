/** The settings in force, for `GET /api/settings`; of a secret only whether there is one. */
import { z } from 'zod';

/** `file` is config.json. */
export const settingSources = ['env', 'file', 'default'] as const;

export const settingSchema = z.object({
  /** As config.json or the relay knows it, e.g. `crm.retry.maxSeconds`, `pbxs.0.host`. */
  path: z.string(),
  /** A list of plain values is one value. */
  value: z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(z.union([z.string(), z.number(), z.boolean()])),
    z.object({ set: z.boolean() }),
  ]),
  source: z.enum(settingSources),
  /** Of the variable that may set it; null where config.json alone may. */
  variable: z.string().nullable(),
});
export type Setting = z.infer<typeof settingSchema>;

export const settingsSchema = z.object({ settings: z.array(settingSchema) });
export type Settings = z.infer<typeof settingsSchema>;
