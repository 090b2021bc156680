import type { OpenSecretStore, SecretStore } from '../storage/secret-store';

/** The part of keytar that is used. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** A locked keyring asks its owner; where nobody answers (or no desktop can ask) the Companion goes on without. */
const PROBE_MS = 15_000;
const PROBE = 'probe';

const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the keychain did not answer')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * The operating system's keychain (macOS Keychain, Windows Credential Manager, Secret Service) through keytar.
 * @param load keytar is optional and native: it may be absent or fail to load
 * @param service one per profile, so that two profiles do not share a token
 */
export const openKeychain =
  (load: () => Promise<Keytar>, service: string): OpenSecretStore =>
  async () => {
    const keytar = await load();
    const works = async (): Promise<boolean> => {
      await keytar.setPassword(service, PROBE, PROBE);
      const read = await keytar.getPassword(service, PROBE);
      await keytar.deletePassword(service, PROBE);
      return read === PROBE;
    };
    if (!(await within(PROBE_MS, works()))) return null;
    return {
      kind: 'keychain',
      warning: null,
      get: (name) => keytar.getPassword(service, name),
      set: (name, value) => keytar.setPassword(service, name, value),
      delete: async (name) => {
        await keytar.deletePassword(service, name);
      },
    } satisfies SecretStore;
  };
