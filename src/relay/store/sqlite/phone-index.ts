/** The phone index in phone-index.db, beside the store: personal data that the CRM has, so it is kept apart and thrown away easily. */
import { chmodSync, closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import type { PhoneKey } from '../../../crm/port';
import { AppError } from '../../../shared/errors';
import type { Logger } from '../../../shared/logger';
import { contactRefSchema } from '../../../shared/protocol/crm-context';
import { makeFolder } from '../../ops/make-folder';
import {
  unread,
  type IndexedModule,
  type PhoneIndexFiles,
  type PhoneIndexReader,
  type PhoneIndexStore,
} from '../../phone-index/port';

const fileName = 'phone-index.db';
/** To be raised with the tables: a file of before is made anew. */
const format = 1;
/** Numbers that more records share belong to nobody. */
const mostFound = 1_000;

const tables = `
  CREATE TABLE records (
    n INTEGER PRIMARY KEY,
    module TEXT NOT NULL,
    id TEXT NOT NULL,
    sweep INTEGER NOT NULL,
    data TEXT NOT NULL,
    UNIQUE (module, id)
  );
  CREATE TABLE numbers (
    -- 0: digits of the E.164 number; 1: its last nine digits from behind, filled up with zeros
    kind INTEGER NOT NULL,
    key INTEGER NOT NULL,
    record INTEGER NOT NULL REFERENCES records (n) ON DELETE CASCADE,
    PRIMARY KEY (kind, key, record)
  ) WITHOUT ROWID;
  CREATE INDEX numbers_record ON numbers (record);
  CREATE TABLE modules (module TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE rules (text TEXT NOT NULL);
`;

const time = z.number().nullable();
const stateSchema = z.object({
  sweep: z.number().int(),
  at: z.literal('done').or(z.object({ after: z.string().nullable() })),
  sweptAt: time,
  changedSince: time,
  readAt: time,
});
const stateRow = z.object({ state: z.string() });
const recordRow = z.object({ module: contactRefSchema.shape.module, id: z.string(), data: z.string() });
const countRow = z.object({ records: z.number() });

const tailDigits = 9;
/** From behind, so that all that end in the same digits stand together, however many of them are known. */
const tailRange = (tail: string): [from: number, to: number] => {
  const behind = Array.from(tail).reverse().join('');
  const width = 10 ** (tailDigits - behind.length);
  const from = Number(behind) * width;
  return [from, from + width - 1];
};
const e164Key = (e164: string): number => Number(e164.slice(1));
const keysOf = ({ e164, tail }: PhoneKey): [kind: number, key: number][] => [
  ...(e164 === null ? [] : [[0, e164Key(e164)] satisfies [number, number]]),
  ...(tail === null ? [] : [[1, tailRange(tail)[0]] satisfies [number, number]]),
];

const pathOf = (dir: string): string => join(dir, fileName);
const dropPhoneIndex = ({ dir }: { dir: string }): void => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(pathOf(dir) + suffix, { force: true });
};

const createReader = (db: Database.Database, path: string): PhoneIndexReader => {
  const found = db.prepare(`
    SELECT module, id, data FROM records WHERE n IN (
      SELECT record FROM numbers WHERE kind = 0 AND key = ?
      UNION SELECT record FROM numbers WHERE kind = 1 AND key BETWEEN ? AND ?
    ) LIMIT ${mostFound}`);
  const stateOf = db.prepare('SELECT state FROM modules WHERE module = ?');
  const counted = db.prepare('SELECT count(*) AS records FROM records');
  return {
    find: ({ e164, tail }) => found.all(e164Key(e164), ...tailRange(tail)).map((row) => recordRow.parse(row)),
    state: (module) => {
      const row = stateOf.get(module);
      return row === undefined ? unread : stateSchema.parse(JSON.parse(stateRow.parse(row).state));
    },
    figures: () => ({ ...countRow.parse(counted.get()), fileBytes: statSync(path).size }),
    close: () => {
      db.close();
    },
  };
};

