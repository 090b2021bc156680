/**
 * Brings what stands in the database's write-ahead log into the file itself, in a thread of its own. Left alone SQLite does it
 * in the midst of a commit and waits for the disk there: at 200 calls a second every hundredth pop came 200 ms late, on a busy
 * disk a second. `wal_autocheckpoint` (open.ts) stays as what happens where this fails.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Logger } from '../../../shared/logger';
import { FILE_NAME } from './open';

/** As a text, because the built relay is one file and the tests run from the sources. A full disk is said by who writes. */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const db = new (require(workerData.driver))(workerData.path, { fileMustExist: true });
// Who writes never waits for this thread.
db.pragma('busy_timeout = 0');
let toEmpty = false;
parentPort.on('message', (message) => {
  if (message === 'stop') {
    db.close();
    parentPort.close();
    return;
  }
  try {
    toEmpty ||= message === 'empty';
    db.pragma('wal_checkpoint(PASSIVE)');
    // Where somebody reads or writes just now, the next round tries again.
    if (toEmpty) toEmpty = db.pragma('wal_checkpoint(TRUNCATE)')[0].busy !== 0;
  } catch {}
  parentPort.postMessage('done');
});
`;

export const createLogTender = ({ dir }: { dir: string }, { logger }: { logger: Logger }) => {
  const workerData = {
    driver: createRequire(import.meta.url).resolve('better-sqlite3'),
    path: join(dir, FILE_NAME),
  };
  let thread: Worker | null = null;
  let busy = false;
  let over = false;

  const start = (): Worker => {
    const worker = new Worker(program, { eval: true, workerData });
    // It must not keep the process alive.
    worker.unref();
    worker.on('message', () => (busy = false));
    worker.on('error', (error) => {
      over = true;
      thread = null;
      logger.warn('The database is tended by the commits themselves, so pops may be late now and then.', {
        error,
      });
    });
    return worker;
  };

  return {
    /** One round. Does not block, and does nothing while the round before is not over. */
    tend: (): void => {
      if (busy || over) return;
      thread ??= start();
      busy = true;
      thread.postMessage('tend');
    },
    /** What was deleted leaves the log, too: as soon as nobody reads or writes, now or in a later round. */
    empty: (): void => {
      if (over) return;
      thread ??= start();
      busy = true;
      thread.postMessage('empty');
    },
    /** Before the store is closed, so that the store is the last to have the file. */
    stop: async (): Promise<void> => {
      const worker = thread;
      over = true;
      if (!worker) return;
      thread = null;
      const gone = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage('stop');
      await gone;
    },
  };
};
