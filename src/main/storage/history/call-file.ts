/**
 * The agent's calls in one file, to which batches are appended:
 *
 *   "CTI1" | bytes of rows | bytes of calls | rows, sealed | calls, sealed        (numbers: 32 bits, big endian)
 *
 * At the start only the rows are unpacked, which is a tenth of the file; a call is read when somebody looks at it. What was
 * torn by a crash, or can not be unsealed, is cut off with all that follows: the relay has it.
 */
import { mkdir, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { entrySchema, rowSchema, type Entry, type Row } from '../../../shared/companion/history/row';
import { seal, unseal } from './sealed';

const MARK = Buffer.from('CTI1');
const HEAD_BYTES = 12;
/** Calls of one batch; what is read for one row is read for its neighbours too. */
export const BATCH = 256;
/** Unpacked batches that stay in memory. */
const KEPT = 12;
/** Batches between two breaths at the start, so that a call that rings is not kept waiting. */
const BREATH = 16;
const rowsSchema = z.array(rowSchema);

export interface Kept {
  entry: Entry;
  row: Row;
}
interface Batch {
  at: number;
  rowsBytes: number;
  callsBytes: number;
  /** Null where a later batch has a newer word about the call. */
  ids: (string | null)[];
}

export const openCallFile = async (folder: string, key: Buffer) => {
  const path = join(folder, 'calls.book');
  await mkdir(folder, { recursive: true });
  let file: FileHandle = await open(path, 'a+', 0o600);
  let batches: Batch[] = [];
  let where = new Map<string, { batch: Batch; place: number }>();
  let unpacked = new Map<Batch, unknown[]>();
  let end = 0;
  let damaged = false;

  const index = (batch: Batch): void => {
    for (const [place, id] of batch.ids.entries()) {
      if (id === null) continue;
      const older = where.get(id);
      if (older) older.batch.ids[older.place] = null;
      where.set(id, { batch, place });
    }
    batches.push(batch);
  };

  const load = async (): Promise<Row[]> => {
    const all = await readFile(path);
    const rows = new Map<string, Row>();
    while (end < all.length) {
      if (!all.subarray(end, end + MARK.length).equals(MARK) || all.length < end + HEAD_BYTES) break;
      const [rowsBytes, callsBytes] = [all.readUInt32BE(end + 4), all.readUInt32BE(end + 8)];
      const from = end + HEAD_BYTES;
      const next = from + rowsBytes + callsBytes;
      if (next > all.length) break;
      try {
        const told = rowsSchema.parse(unseal(key, all.subarray(from, from + rowsBytes)));
        for (const row of told) rows.set(row.id, row);
        index({ at: end, rowsBytes, callsBytes, ids: told.map(({ id }) => id) });
      } catch {
        break;
      }
      end = next;
      if (batches.length % BREATH === 0) await setImmediate();
    }
    damaged = end < all.length;
    if (damaged) await file.truncate(end);
    return [...rows.values()];
  };

  const pack = (kept: readonly Kept[]): Buffer => {
    const rows = seal(
      key,
      kept.map(({ row }) => row),
    );
    const calls = seal(
      key,
      kept.map(({ entry }) => entry),
    );
    const head = Buffer.alloc(HEAD_BYTES);
    MARK.copy(head);
    head.writeUInt32BE(rows.length, 4);
    head.writeUInt32BE(calls.length, 8);
    return Buffer.concat([head, rows, calls]);
  };
  const batchOf = (packed: Buffer, at: number, ids: string[]): Batch => ({
    at,
    rowsBytes: packed.readUInt32BE(4),
    callsBytes: packed.readUInt32BE(8),
    ids,
  });

  const append = async (kept: readonly Kept[]): Promise<void> => {
    for (let from = 0; from < kept.length; from += BATCH) {
      const some = kept.slice(from, from + BATCH);
      const packed = pack(some);
      await file.appendFile(packed);
      index(
        batchOf(
          packed,
          end,
          some.map(({ row }) => row.id),
        ),
      );
      end += packed.length;
    }
    await file.datasync();
  };

  const bytesOf = async (at: number, length: number): Promise<Buffer> => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
    return buffer.subarray(0, bytesRead);
  };
  const callsOf = async (batch: Batch): Promise<unknown[]> => {
    const known = unpacked.get(batch);
    const { at, rowsBytes, callsBytes } = batch;
    const calls =
      known ??
      z.array(z.unknown()).parse(unseal(key, await bytesOf(at + HEAD_BYTES + rowsBytes, callsBytes)));
    unpacked.delete(batch);
    unpacked.set(batch, calls);
    const [oldest] = unpacked.keys();
    if (unpacked.size > KEPT && oldest) unpacked.delete(oldest);
    return calls;
  };

  const read = async (ids: readonly string[]): Promise<Entry[]> => {
    const entries: Entry[] = [];
    for (const id of ids) {
      const place = where.get(id);
      if (place) entries.push(entrySchema.parse((await callsOf(place.batch))[place.place]));
    }
    return entries;
  };

  /** Writes the file anew without what is superseded or to be gone; full batches are copied as they are. */
  const tidy = async (gone: ReadonlySet<string>): Promise<void> => {
    const beside = `${path}.next`;
    await rm(beside, { force: true });
    const next = await open(beside, 'a+', 0o600);
    const fresh: Batch[] = [];
    let size = 0;
    let loose: Kept[] = [];
    const write = async (packed: Buffer, ids: string[]): Promise<void> => {
      await next.appendFile(packed);
      fresh.push(batchOf(packed, size, ids));
      size += packed.length;
    };
    const flush = async (): Promise<void> => {
      if (loose.length === 0) return;
      await write(
        pack(loose),
        loose.map(({ row }) => row.id),
      );
      loose = [];
    };
    try {
      for (const batch of batches) {
        const living = batch.ids.filter((id) => id !== null && !gone.has(id));
        const bytes = HEAD_BYTES + batch.rowsBytes + batch.callsBytes;
        if (living.length === batch.ids.length && living.length > BATCH / 2) {
          await flush();
          await write(
            await bytesOf(batch.at, bytes),
            living.flatMap((id) => id ?? []),
          );
        } else if (living.length > 0) {
          const rows = rowsSchema.parse(unseal(key, await bytesOf(batch.at + HEAD_BYTES, batch.rowsBytes)));
          const calls = await callsOf(batch);
          for (const [place, row] of rows.entries())
            if (batch.ids[place] === row.id && !gone.has(row.id))
              loose.push({ row, entry: entrySchema.parse(calls[place]) });
          if (loose.length >= BATCH) await flush();
        }
        await setImmediate();
      }
      await flush();
      await next.datasync();
    } catch (error) {
      await next.close();
      await rm(beside, { force: true });
      throw error;
    }
    // Windows renames no file that somebody has open.
    await next.close();
    await file.close();
    try {
      await rename(beside, path);
    } finally {
      file = await open(path, 'a+', 0o600);
    }
    end = size;
    batches = [];
    where = new Map();
    unpacked = new Map();
    for (const batch of fresh) index(batch);
  };

  return {
    load,
    append,
    read,
    tidy,
    /** Something was cut off at the start. */
    damaged: (): boolean => damaged,
    /** Whether so much is superseded, or so finely divided, that writing it anew is worth it. */
    isUntidy: (): boolean => {
      const places = batches.reduce((sum, { ids }) => sum + ids.length, 0);
      const dead = places - where.size;
      return dead > 500 + places * 0.3 || batches.length > 200 + (where.size / BATCH) * 2;
    },
    close: (): Promise<void> => file.close(),
  };
};
export type CallFile = Awaited<ReturnType<typeof openCallFile>>;
