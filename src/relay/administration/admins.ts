/** Accounts of the dashboard: made, listed, removed, given another password. */
import { iso, type Clock } from '../../shared/clock';
import { AppError } from '../../shared/errors';
import type { AdminAccount, ChangePassword, NewAdmin } from '../../shared/protocol/admin-accounts';
import type { AdminStore } from '../store/admin-port';
import type { Passwords } from './passwords';
import type { PasswordProof } from './proof';

export type Admins = ReturnType<typeof createAdmins>;

export const createAdmins = (
  store: Pick<AdminStore, 'listAdmins' | 'getAdmin' | 'addAdmin' | 'changeAdminPassword' | 'removeAdmin'>,
  { clock, passwords, proof }: { clock: Clock; passwords: Passwords; proof: PasswordProof },
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

    /** By a key, or another administrator. Signs him out everywhere, and ends what was counted of wrong ones. Throws `not_found`. */
    changePassword: async (name: string, password: string): Promise<void> => {
      if (!store.getAdmin(name)) throw unknown(name);
      refuseName(name, password);
      const hash = await passwords.hash(password);
      if (!store.changeAdminPassword(name, hash, iso(clock.now()))) throw unknown(name);
    },

    /**
     * His own, by himself: who finds a dashboard open must not be able to take the account over. The same besides. Throws
     * `bad_request` without the current password, `forbidden` for a wrong one, `rate_limited` after too many of them, and
     * `conflict` where somebody else gave him another one meanwhile.
     */
    changeOwnPassword: async (
      name: string,
      { password, currentPassword, address }: ChangePassword & { address: string },
    ): Promise<void> => {
      if (currentPassword === undefined)
        throw new AppError(
          'bad_request',
          'Who changes his own password gives the one that he has now, too, as `currentPassword`.',
        );
      refuseName(name, password);
      const proved = await proof.prove({ name, address }, currentPassword);
      if (proved.result === 'locked-out') throw proved.error;
      if (proved.result === 'wrong') throw new AppError('forbidden', 'The current password is not right.');
      const hash = await passwords.hash(password);
      if (store.getAdmin(name)?.passwordHash !== proved.admin.passwordHash)
        throw new AppError('conflict', 'Your account was changed by somebody else meanwhile; sign in again.');
      store.changeAdminPassword(name, hash, iso(clock.now()));
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
