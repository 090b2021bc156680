/** Accounts of the dashboard, their sessions (hashes only) and failed sign-ins in SQLite. */
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { AppError } from '../../../shared/errors';
import { adminAccountSchema } from '../../../shared/protocol/admin-accounts';
import type { AdminStore } from '../admin-port';

const storedSchema = adminAccountSchema.extend({ passwordHash: z.string() });
const sessionSchema = z.object({
  hash: z.string(),
  name: z.string(),
  startedAt: z.number(),
  usedAt: z.number(),
});
const failuresSchema = z.object({ count: z.number(), lastAt: z.number() });

const columns =
  'name, created_at AS createdAt, created_by AS createdBy, changed_at AS passwordChangedAt, signed_in_at AS lastSignInAt';

/** Of each account. */
const keptAddresses = 20;

export const createAdminStore = (db: Database): AdminStore => {
  const all = db.prepare(`SELECT ${columns} FROM admins ORDER BY name`);
  const byName = db.prepare(`SELECT ${columns}, password_hash AS passwordHash FROM admins WHERE name = ?`);
  const insert = db.prepare(
    `INSERT INTO admins (name, password_hash, created_at, created_by, changed_at, signed_in_at)
     VALUES (@name, @passwordHash, @createdAt, @createdBy, @passwordChangedAt, @lastSignInAt)
     ON CONFLICT (name) DO NOTHING`,
  );
  const setPassword = db.prepare('UPDATE admins SET password_hash = ?, changed_at = ? WHERE name = ?');
  const rehash = db.prepare(
    'UPDATE admins SET password_hash = @to WHERE name = @name AND password_hash = @from',
  );
  const signedIn = db.prepare('UPDATE admins SET signed_in_at = ? WHERE name = ?');
  const remove = db.prepare('DELETE FROM admins WHERE name = ?');

  const noteAddress = db.prepare(
    'INSERT OR REPLACE INTO admin_addresses (name, address, at) VALUES (?, ?, ?)',
  );
  const keepAddresses = db.prepare(
    `DELETE FROM admin_addresses WHERE name = @name AND address IN
     (SELECT address FROM admin_addresses WHERE name = @name ORDER BY at DESC LIMIT -1 OFFSET @keep)`,
  );
  const address = db.prepare('SELECT 1 FROM admin_addresses WHERE name = ? AND address = ?');

  const insertSession = db.prepare(
    'INSERT INTO admin_sessions (hash, name, started_at, used_at) VALUES (@hash, @name, @startedAt, @usedAt)',
  );
  const session = db.prepare(
    'SELECT hash, name, started_at AS startedAt, used_at AS usedAt FROM admin_sessions WHERE hash = ?',
  );
  const sessionUsed = db.prepare('UPDATE admin_sessions SET used_at = ? WHERE hash = ?');
  const removeSession = db.prepare('DELETE FROM admin_sessions WHERE hash = ?');
  const endSessions = db.prepare('DELETE FROM admin_sessions WHERE name = ?');
  const purgeSessions = db.prepare(
    'DELETE FROM admin_sessions WHERE used_at < @usedAt OR started_at < @startedAt',
  );

  const failures = db.prepare('SELECT count, last_at AS lastAt FROM sign_in_failures WHERE key = ?');
  const noteFailure = db.prepare(
    'INSERT OR REPLACE INTO sign_in_failures (key, count, last_at) VALUES (@key, @count, @lastAt)',
  );
  const keepNewest = db.prepare(
    `DELETE FROM sign_in_failures WHERE key IN
     (SELECT key FROM sign_in_failures ORDER BY last_at DESC LIMIT -1 OFFSET ?)`,
  );
  const clearFailures = db.prepare('DELETE FROM sign_in_failures WHERE key = ?');
  const purgeFailures = db.prepare('DELETE FROM sign_in_failures WHERE last_at < ?');

  const changePassword = db.transaction<AdminStore['changeAdminPassword']>((name, passwordHash, at) => {
    endSessions.run(name);
    return setPassword.run(passwordHash, at, name).changes > 0;
  });
  return {
    listAdmins: () => z.array(adminAccountSchema).parse(all.all()),
    getAdmin: (name) => {
      const row = byName.get(name);
      if (row === undefined) return null;
      const { passwordHash, ...account } = storedSchema.parse(row);
      return { account, passwordHash };
    },
    addAdmin: (account, passwordHash) => {
      if (insert.run({ ...account, passwordHash }).changes === 0)
        throw new AppError(
          'conflict',
          `There is an administrator "${account.name}" already; choose another name.`,
        );
    },
    changeAdminPassword: (name, passwordHash, at) => changePassword(name, passwordHash, at),
    rehashAdmin: (name, from, to) => {
      rehash.run({ name, from, to });
    },
    noteAdminSignIn: (name, at) => {
      signedIn.run(at, name);
    },
    removeAdmin: (name) => remove.run(name).changes > 0,
    noteAdminAddress: (name, from, at) => {
      noteAddress.run(name, from, at);
      keepAddresses.run({ name, keep: keptAddresses });
    },
    isAdminAddress: (name, from) => address.get(name, from) !== undefined,

    addAdminSession: (started) => {
      insertSession.run(started);
    },
    adminSession: (hash) => {
      const row = session.get(hash);
      return row === undefined ? null : sessionSchema.parse(row);
    },
    noteAdminSessionUsed: (hash, usedAt) => {
      sessionUsed.run(usedAt, hash);
    },
    removeAdminSession: (hash) => removeSession.run(hash).changes > 0,
    purgeAdminSessions: (before) => {
      purgeSessions.run(before);
    },

    signInFailures: (keys) =>
      keys.map((key) => {
        const row = failures.get(key);
        return row === undefined ? null : failuresSchema.parse(row);
      }),
    noteSignInFailures: (noted, keep) => {
      noteFailure.run(noted);
      keepNewest.run(keep);
    },
    clearSignInFailures: (keys) => {
      for (const key of keys) clearFailures.run(key);
    },
    purgeSignInFailures: (lastBefore) => {
      purgeFailures.run(lastBefore);
    },
  };
};
