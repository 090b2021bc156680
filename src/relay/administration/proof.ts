/** Whether a password is the account's own, and what a wrong one costs; at the sign-in, and before one's own password is changed. */
import { AppError } from '../../shared/errors';
import type { AdminStore, StoredAdmin } from '../store/admin-port';
import type { Audit } from './audit';
import type { Attempt, LockOut } from './lock-out';
import type { Passwords } from './passwords';

/** For lists and logs; no API key can have such a name. */
export const adminActor = (name: string): string => `admin:${name}`;

/** In the audit log for a name that is no account's: what was typed may be a password. */
const nobody = 'admin:?';

export type Proof =
  | { result: 'right'; admin: StoredAdmin }
  /** No account, or another password: it is not told which. */
  | { result: 'wrong' }
  /** Not looked at: too many were wrong; `details` of the error are the seconds to wait. */
  | { result: 'locked-out'; error: AppError };

export type PasswordProof = ReturnType<typeof createPasswordProof>;

export const createPasswordProof = (deps: {
  store: Pick<AdminStore, 'getAdmin'>;
  passwords: Pick<Passwords, 'verify'>;
  lockOut: LockOut;
  audit: Audit;
}) => {
  const { store, passwords, lockOut, audit } = deps;

  const whoIs = (name: string): string => {
    const known = store.getAdmin(name);
    return known ? adminActor(known.account.name) : nobody;
  };

  return {
    /** Who is said to act, in the audit log. */
    whoIs,

    /** Throws `rate_limited` while too many others are being looked at. */
    prove: async (attempt: Attempt, password: string): Promise<Proof> => {
      const { name, address } = attempt;
      const wait = lockOut.waitMs(attempt);
      if (wait > 0) {
        const seconds = Math.ceil(wait / 1_000);
        const error = new AppError(
          'rate_limited',
          `Too many wrong passwords; try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
          { retryable: true, details: { retryAfterSeconds: seconds } },
        );
        return { result: 'locked-out', error };
      }
      const { lockedMs, succeeded, withdrawn } = lockOut.begin(attempt);
      const hash = store.getAdmin(name)?.passwordHash ?? null;
      const isRight = await passwords.verify(password, hash).catch((error: unknown) => {
        withdrawn();
        throw error;
      });
      // It may have been removed, or have another password, since.
      const admin = store.getAdmin(name);
      if (isRight && admin?.passwordHash === hash) {
        succeeded();
        return { result: 'right', admin };
      }
      if (lockedMs > 0)
        audit.record({
          who: whoIs(name),
          act: 'admin.lock-out',
          target: `for ${Math.ceil(lockedMs / 1_000)} s`,
          address,
          result: 'done',
          status: 429,
        });
      return { result: 'wrong' };
    },
  };
};