const open = (path: string, rules: string): Database.Database => {
  // SQLite gives its side files the mode of this one.
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const db = new Database(path);
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    db.pragma('busy_timeout = 2000');
    // What is erased is not to be found in the file.
    db.pragma('secure_delete = ON');
    db.transaction(() => {
      if (Number(db.pragma('user_version', { simple: true })) !== format) {
        if (db.prepare('SELECT 1 FROM sqlite_master LIMIT 1').get() !== undefined) throw new Error('format');
        db.exec(tables);
        db.pragma(`user_version = ${format}`);
        db.prepare('INSERT INTO rules VALUES (?)').run(rules);
      }
    })();
    if (db.prepare('SELECT 1 FROM rules WHERE text = ?').get(rules) === undefined) throw new Error('rules');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/**
 * A file that is damaged, of another format or made by other rules is made anew: all that is in it can be read again.
 * Throws `AppError('config')` where the folder can not be used.
 */
const openPhoneIndex = (
  { dir, rules }: { dir: string; rules: string },
  { logger }: { logger: Logger },
): PhoneIndexStore => {
  const path = pathOf(dir);
  const opened = (): Database.Database => {
    try {
      return open(path, rules);
    } catch (error) {
      logger.info('The phone index is built anew: its file is not of these settings, or is damaged.', {
        reason: error instanceof Error ? error.message : String(error),
      });
      dropPhoneIndex({ dir });
      return open(path, rules);
    }
  };
  let db: Database.Database;
  try {
    makeFolder(dir);
    db = opened();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError(
      'config',
      `The phone index ${path} can not be written (${reason}). Give the relay's user write access to it, or set crm.index.enabled to false.`,
      { cause },
    );
  }

  const upsert = db.prepare(`
    INSERT INTO records (module, id, sweep, data) VALUES (?, ?, ?, ?)
    ON CONFLICT (module, id) DO UPDATE SET sweep = excluded.sweep, data = excluded.data
    RETURNING n`);
  const unfile = db.prepare('DELETE FROM numbers WHERE record = ?');
  const file = db.prepare('INSERT OR IGNORE INTO numbers VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM records WHERE module = ? AND id = ?');
  const removeUnseen = db.prepare(
    'DELETE FROM records WHERE n IN (SELECT n FROM records WHERE module = ? AND sweep < ? LIMIT ?)',
  );
  const setState = db.prepare(
    'INSERT INTO modules VALUES (?, ?) ON CONFLICT (module) DO UPDATE SET state = excluded.state',
  );
  const nRow = z.object({ n: z.number() });
  const save = (module: IndexedModule, state: z.input<typeof stateSchema>): void => {
    setState.run(module, JSON.stringify(state));
  };

  return {
    ...createReader(db, path),
    put: db.transaction<PhoneIndexStore['put']>((module, records, state) => {
      for (const { id, data, keys } of records) {
        if (keys.length === 0) {
          remove.run(module, id);
          continue;
        }
        const { n } = nRow.parse(upsert.get(module, id, state.sweep, data));
        unfile.run(n);
        for (const key of keys) for (const [kind, value] of keysOf(key)) file.run(kind, value, n);
      }
      save(module, state);
    }),
    removeUnseen: (module, sweep, most) => removeUnseen.run(module, sweep, most).changes,
    drop: ({ module, id }) => {
      remove.run(module, id);
    },
    forget: (records) => {
      const gone = db.transaction(() =>
        records.reduce((sum, { module, id }) => sum + remove.run(module, id).changes, 0),
      )();
      // The log of writes still has it until it is written back.
      db.pragma('wal_checkpoint(TRUNCATE)');
      return gone;
    },
  };
};

/** For a look from another process; null where there is no index, or none of these rules. */
export const readPhoneIndex = ({ dir, rules }: { dir: string; rules: string }): PhoneIndexReader | null => {
  const path = pathOf(dir);
  if (!existsSync(path)) return null;
  const db = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const known =
      Number(db.pragma('user_version', { simple: true })) === format &&
      db.prepare('SELECT 1 FROM rules WHERE text = ?').get(rules) !== undefined;
    if (known) return createReader(db, path);
  } catch {
    // Damaged: the relay makes it anew.
  }
  db.close();
  return null;
};

export const phoneIndexFiles = (dir: string, deps: { logger: Logger }): PhoneIndexFiles => ({
  open: (rules) => openPhoneIndex({ dir, rules }, deps),
  drop: () => dropPhoneIndex({ dir }),
});
