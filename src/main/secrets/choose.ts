import type { Logger } from '../../shared/logger';
import type { OpenSecretStore, SecretStore } from '../storage/secret-store';

/** The first store that works, best first. */
export const chooseSecretStore = async (
  candidates: readonly OpenSecretStore[],
  last: SecretStore,
  log: Logger,
): Promise<SecretStore> => {
  for (const open of candidates) {
    const store = await open().catch((error: unknown) => {
      log.info('a secret store is not available', {
        reason: error instanceof Error ? error.message : 'unknown',
      });
      return null;
    });
    if (store) return store;
  }
  return last;
};
