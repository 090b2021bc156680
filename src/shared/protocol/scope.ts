/** What an API key may do. A scope holds no other: who may administer may not thereby read calls. */
import { z } from 'zod';

export const scopes = ['read', 'dial', 'admin'] as const;
export const scopeSchema = z.enum(scopes);
export type Scope = z.infer<typeof scopeSchema>;
