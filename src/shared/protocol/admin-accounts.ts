/** Who may sign in to the dashboard, for `/api/admins`. */
import { z } from 'zod';

export const adminNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.@-]{0,59}$/, '1 to 60 of A-Z a-z 0-9 _ . @ -');

export const shortestPassword = 12;
export const adminPasswordSchema = z
  .string()
  .min(shortestPassword, `a password has ${shortestPassword} characters or more`)
  .max(1_000, 'a password has 1000 characters at most');

export const adminAccountSchema = z.object({
  name: adminNameSchema,
  createdAt: z.iso.datetime(),
  /** The key or the administrator who made it. */
  createdBy: z.string(),
  passwordChangedAt: z.iso.datetime(),
  /** Null: never. */
  lastSignInAt: z.iso.datetime().nullable(),
});
export type AdminAccount = z.infer<typeof adminAccountSchema>;

export const adminAccountListSchema = z.object({ admins: z.array(adminAccountSchema) });

export const newAdminSchema = z.strictObject({ name: adminNameSchema, password: adminPasswordSchema });
export type NewAdmin = z.infer<typeof newAdminSchema>;
export const newAdminResponseSchema = z.object({ admin: adminAccountSchema });

export const changePasswordSchema = z.strictObject({
  password: adminPasswordSchema,
  /** Asked of who changes his own; not the shape of one that can be, as at the sign-in. */
  currentPassword: z.string().min(1).max(1_000).optional(),
});
export type ChangePassword = z.infer<typeof changePasswordSchema>;
