/** What administrators do with the relay itself: their accounts, keys, what is written down about them, how much is logged. */
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import type { Config, LogLevel } from '../config/config';
import type { Store } from '../store/port';
import { createAdminSessions } from './admin-sessions';
import { createAdmins } from './admins';
import { createAudit } from './audit';
import { createApiKeys } from './keys';
import { createLockOut, failuresForgottenMs } from './lock-out';
import { createLogLevel } from './log-level';
import { createPasswords, type ScryptParameters } from './passwords';
import { createPasswordProof } from './proof';
import { createSignIn } from './sign-in';

export type Administration = ReturnType<typeof createAdministration>;

export const createAdministration = (
  config: Pick<Config, 'admin' | 'log'>,
  deps: {
    store: Store;
    clock: Clock;
    logger: Logger;
    setLogLevel?: ((level: LogLevel) => void) | undefined;
    /** For tests, which have no time for strong ones. */
    scrypt?: ScryptParameters | undefined;
  },
) => {
  const { store, clock, setLogLevel: apply = () => {} } = deps;
  const { sessionMinutes, sessionHours } = config.admin;
  const audit = createAudit(store, deps);
  const passwords = createPasswords(deps.scrypt && { parameters: deps.scrypt });
  const sessions = createAdminSessions(store, {
    clock,
    limits: { idleMs: sessionMinutes * 60_000, wholeMs: sessionHours * 60 * 60_000 },
  });
  const lockOut = createLockOut(store, deps);
  const proof = createPasswordProof({ store, passwords, lockOut, audit });
  return {
    keys: createApiKeys(store, deps),
    audit,
    logLevel: createLogLevel({ ...deps, configured: config.log.level, apply }),
    admins: createAdmins(store, { clock, passwords, proof }),
    sessions,
    signIn: createSignIn({ store, passwords, sessions, proof, audit, clock }),
    /** Lets go of what is over. */
    purge: (): void => {
      sessions.purge();
      store.purgeSignInFailures(clock.now() - failuresForgottenMs);
    },
  };
};
