/** The desktop's history on the disk: a sealed file of calls, its key in the secret store, and where the copy has got to. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freshMeta, metaSchema, type CallArchive } from '../../../shared/companion/history/archive';
import type { Logger } from '../../../shared/logger';
import { createJsonFile } from '../json-file';
import type { SecretStore } from '../secret-store';
import { openCallFile, type CallFile } from './call-file';
import { KEY_BYTES, newKey } from './sealed';

export const createCallArchive = (
  profileFolder: string,
  secrets: Pick<SecretStore, 'get' | 'set' | 'delete'>,
  log: Logger,
): CallArchive & { close: () => Promise<void> } => {
  const folder = join(profileFolder, 'history');
  const metaFile = createJsonFile(join(folder, 'meta.json'), metaSchema, freshMeta, log);
  let file: CallFile | null = null;
  /** One after the other: while the file is written anew, nothing is appended to the old one. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const run = last.catch(() => undefined).then(task);
    last = run;
    return run;
  };

  const wipe = async (): Promise<void> => {
    await file?.close();
    file = null;
    await rm(folder, { recursive: true, force: true });
    await secrets.delete('history-key');
  };
  const keptKey = async (): Promise<Buffer | null> => {
    const key = Buffer.from((await secrets.get('history-key')) ?? '', 'base64');
    return key.length === KEY_BYTES ? key : null;
  };
  const opened = async (): Promise<CallFile> => {
    if (file) return file;
    // Whatever lies there without its key can not be read any more.
    await wipe();
    const key = newKey();
    await secrets.set('history-key', key.toString('base64'));
    file = await openCallFile(folder, key);
    return file;
  };

  return {
    load: () =>
      inTurn(async () => {
        const meta = await metaFile.read();
        const key = await keptKey();
        if (!key || meta.agent === null) {
          await wipe();
          return { rows: [], meta: freshMeta };
        }
        file = await openCallFile(folder, key);
        const rows = await file.load();
        if (file.damaged()) log.warn('a part of the history was damaged and is fetched anew');
        if (file.isUntidy()) await file.tidy(new Set());
        return { rows, meta: file.damaged() ? { ...meta, cursor: null, whole: false } : meta };
      }),
    add: (kept) => inTurn(async () => (await opened()).append(kept)),
    saveMeta: (meta) =>
      inTurn(async () => {
        if (meta.agent !== null) await opened();
        await metaFile.write(meta);
      }),
    read: (ids) =>
      ids.length === 0 ? Promise.resolve([]) : inTurn(async () => (await file?.read(ids)) ?? []),
    remove: (ids) => inTurn(async () => file?.tidy(new Set(ids))),
    erase: () => inTurn(wipe),
    close: () =>
      inTurn(async () => {
        await file?.close();
        file = null;
      }),
  };
};
