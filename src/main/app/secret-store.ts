import { app, safeStorage } from 'electron';
import type { Logger } from '../../shared/logger';
import { chooseSecretStore } from '../secrets/choose';
import { openKeychain, type Keytar } from '../secrets/keychain';
import { createMemoryStore } from '../secrets/memory';
import type { SecretStore } from '../storage/secret-store';
import { openSafeStorage } from '../secrets/safe-storage';

/** keytar is optional and native: absent or built for another system, the next store takes over. */
const loadKeytar = async (): Promise<Keytar> => {
  const module = await import('keytar');
  return module.default;
};

/** Keychain, then an encrypted file, then memory with a warning. */
export const openSecretStore = (
  { folder, ownProfile }: { folder: string; ownProfile: boolean },
  log: Logger,
): Promise<SecretStore> => {
  const service = ownProfile ? `${app.getName()} (${folder})` : app.getName();
  return chooseSecretStore(
    [openKeychain(loadKeytar, service), openSafeStorage(safeStorage, folder, log)],
    createMemoryStore(),
    log,
  );
};
