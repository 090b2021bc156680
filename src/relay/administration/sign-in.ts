/** Name and password become a session. A wrong name and a wrong password look alike, in words and in time. */
import { iso, type Clock } from '../../shared/clock';
import { AppError } from '../../shared/errors';
import type { AdminSession, AdminSignIn } from '../../shared/protocol/admin-session';
import { err, ok, type Result } from '../../shared/result';
import type { AdminStore } from '../store/admin-port';
import type { AdminSessions } from './admin-sessions';
import type { Audit } from './audit';
import type { Passwords } from './passwords';
import { adminActor, type PasswordProof } from './proof';

export type SignInResult = 'done' | 'wrong' | 'locked-out';

export type SignIn = ReturnType<typeof createSignIn>;

export const createSignIn = (deps: {
  store: Pick<AdminStore, 'listAdmins' | 'noteAdminSignIn' | 'rehashAdmin'>;
  passwords: Passwords;
  sessions: AdminSessions;
  proof: PasswordProof;
  audit: Audit;
  clock: Clock;
}) => {
  const { store, passwords, sessions, proof, audit, clock } = deps;
  const figures: Record<SignInResult, number> = { done: 0, wrong: 0, 'locked-out': 0 };

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
      const proved = await proof.prove({ name, address }, password);
      if (proved.result === 'locked-out') {
        figures['locked-out'] += 1;
        return err(proved.error);
      }
      const acted = { who: proof.whoIs(name), act: 'admin.sign-in', target: null, address };
      if (proved.result === 'wrong') {
        figures.wrong += 1;
        audit.record({ ...acted, result: 'refused', status: 401 });
        return err(new AppError('unauthorized', 'The name or the password is not right.'));
      }
      figures.done += 1;
      const { account, passwordHash } = proved.admin;
      store.noteAdminSignIn(account.name, iso(clock.now()));
      strengthen(account.name, password, passwordHash);
      audit.record({ ...acted, result: 'done', status: 200 });
      return ok(sessions.start(account.name));
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
