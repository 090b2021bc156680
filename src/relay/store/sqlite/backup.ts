/** A copy of relay.db while the relay writes it, and the way back. */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../../shared/errors';
import { makeFolder } from '../../ops/make-folder';
import { forgetAgain } from './forget-again';
import { FILE_NAME } from './open';
import { migrations } from './schema';
import { makeAnotherRelay } from './new-identity';

export interface BackupContent {
  bytes: number;
  calls: number;
  agents: number;
  /** What the CRM does not have yet. */
  owed: number;
  /** Recordings it names; they lie beside relay.db and are not in it. */
  audioFiles: string[];
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

const failed = (what: string, cause: unknown): AppError =>
  cause instanceof AppError ? cause : new AppError('config', `${what} (${codeOf(cause)}).`, { cause });

const sync = (path: string): void => {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

const count = (db: Database.Database, sql: string): number => Number(db.prepare(sql).pluck().get());

/**
 * Looks through a whole file and takes it out of WAL, so that it is one file. Steps of an older relay are taken at its start.
 * Throws `AppError('config')` for what is damaged, of a newer relay, or no relay's at all.
 */
const examine = (path: string, name: string): BackupContent => {
  try {
    const db = new Database(path, { fileMustExist: true });
    try {
      const format = Number(db.pragma('user_version', { simple: true }));
      if (format > migrations.length)
        throw new AppError(
          'config',
          `${name} was written by a newer relay (format ${format}, this one knows ${migrations.length}). Use the newer relay.`,
        );
      const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
      if (format === 0 || !['calls', 'jobs', 'agents'].every((table) => tables.includes(table)))
        throw new AppError('config', `${name} is no database of a relay.`);
      const check = String(db.pragma('integrity_check(1)', { simple: true }));
      if (check !== 'ok') throw Object.assign(new Error(check), { code: 'SQLITE_CORRUPT' });
      db.pragma('journal_mode = DELETE');
      const audio: unknown[] = tables.includes('webhooks')
        ? db.prepare('SELECT audio_file FROM webhooks WHERE audio_file IS NOT NULL').pluck().all()
        : [];
      return {
        bytes: statSync(path).size,
        calls: count(db, 'SELECT count(*) FROM calls'),
        agents: count(db, 'SELECT count(*) FROM agents'),
        owed: count(db, "SELECT count(*) FROM jobs WHERE status IN ('pending', 'failed')"),
        audioFiles: audio.map(String),
      };
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    const damaged = /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error));
    throw failed(damaged ? `${name} is damaged` : `${name} can not be read`, error);
  }
};

/**
 * One consistent copy, checked, readable by its owner alone; a relay that runs goes on writing meanwhile.
 * @param to the new file; it must not be there yet
 * Throws `AppError('config')`; then there is no file.
 */
export const backupDatabase = async (dir: string, to: string): Promise<BackupContent> => {
  const path = join(dir, FILE_NAME);
  if (!existsSync(path))
    throw new AppError('config', `There is no ${path}. DATA_DIR must be the one of the relay.`);
  if (existsSync(to)) throw new AppError('config', `${to} is there already.`);
  const partial = `${to}.partial`;
  try {
    makeFolder(dirname(to));
    rmSync(partial, { force: true });
    closeSync(openSync(partial, 'wx', 0o600));
    const db = new Database(path, { readonly: true, fileMustExist: true });
    try {
      // All pages in one step: every write of the relay between two steps would begin the copy anew.
      await db.backup(partial, { progress: () => 0x7fffffff });
    } finally {
      db.close();
    }
    const content = examine(partial, to);
    sync(partial);
    renameSync(partial, to);
    sync(dirname(to));
    return content;
  } catch (error) {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(partial + suffix, { force: true });
    throw failed(`The backup ${to} could not be made`, error);
  }
};

/** Leaving WAL needs the file for oneself, so it shows whether a relay has it open; the lock dies with its process. */
const needNobody = (path: string): void => {
  try {
    const db = new Database(path, { fileMustExist: true, timeout: 0 });
    try {
      db.pragma('journal_mode = DELETE');
    } finally {
      db.close();
    }
  } catch (error) {
    // No relay runs on what is no database.
    if (codeOf(error) === 'SQLITE_NOTADB') return;
    if (/^SQLITE_(BUSY|LOCKED)/.test(codeOf(error)))
      throw new AppError('config', `A relay runs on ${dirname(path)}. Stop it first.`, { cause: error });
    throw failed(
      `${path} can not be asked whether a relay has it open; move it away by hand when none runs`,
      error,
    );
  }
};

/** A link, unlike a rename, replaces nothing: a relay may have been started at this moment, and begun a new file. */
const place = (next: string, path: string, aside: string | null): void => {
  try {
    linkSync(next, path);
  } catch (error) {
    if (existsSync(path))
      throw new AppError(
        'config',
        `A relay was started meanwhile and has begun a new ${path}.${aside === null ? '' : ` What was there is kept as ${aside}.`} Stop it, and restore again.`,
        { cause: error },
      );
    if (aside !== null) renameSync(aside, path);
    throw error;
  }
};

/** What is no database of a relay, or damaged, tells nothing. */
const forgottenSince = (next: string, path: string): number => {
  try {
    return forgetAgain(next, path);
  } catch (error) {
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error))) return 0;
    throw error;
  }
};

/**
 * Puts a checked copy of a backup where the relay looks for it. What was there is moved aside, and what was forgotten there is
 * forgotten in the backup, too.
 * Throws `AppError('config')`; then everything is as it was.
 */
export const restoreDatabase = (
  dir: string,
  from: string,
  asideSuffix: string,
): BackupContent & { aside: string | null; forgotten: number } => {
  const path = join(dir, FILE_NAME);
  const next = `${path}.restore-${process.pid}`;
  if (!existsSync(from)) throw new AppError('config', `There is no ${from}.`);
  if (existsSync(`${from}-wal`) && statSync(`${from}-wal`).size > 0)
    throw new AppError('config', `${from} is a database in use, and no backup. Make one with "backup".`);
  try {
    makeFolder(dir);
    copyFileSync(from, next);
    chmodSync(next, 0o600);
    let content = examine(next, from);
    let forgotten = 0;
    let aside: string | null = null;
    if (existsSync(path)) {
      needNobody(path);
      forgotten = forgottenSince(next, path);
      if (forgotten > 0) content = examine(next, from);
    }
    makeAnotherRelay(next);
    sync(next);
    if (existsSync(path)) {
      aside = path + asideSuffix;
      renameSync(path, aside);
      for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
    }
    place(next, path, aside);
    sync(dir);
    return { ...content, aside, forgotten };
  } catch (error) {
    throw failed(`${from} could not be restored into ${dir}`, error);
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(next + suffix, { force: true });
  }
};
