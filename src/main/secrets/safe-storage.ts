import { join } from 'node:path';
import { z } from 'zod';
import type { Logger } from '../../shared/logger';
import { createJsonFile } from '../storage/json-file';
import type { OpenSecretStore, SecretName, SecretStore } from '../storage/secret-store';

/** The part of Electron's safeStorage that is used. */
export interface Encryption {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(encrypted: Buffer): string;
  /** Linux only; `basic_text` is a fixed password and protects nothing. */
  getSelectedStorageBackend?(): string;
}

/** A file encrypted with a key that the operating system keeps; for machines where keytar does not load. */
export const openSafeStorage =
  (encryption: Encryption, folder: string, log: Logger, platform = process.platform): OpenSecretStore =>
  async () => {
    if (!encryption.isEncryptionAvailable()) return null;
    if (platform === 'linux' && encryption.getSelectedStorageBackend?.() === 'basic_text') return null;
    const file = createJsonFile(join(folder, 'secrets.json'), z.record(z.string(), z.string()), {}, log);
    let secrets = await file.read();
    const save = (next: Record<string, string>): Promise<void> => {
      secrets = next;
      return file.write(next);
    };
    const read = (name: SecretName): string | null => {
      const stored = secrets[name];
      if (stored === undefined) return null;
      try {
        return encryption.decryptString(Buffer.from(stored, 'base64'));
      } catch {
        // The key changed (new login, restored disk): as good as absent, the agent signs in again.
        log.warn('a stored secret can no longer be decrypted', { name });
        return null;
      }
    };
    return {
      kind: 'safe-storage',
      warning: 'The keychain could not be used; your sign-in is kept in an encrypted file instead.',
      get: (name) => Promise.resolve(read(name)),
      set: (name, value) => save({ ...secrets, [name]: encryption.encryptString(value).toString('base64') }),
      delete: (name) => save(Object.fromEntries(Object.entries(secrets).filter(([known]) => known !== name))),
    } satisfies SecretStore;
  };
