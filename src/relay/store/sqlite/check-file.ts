/**
 * Reads a long history through for damage, in a process of its own with the lowest priority: a million calls take a minute, and
 * nobody's phone waits for that. What it finds is said at once; the next start then looks before it uses the file (open.ts).
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Logger } from '../../../shared/logger';
import { FILE_NAME, smallBytes, suspectOf } from './open';

/** A process, not a thread: a thread that reads can not be ended before it is done. */
const program = `
const [driver, path] = process.argv.slice(1);
require('node:os').setPriority(19);
let found;
try {
  const db = new (require(driver))(path, { readonly: true, fileMustExist: true });
  found = db.pragma('quick_check(1)', { simple: true });
} catch (error) {
  if (!/^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) throw error;
  found = error.code;
}
process.stdout.write(String(found));
`;

export const createFileCheck = (
  { dir, largerThan = smallBytes }: { dir: string; largerThan?: number },
  { logger }: { logger: Logger },
) => {
  const path = join(dir, FILE_NAME);
  let reader: ChildProcess | null = null;
  let problem: string | null = null;

  const judge = (found: string): void => {
    if (found === 'ok') {
      logger.debug('The database was read through and is sound.');
      return;
    }
    writeFileSync(suspectOf(path), '');
    problem = `The database is damaged (${found.replace(/\s+/g, ' ')}).`;
    logger.error(
      `${problem} Restart the relay at a quiet moment: it then moves ${path} aside and goes on with an empty one. Restore a backup to have the history again.`,
    );
  };

  return {
    /** Once; a small file was read at the start. */
    begin: (): void => {
      if (reader || !existsSync(path) || statSync(path).size <= largerThan) return;
      const driver = createRequire(import.meta.url).resolve('better-sqlite3');
      const child = spawn(process.execPath, ['-e', program, driver, path], {
        stdio: ['ignore', 'pipe', 'ignore'],
        env: {},
      });
      reader = child;
      let found = '';
      child.stdout.on('data', (chunk: Buffer) => (found += chunk.toString()));
      child.on('error', (error) => logger.warn('The database could not be checked.', { error }));
      child.on('close', (code, signal) => {
        if (code === 0) judge(found);
        else if (signal === null) logger.warn('The database could not be checked.', { code });
      });
    },
    stop: (): void => {
      reader?.kill('SIGKILL');
    },
    /** A sentence, or null: none is known. */
    problem: (): string | null => problem,
  };
};
