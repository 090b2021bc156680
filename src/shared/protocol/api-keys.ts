/** API keys in the REST API: who may ask the relay beside its agents. */
import { z } from 'zod';
import { scopeSchema } from './scope';

export const keyNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$/, '1 to 60 of A-Z a-z 0-9 _ . -');

export const apiKeySchema = z.object({
  name: keyNameSchema,
  scopes: z.array(scopeSchema),
  createdAt: z.iso.datetime(),
  /** The name of the key that made it. */
  createdBy: z.string(),
  /** Null: it works until it is revoked. */
  expiresAt: z.iso.datetime().nullable(),
  /** To within some minutes; null: never. */
  lastUsedAt: z.iso.datetime().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

export const apiKeyListSchema = z.object({ keys: z.array(apiKeySchema) });

export const newApiKeySchema = z
  .object({
    name: keyNameSchema,
    scopes: z
      .array(scopeSchema)
      .min(1)
      .transform((given) => [...new Set(given)]),
    expiresAt: z.iso.datetime().optional(),
  })
  .strict();
export type NewApiKey = z.infer<typeof newApiKeySchema>;

/** The secret is told this once; the relay keeps its SHA-256 only. */
export const newApiKeyResponseSchema = z.object({ key: apiKeySchema, secret: z.string() });
