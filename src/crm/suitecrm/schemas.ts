/** The answers of the V8 API, as far as they are used. Everything the CRM says passes through here. */
import { z } from 'zod';
import { decodeEntities } from './text';

/** Attributes are strings; link fields come as `{}` and flags as booleans, which nobody here reads. */
const attributesSchema = z
  .record(z.string(), z.unknown())
  .transform((raw) =>
    Object.fromEntries(
      Object.entries(raw).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, decodeEntities(value)]] : [],
      ),
    ),
  );

const resourceSchema = z.object({ type: z.string(), id: z.string().min(1), attributes: attributesSchema });
export type Resource = z.output<typeof resourceSchema>;

export const oneSchema = z.object({ data: resourceSchema });
export const listSchema = z.object({ data: z.array(resourceSchema) });
/** No `total-pages` where there is nothing. Too many where the user sees a part of the records only. */
export const pageSchema = listSchema.extend({
  meta: z.object({ 'total-pages': z.number().optional() }).optional(),
});
export const linkedSchema = z.object({ meta: z.object({ message: z.string() }) });

export const tokenSchema = z.object({
  token_type: z.literal('Bearer'),
  expires_in: z.number().positive(),
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
});

/** OAuth2 endpoint and Bearer check. */
export const oauthErrorSchema = z.object({
  error: z.string(),
  error_description: z.string().optional(),
  hint: z.string().optional(),
});

/** A domain error: `errors` is one object, not the array of JSON:API. */
export const domainErrorSchema = z.object({ errors: z.object({ detail: z.string() }) });

export const field = (resource: Resource, name: string): string => resource.attributes[name] ?? '';
