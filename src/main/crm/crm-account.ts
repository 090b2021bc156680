/** The agent's own sign-in at the CRM: checked before it is kept, so that the CRM's access rights decide what he sees. */
import type { CrmClient, CrmDirectory } from '../../crm/port';
import { createBreaker } from '../../crm/breaker';
import type { Clock } from '../../shared/clock';
import type { CrmSide } from '../../shared/companion/types';
import { because, noTrouble, troubleOf, type Trouble } from '../../shared/error-reasons';
import { AppError } from '../../shared/errors';
import type { Logger } from '../../shared/logger';
import type { SecretStore } from '../storage/secret-store';
import type { ProfileStore } from '../settings/profile';
import { createCrmLookup } from './lookup';
import { createNoteWriter } from './note-writer';

export interface CrmLogin {
  url: string;
  clientId: string;
  clientSecret: string;
  username: string;
  password: string;
}

export interface CrmAccountDeps {
  createClient: (login: CrmLogin) => CrmClient & CrmDirectory;
  secrets: SecretStore;
  profile: ProfileStore;
  onChange: (crm: CrmSide) => void;
  clock: Clock;
  log: Logger;
}

export interface CrmAccount {
  /** Uses this login, else the one that was kept; never throws, the link tells how it went. */
  start(login: CrmLogin | null): Promise<void>;
  /** @throws AppError with what the CRM said; nothing is kept then */
  signIn(login: CrmLogin): Promise<void>;
  signOut(): Promise<void>;
  /** Asks the CRM anew; the link tells how it went. */
  retry(): void;
  /** The CRM as this agent. @throws AppError where he is not signed in */
  directory(): CrmDirectory;
  /** The same where he is signed in, else null. */
  client(): CrmClient | null;
  close(): void;
}

const none: CrmSide = { lookup: null, notes: null, account: null, state: 'off', ...noTrouble };

export const createCrmAccount = (deps: CrmAccountDeps): CrmAccount => {
  const { secrets, profile, onChange, log } = deps;
  let client: (CrmClient & CrmDirectory) | null = null;
  let recheck = (): void => {};

  const stored = async (): Promise<CrmLogin | null> => {
    const { crm } = profile.get();
    if (!crm) return null;
    const [clientSecret, password] = await Promise.all([
      secrets.get('crm-client-secret'),
      secrets.get('crm-password'),
    ]);
    return clientSecret === null || password === null ? null : { ...crm, clientSecret, password };
  };

  const make = (login: CrmLogin): CrmClient & CrmDirectory => {
    try {
      return deps.createClient(login);
    } catch (cause) {
      throw new AppError(
        'bad_request',
        'Please fill in the address, client id, client secret and your sign-in.',
        {
          cause,
          details: because('crm-settings'),
        },
      );
    }
  };

  /** Takes a client into use; what is returned tells how its link is doing. */
  const use = (next: CrmClient & CrmDirectory, { url, username }: CrmLogin) => {
    client?.close();
    client = next;
    const lookup = createCrmLookup({ ...next, ...createBreaker(next, { clock: deps.clock }) });
    const notes = createNoteWriter(next);
    return (state: CrmSide['state'], trouble: Trouble = noTrouble): void => {
      if (client === next) onChange({ lookup, notes, account: { url, username }, state, ...trouble });
    };
  };

  const inspect = async (
    made: CrmClient & CrmDirectory,
    tell: (state: CrmSide['state'], trouble?: Trouble) => void,
  ): Promise<void> => {
    recheck = () => void inspect(made, tell);
    tell('connecting');
    const check = await made.check();
    if (!check.ok) log.warn('the CRM sign-in did not work', { code: check.error.code });
    tell(check.ok ? 'connected' : 'down', check.ok ? noTrouble : troubleOf(check.error));
  };

  return {
    start: async (given) => {
      const login = given ?? (await stored());
      if (!login) {
        onChange(none);
        return;
      }
      let made: CrmClient & CrmDirectory;
      try {
        made = make(login);
      } catch (error) {
        const trouble =
          error instanceof AppError
            ? troubleOf(error)
            : { problem: 'The CRM settings are not usable.', because: because('crm-settings') };
        onChange({ ...none, state: 'down', ...trouble });
        return;
      }
      // In use at once: a call that rings during the check is looked up all the same.
      await inspect(made, use(made, login));
    },
    signIn: async (login) => {
      const made = make(login);
      const check = await made.check();
      if (!check.ok) {
        made.close();
        throw check.error;
      }
      await secrets.set('crm-client-secret', login.clientSecret);
      await secrets.set('crm-password', login.password);
      const { url, clientId, username } = login;
      await profile.set({ crm: { url, clientId, username } });
      const tell = use(made, login);
      recheck = () => void inspect(made, tell);
      tell('connected');
    },
    signOut: async () => {
      client?.close();
      client = null;
      onChange(none);
      await profile.set({ crm: null });
      await secrets.delete('crm-client-secret');
      await secrets.delete('crm-password');
    },
    retry: () => {
      if (client) recheck();
    },
    directory: () => {
      if (client) return client;
      throw new AppError('unavailable', 'Sign in to the CRM first, in the settings.', {
        details: because('crm-sign-in-first'),
      });
    },
    client: () => client,
    close: () => client?.close(),
  };
};
