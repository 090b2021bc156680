/** A folder that is gone after the test, or after the suite when it is made in `beforeAll` or while a file loads. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

const made = new Set<string>();
const remove = (path: string): void => {
  made.delete(path);
  // A test may have made it read-only.
  chmodSync(path, 0o700);
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
};
afterAll(() => made.forEach(remove));

/** @param name what it is for, so that one left behind by a killed run can be told by its name */
export const tempFolder = (name = 'test'): string => {
  const path = mkdtempSync(join(tmpdir(), `cti-${name}-`));
  made.add(path);
  try {
    onTestFinished(() => remove(path));
  } catch {
    // Outside a test there is nothing to hang on to but the suite's end.
  }
  return path;
};
