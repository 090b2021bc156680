/** API keys (hashes only) in SQLite. */
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { AppError } from '../../../shared/errors';
import { apiKeySchema, type ApiKey } from '../../../shared/protocol/api-keys';
import type { ApiKeyStore } from '../key-port';

const rowSchema = apiKeySchema.extend({ scopes: z.string() });

const parseKey = (row: unknown): ApiKey => {
  const { scopes, ...rest } = rowSchema.parse(row);
  return apiKeySchema.parse({ ...rest, scopes: JSON.parse(scopes) as unknown });
};

const columns =
  'name, scopes, created_at AS createdAt, created_by AS createdBy, expires_at AS expiresAt, last_used_at AS lastUsedAt';

export const createApiKeyStore = (db: Database): ApiKeyStore => {
  const all = db.prepare(`SELECT ${columns} FROM api_keys ORDER BY name`);
  const byHash = db.prepare(`SELECT ${columns} FROM api_keys WHERE hash = ?`);
  const insert = db.prepare(
    `INSERT INTO api_keys (name, hash, scopes, created_at, created_by, expires_at, last_used_at)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING`,
  );
  const used = db.prepare('UPDATE api_keys SET last_used_at = ? WHERE name = ?');
  const remove = db.prepare('DELETE FROM api_keys WHERE name = ?');
  return {
    listApiKeys: () => all.all().map(parseKey),
    addApiKey: ({ name, scopes, createdAt, createdBy, expiresAt, lastUsedAt }, hash) => {
      const row = [name, hash, JSON.stringify(scopes), createdAt, createdBy, expiresAt, lastUsedAt];
      if (insert.run(...row).changes === 0)
        throw new AppError('conflict', `There is an API key "${name}" already; choose another name.`);
    },
    apiKeyByHash: (hash) => {
      const row = byHash.get(hash);
      return row === undefined ? null : parseKey(row);
    },
    noteApiKeyUsed: (name, at) => {
      used.run(at, name);
    },
    removeApiKey: (name) => remove.run(name).changes > 0,
  };
};
