/** Agents, tokens and keys as relays tell them each other, in SQLite. */
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { Clock } from '../../../shared/clock';
import { isNewer, waitsFor, type Journal, type RowKind, type SharedRow } from '../shared-port';

interface Shape {
  table: string;
  id: string;
  columns: readonly string[];
  /** A column that is not told. */
  fixed?: [name: string, value: string];
  /** Without which it is nothing: our column, and the table and column where it must be. */
  parent?: [column: string, kind: RowKind, table: string, id: string];
}

const shapes: Record<RowKind, Shape> = {
  agent: { table: 'agents', id: 'id', columns: ['id', 'json', 'created_at', 'origin'] },
  token: {
    table: 'tokens',
    id: 'hash',
    columns: ['hash', 'agent_id', 'name', 'created_at'],
    fixed: ['origin', 'api'],
    parent: ['agent_id', 'agent', 'agents', 'id'],
  },
  key: {
    table: 'api_keys',
    id: 'name',
    columns: ['name', 'hash', 'scopes', 'created_at', 'created_by', 'expires_at'],
  },
  admin: {
    table: 'admins',
    id: 'name',
    columns: ['name', 'password_hash', 'created_at', 'created_by', 'changed_at'],
  },
  session: {
    table: 'admin_sessions',
    id: 'hash',
    columns: ['hash', 'name', 'started_at', 'used_at'],
    parent: ['name', 'admin', 'admins', 'name'],
  },
};

const stampSchema = z.object({
  id: z.string(),
  rev: z.number(),
  by: z.string(),
  removed: z.number(),
  at: z.number(),
});
const rowSchema = z.record(z.string(), z.union([z.string(), z.number()]).nullable());

export const createSharedRows = (
  db: Database,
  { quietly, clock }: { quietly: Journal['quietly']; clock: Clock },
): Pick<Journal, 'row' | 'rows' | 'takeRow' | 'purgeSessions'> => {
  const stamps = db.prepare('SELECT id, rev, by, removed, at FROM shared_rows WHERE kind = ?');
  const stampOf = db.prepare('SELECT id, rev, by, removed, at FROM shared_rows WHERE kind = ? AND id = ?');
  const setStamp = db.prepare(
    `INSERT INTO shared_rows (kind, id, rev, by, removed, at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind, id) DO UPDATE
       SET rev = excluded.rev, by = excluded.by, removed = excluded.removed, at = excluded.at`,
  );
  const configured = db.prepare("SELECT 1 FROM agents WHERE id = ? AND origin = 'config'");
  const statements = Object.fromEntries(
    Object.entries(shapes).map(([kind, { table, id, columns, fixed, parent }]) => {
      const names = fixed ? [...columns, fixed[0]] : columns;
      const values = [...columns.map((name) => `@${name}`), ...(fixed ? [`'${fixed[1]}'`] : [])];
      const others = columns.filter((name) => name !== id);
      return [
        kind,
        {
          read: db.prepare(`SELECT ${columns.join(', ')} FROM ${table} WHERE ${id} = ?`),
          write: db.prepare(
            `INSERT INTO ${table} (${names.join(', ')}) VALUES (${values.join(', ')})
             ON CONFLICT (${id}) DO UPDATE SET ${others.map((name) => `${name} = excluded.${name}`).join(', ')}`,
          ),
          remove: db.prepare(`DELETE FROM ${table} WHERE ${id} = ?`),
          parent: parent && {
            column: parent[0],
            kind: parent[1],
            is: db.prepare(`SELECT 1 FROM ${parent[2]} WHERE ${parent[3]} = ?`),
          },
        },
      ];
    }),
  );

  const toRow = (kind: RowKind, found: unknown): SharedRow | null => {
    const { id, rev, by, removed, at } = stampSchema.parse(found);
    const row = removed === 1 ? undefined : statements[kind]?.read.get(id);
    // Not used here for long, it may be in use at another relay: nobody has ended it.
    if (kind === 'session' && removed === 0 && row === undefined) return null;
    return { kind, id, rev, by, row: row === undefined ? null : rowSchema.parse(row), at };
  };

  const changedAt = db.prepare('SELECT changed_at FROM admins WHERE name = ?').pluck();
  const endSessions = db.prepare('DELETE FROM admin_sessions WHERE name = ? AND started_at < ?');
  /** A new password ends sign-ins from before it, also those that the relay where it was given had not heard of. */
  const endFormerSessions = (name: unknown, row: SharedRow['row']): void => {
    if (row) endSessions.run(name, Date.parse(String(row['changed_at'])));
  };
  const isFormerSession = (row: SharedRow['row']): boolean =>
    row !== null && Number(row['started_at']) < Date.parse(String(changedAt.get(row['name'])));

  const take = db.transaction(({ kind, id, rev, by, row, at }: SharedRow): ReturnType<Journal['takeRow']> => {
    const known = stampOf.get(kind, id);
    if (known !== undefined) {
      const mine = stampSchema.parse(known);
      if (!isNewer({ rev, by, removed: row === null }, { ...mine, removed: mine.removed === 1 }))
        return 'old';
    }
    // Who stands in this relay's config.json is its own.
    if (kind === 'agent' && configured.get(id) !== undefined) return 'old';
    const parent = statements[kind]?.parent;
    if (row && parent && parent.is.get(row[parent.column]) === undefined)
      return { waitsFor: waitsFor(parent.kind, String(row[parent.column])) };
    if (kind === 'session' && isFormerSession(row)) return 'old';
    if (kind === 'admin') endFormerSessions(id, row);
    if (row === null) statements[kind]?.remove.run(id);
    else statements[kind]?.write.run(row);
    const now = clock.now();
    setStamp.run(kind, id, rev, by, row === null ? 1 : 0, Math.min(at ?? now, now));
    return 'taken';
  });

  const endOldSessions = db.prepare('DELETE FROM admin_sessions WHERE started_at < ?');
  const forgetSessions = db.prepare(
    "DELETE FROM shared_rows WHERE kind = 'session' AND at < ? AND id NOT IN (SELECT hash FROM admin_sessions)",
  );
  const purgeSessions = db.transaction((before: number) => {
    endOldSessions.run(before);
    forgetSessions.run(before);
  });

  return {
    row: (kind, id) => {
      const found = stampOf.get(kind, id);
      return found === undefined ? null : toRow(kind, found);
    },
    rows: (kind) => stamps.all(kind).flatMap((found) => toRow(kind, found) ?? []),
    takeRow: (row) => quietly(() => take(row)),
    purgeSessions: (before) => quietly(() => purgeSessions(before)),
  };
};
