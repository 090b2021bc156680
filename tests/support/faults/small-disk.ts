/** A disk so small that a test can fill it: a tmpfs of its own. Linux, root. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export const canMount = process.platform === 'linux' && process.getuid?.() === 0;

/** Mounts it at this path, until the test is over. */
export const mountSmallDisk = (path: string, mib: number) => {
  mkdirSync(path, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'tmpfs', path]);
  onTestFinished(() => void execFileSync('umount', ['-l', path]));
  const ballast = join(path, 'ballast');
  return {
    /** Until not a byte is left. */
    fill: (): void => {
      const file = openSync(ballast, 'a');
      for (let bytes = 65_536; bytes >= 1; bytes = Math.floor(bytes / 2)) {
        try {
          for (;;) writeSync(file, Buffer.alloc(bytes));
        } catch {
          // Smaller pieces may still fit.
        }
      }
      closeSync(file);
    },
    free: (): void => rmSync(ballast),
  };
};
