/** Accounts of the dashboard: made, listed, removed, given another password. */
import { iso, type Clock } from '../../shared/clock';
import { AppError } from '../../shared/errors';
import type { AdminAccount, NewAdmin } from '../../shared/protocol/admin-accounts';
import type { AdminStore } from '../store/admin-port';
import type { Passwords } from './passwords';

export type Admins = ReturnType<typeof createAdmins>;

export const createAdmins = (
  store: Pick<AdminStore, 'listAdmins' | 'getAdmin' | 'addAdmin' | 'changeAdminPassword' | 'removeAdmin'>,
  { clock, passwords }: { clock: Clock; passwords: Passwords },
) => {
  const unknown = (name: string): AppError =>
    new AppError('not_found', `There is no administrator "${name}".`);
  const taken = (name: string): AppError =>
    new AppError('conflict', `There is an administrator "${name}" already; choose another name.`);
  /** The first thing that is guessed. */
  const refuseName = (name: string, password: string): void => {
    if (password.toLowerCase().includes(name.toLowerCase()) && password.length < name.length + 8)
      throw new AppError('bad_request', 'The password is little more than the name; choose another.');
  };

  return {
    list: (): AdminAccount[] => store.listAdmins(),

    /** @param createdBy the key or the administrator who asks. Throws `conflict` for a name that is taken. */
    add: async ({ name, password }: NewAdmin, createdBy: string): Promise<AdminAccount> => {
      if (store.getAdmin(name)) throw taken(name);
      refuseName(name, password);
      const passwordHash = await passwords.hash(password);
      const now = iso(clock.now());
      const account = { name, createdAt: now, createdBy, passwordChangedAt: now, lastSignInAt: null };
      store.addAdmin(account, passwordHash);
      return account;
    },

    /** Signs him out everywhere, and ends what was counted of failed sign-ins. Throws `not_found`. */
    changePassword: async (name: string, password: string): Promise<void> => {
      if (!store.getAdmin(name)) throw unknown(name);
      refuseName(name, password);
      const hash = await passwords.hash(password);
      if (!store.changeAdminPassword(name, hash, iso(clock.now()))) throw unknown(name);
    },

    /** Signs him out everywhere. Throws `not_found`, and `conflict` for the only one there is: nobody could sign in any more. */
    remove: (name: string): void => {
      if (!store.getAdmin(name)) throw unknown(name);
      if (store.listAdmins().length === 1)
        throw new AppError(
          'conflict',
          `"${name}" is the only account of the dashboard; make another one before you remove it.`,
        );
      if (!store.removeAdmin(name)) throw unknown(name);
    },
  };
};
