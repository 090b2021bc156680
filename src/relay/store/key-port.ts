import type { ApiKey } from '../../shared/protocol/api-keys';

/** API keys; of each secret only its SHA-256. */
export interface ApiKeyStore {
  /** By name. */
  listApiKeys(): ApiKey[];
  /** Throws `AppError('conflict')` when there is one of that name, in large or small letters. */
  addApiKey(key: ApiKey, hash: string): void;
  apiKeyByHash(hash: string): ApiKey | null;
  noteApiKeyUsed(name: string, at: string): void;
  /** @returns false where there is none */
  removeApiKey(name: string): boolean;
}
