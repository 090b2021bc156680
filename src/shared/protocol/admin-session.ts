/** An administrator's sign-in to the dashboard, for `/api/admin/session`. */
import { z } from 'zod';

/** The browser keeps the session in it; no script reads it. */
export const adminCookie = 'cti_admin';
/** What changes something by that cookie carries the session's CSRF token in this header. */
export const csrfHeader = 'x-csrf-token';

/** Not the shape of a name that can be: what is wrong with a sign-in is never told. */
export const adminSignInSchema = z.strictObject({
  name: z.string().min(1).max(60),
  password: z.string().min(1).max(1_000),
});
export type AdminSignIn = z.infer<typeof adminSignInSchema>;

export const adminSessionSchema = z.object({
  name: z.string(),
  csrfToken: z.string(),
  /** When it ends if nothing more is asked. */
  expiresAt: z.iso.datetime(),
});
export type AdminSession = z.infer<typeof adminSessionSchema>;

/** `details` of the 401 to `GET /api/admin/session`. */
export const adminSetUpSchema = z.object({
  /** False: no account was made yet, so nobody can sign in. */
  setUp: z.boolean(),
});
export type AdminSetUp = z.infer<typeof adminSetUpSchema>;
