/** Opens relay.db: makes the folder, checks the file, brings the tables up to date. */
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { iso, type Clock } from '../../../shared/clock';
import { AppError } from '../../../shared/errors';
import type { Logger } from '../../../shared/logger';
import { makeFolder } from '../../ops/make-folder';
import { migrations } from './schema';

export const FILE_NAME = 'relay.db';

/** Read through in some tenths of a second. */
export const smallBytes = 64 * 1_024 * 1_024;
/** Lies beside a file in which damage was found while the relay ran (check-file.ts). */
export const suspectOf = (path: string): string => `${path}.suspect`;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

/** The start stops: the folder is named, and what to do. */
const unusable = (dir: string, cause: unknown): AppError =>
  new AppError(
    'config',
    `The data folder ${dir} can not be written (${codeOf(cause)}). Give the relay's user write access to it, or set DATA_DIR to a folder it may write.`,
    { cause },
  );

/** Takes the steps that are missing, all or none. Throws `AppError('config')` for the file of a newer relay. */
export const migrate = (db: Database.Database): void => {
  const done = Number(db.pragma('user_version', { simple: true }));
  if (done > migrations.length)
    throw new AppError(
      'config',
      `relay.db was written by a newer relay (format ${done}, this one knows ${migrations.length}). Start the newer relay, or set DATA_DIR to another folder.`,
    );
  db.transaction(() => {
    for (const step of migrations.slice(done)) db.exec(step);
    db.pragma(`user_version = ${migrations.length}`);
  })();
};

/**
 * 64 MiB of log before a commit brings it into the file itself and waits for the disk: in a running relay a thread of its own
 * has done it long before (log-tender.ts).
 */
const logPages = 8_192;

const openFile = (path: string): Database.Database => {
  const readFirst = !existsSync(path) || statSync(path).size <= smallBytes || existsSync(suspectOf(path));
  const db = new Database(path);
  try {
    // Of a new file. A call takes 1.3 KB, and in a page of SQLite's usual 4 KiB most of it spills into a page of its own.
    db.pragma('page_size = 8192');
    db.pragma('journal_mode = WAL');
    // With WAL a crash of the process loses nothing; only a power cut may lose the last moments.
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    // What is deleted is overwritten with zeros.
    db.pragma('secure_delete = ON');
    db.pragma('busy_timeout = 2000');
    db.pragma(`wal_autocheckpoint = ${logPages}`);
    const check = readFirst ? String(db.pragma('quick_check(1)', { simple: true })) : 'ok';
    if (check !== 'ok') throw Object.assign(new Error(check), { code: 'SQLITE_CORRUPT' });
    if (readFirst) rmSync(suspectOf(path), { force: true });
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

const isCorrupt = (error: unknown): boolean => /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error));

/** Throws `AppError('config')` where the folder can not be used. A damaged file is moved aside, said loudly. */
export const openDatabase = (dir: string, deps: { logger: Logger; clock: Clock }): Database.Database => {
  const path = join(dir, FILE_NAME);
  try {
    makeFolder(dir);
    return openFile(path);
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (!isCorrupt(error)) throw unusable(dir, error);
    const aside = `${path}.corrupt-${iso(deps.clock.now()).replaceAll(':', '-')}`;
    for (const suffix of ['', '-wal', '-shm'])
      if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
    rmSync(suspectOf(path), { force: true });
    deps.logger.error(
      `The database ${path} is damaged (${codeOf(error)}). It was moved to ${aside}; the relay goes on with an empty one: history, agents made by the API and calls not yet logged in the CRM are missing until you restore a backup.`,
    );
    try {
      return openFile(path);
    } catch (again) {
      throw unusable(dir, again);
    }
  }
};
