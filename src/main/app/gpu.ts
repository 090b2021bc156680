/**
 * Graphics that crash. Chromium starts its GPU process anew by itself and ends the whole app when that never works; so a computer
 * where it crashed twice in one run starts without hardware graphics from the next start on, until another version comes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '../../shared/logger';

const CRASHES = 2;

const fileIn = (folder: string): string => join(folder, 'software-graphics');

/** Whether this version has given up on this computer's graphics. Read before the app is ready, hence at once. */
export const graphicsAreBroken = (folder: string, version: string): boolean => {
  try {
    return readFileSync(fileIn(folder), 'utf8') === version;
  } catch {
    return false;
  }
};

/** What is used of Electron's app. */
export interface ChildProcesses {
  on(
    event: 'child-process-gone',
    listener: (event: unknown, details: { type: string; reason: string }) => void,
  ): unknown;
}

export const watchGraphics = (
  app: ChildProcesses,
  { folder, version, log }: { folder: string; version: string; log: Logger },
): void => {
  let crashes = 0;
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (reason === 'clean-exit' || reason === 'killed') return;
    log.error('a process of Chromium has crashed', { type, reason });
    if (type !== 'GPU') return;
    crashes += 1;
    if (crashes !== CRASHES) return;
    try {
      // At once: the next crash may take the app with it.
      writeFileSync(fileIn(folder), version);
      log.warn('the next start does without hardware graphics');
    } catch (error) {
      log.error('that graphics are broken could not be kept', { error });
    }
  });
};
