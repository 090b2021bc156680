/** Name and password become a session. A wrong name and a wrong password look alike, in words and in time. */
import { iso, type Clock } from '../../shared/clock';
import { AppError } from '../../shared/errors';
import type { AdminSession, AdminSignIn } from '../../shared/protocol/admin-session';
import { err, ok, type Result } from '../../shared/result';
import type { AdminStore } from '../store/admin-port';
import type { AdminSessions } from './admin-sessions';
import type { Audit } from './audit';
import type { LockOut } from './lock-out';
import type { Passwords } from './passwords';

/** For lists and logs; no API key can have such a name. */
export const adminActor = (name: string): string => `admin:${name}`;

/** In the audit log for a name that is no account's: what was typed may be a password. */
const nobody = 'admin:?';

export type SignInResult = 'done' | 'wrong' | 'locked-out';

export type SignIn = ReturnType<typeof createSignIn>;

export const createSignIn = (deps: {
  store: Pick<AdminStore, 'getAdmin' | 'listAdmins' | 'noteAdminSignIn' | 'rehashAdmin'>;
  passwords: Passwords;
  sessions: AdminSessions;
  lockOut: LockOut;
  audit: Audit;
  clock: Clock;
}) => {
  const { store, passwords, sessions, lockOut, audit, clock } = deps;
  const figures: Record<SignInResult, number> = { done: 0, wrong: 0, 'locked-out': 0 };

  const actorOf = (name: string): string => {
    const known = store.getAdmin(name);
    return known ? adminActor(known.account.name) : nobody;
  };

  /** What is kept with a hash of former days becomes as strong as a new one; nobody waits for it. */
  const strengthen = (name: string, password: string, from: string): void => {
    if (!passwords.isOutdated(from)) return;
    passwords.hash(password).then(
      (to) => store.rehashAdmin(name, from, to),
      // The next sign-in does it.
      () => {},
    );
  };

  return {
    /** Whether there is an account at all. */
    isSetUp: (): boolean => store.listAdmins().length > 0,

    /** `details` of the error are the seconds to wait, of `rate_limited`. */
    signIn: async (
      { name, password }: AdminSignIn,
      address: string,
    ): Promise<Result<{ secret: string; session: AdminSession }, AppError>> => {
      const attempt = { name, address };
      const wait = lockOut.waitMs(attempt);
      if (wait > 0) {
        figures['locked-out'] += 1;
        const seconds = Math.ceil(wait / 1_000);
        return err(
          new AppError(
            'rate_limited',
            `Too many wrong sign-ins; try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
            { retryable: true, details: { retryAfterSeconds: seconds } },
          ),
        );
      }
      const { lockedMs, succeeded, withdrawn } = lockOut.begin(attempt);
      const found = store.getAdmin(name);
      const hash = found?.passwordHash ?? null;
      const isRight = await passwords.verify(password, hash).catch((error: unknown) => {
        withdrawn();
        throw error;
      });
      // It may have been removed, or have another password, since.
      const account = store.getAdmin(name);
      const acted = { who: actorOf(name), target: null, address };
      if (!isRight || !account || account.passwordHash !== hash) {
        figures.wrong += 1;
        audit.record({ ...acted, act: 'admin.sign-in', result: 'refused', status: 401 });
        if (lockedMs > 0)
          audit.record({
            ...acted,
            act: 'admin.lock-out',
            target: `for ${Math.ceil(lockedMs / 1_000)} s`,
            result: 'done',
            status: 429,
          });
        return err(new AppError('unauthorized', 'The name or the password is not right.'));
      }
      succeeded();
      figures.done += 1;
      const { name: own } = account.account;
      store.noteAdminSignIn(own, iso(clock.now()));
      strengthen(own, password, account.passwordHash);
      audit.record({ ...acted, act: 'admin.sign-in', result: 'done', status: 200 });
      return ok(sessions.start(own));
    },

    signOut: (secret: string, address: string): void => {
      const session = sessions.recognise(secret);
      if (!session) return;
      sessions.end(secret);
      audit.record({
        who: adminActor(session.name),
        act: 'admin.sign-out',
        target: null,
        address,
        result: 'done',
        status: 204,
      });
    },

    figures: (): Readonly<Record<SignInResult, number>> => figures,
  };
};
