/** API keys: made, listed, revoked, recognised. A change holds from the next request on; nothing is restarted. */
import { iso, type Clock } from '../../shared/clock';
import { AppError } from '../../shared/errors';
import type { ApiKey, NewApiKey } from '../../shared/protocol/api-keys';
import { hashSecret, newToken } from '../agents/secrets';
import type { ApiKeyStore } from '../store/key-port';

/** How exactly it is known when a key was last used: a request must not be a write. */
const usedEveryMs = 10 * 60_000;

/** The name under which the key of the environment acts. */
export const plainKeyName = 'API_KEY';

export type ApiKeys = ReturnType<typeof createApiKeys>;

export const createApiKeys = (store: ApiKeyStore, { clock }: { clock: Clock }) => {
  const noted = new Map<string, number>();

  const noteUsed = (name: string): void => {
    const now = clock.now();
    const last = noted.get(name);
    if (last !== undefined && now - last < usedEveryMs) return;
    noted.set(name, now);
    try {
      store.noteApiKeyUsed(name, iso(now));
    } catch {
      // A full disk keeps no key from working; its other writes say so.
    }
  };

  return {
    list: () => store.listApiKeys(),

    /**
     * The secret is shown this once. Throws `conflict` for a name that is taken, `bad_request` for an end that has passed.
     * @param createdBy the name of the key that asks for it
     */
    create: ({ name, scopes, expiresAt }: NewApiKey, createdBy: string): { key: ApiKey; secret: string } => {
      const now = clock.now();
      if (name.toUpperCase() === plainKeyName)
        throw new AppError('conflict', `${plainKeyName} is the key of the environment; choose another name.`);
      if (expiresAt !== undefined && Date.parse(expiresAt) <= now)
        throw new AppError('bad_request', `expiresAt is ${expiresAt}, which has passed; give a later time.`);
      const secret = newToken();
      const end = expiresAt === undefined ? null : iso(Date.parse(expiresAt));
      const key = { name, scopes, createdAt: iso(now), createdBy, expiresAt: end, lastUsedAt: null };
      store.addApiKey(key, hashSecret(secret));
      return { key, secret };
    },

    /** Throws `not_found`. */
    revoke: (name: string): void => {
      if (!store.removeApiKey(name)) throw new AppError('not_found', `There is no API key "${name}".`);
      noted.delete(name);
    },

    /**
     * The key of a secret, or null. The look-up is by hash, so its timing tells nothing about a secret. Throws `unauthorized`
     * for one whose time is over.
     */
    recognise: (secret: string): ApiKey | null => {
      const key = store.apiKeyByHash(hashSecret(secret));
      if (!key) return null;
      if (key.expiresAt !== null && Date.parse(key.expiresAt) <= clock.now())
        throw new AppError(
          'unauthorized',
          `The API key "${key.name}" ended at ${key.expiresAt}. An administrator can make a new one.`,
        );
      noteUsed(key.name);
      return key;
    },
  };
};
