/** One small JSON file, whole or not at all: written beside, then renamed; a file that can not be read is moved aside. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import type { Logger } from '../../shared/logger';

export interface JsonFile<T> {
  read(): Promise<T>;
  /** Writes happen one after the other; the last one wins. */
  write(value: T): Promise<void>;
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** @param fallback what a fresh profile holds */
export const createJsonFile = <S extends z.ZodType>(
  path: string,
  schema: S,
  fallback: z.output<S>,
  log: Logger,
): JsonFile<z.output<S>> => {
  let last: Promise<void> = Promise.resolve();

  const store = async (value: z.output<S>): Promise<void> => {
    await mkdir(dirname(path), { recursive: true });
    const beside = `${path}.${randomUUID()}`;
    try {
      await writeFile(beside, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
      await rename(beside, path);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
  };

  return {
    read: async () => {
      try {
        return schema.parse(JSON.parse(await readFile(path, 'utf8')));
      } catch (error) {
        if (isMissing(error)) return fallback;
        log.warn('a settings file could not be read; it is moved aside and a fresh one begins', { path });
        await rename(path, `${path}.unreadable`).catch(() => undefined);
        return fallback;
      }
    },
    write: (value) => {
      last = last.catch(() => undefined).then(() => store(value));
      return last;
    },
  };
};
