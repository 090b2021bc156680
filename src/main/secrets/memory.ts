import type { SecretName, SecretStore } from '../storage/secret-store';

/** The last resort: nothing is written anywhere, and the agent is told. */
export const createMemoryStore = (): SecretStore => {
  const secrets = new Map<SecretName, string>();
  return {
    kind: 'memory',
    warning:
      'This computer offers no keychain, so your sign-in is forgotten when you quit. Ask IT for a keyring (Secret Service).',
    get: (name) => Promise.resolve(secrets.get(name) ?? null),
    set: (name, value) => Promise.resolve(void secrets.set(name, value)),
    delete: (name) => Promise.resolve(void secrets.delete(name)),
  };
};
