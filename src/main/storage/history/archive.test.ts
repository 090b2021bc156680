import { appendFile, readdir, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { anna, endedCall, maria } from '../../../../tests/support/calls';
import { tempFolder } from '../../../../tests/support/temp-folder';
import { freshMeta } from '../../../shared/companion/history/archive';
import { rowOf } from '../../../shared/companion/history/row';
import { silentLogger } from '../../../shared/logger';
import { createMemoryStore } from '../../secrets/memory';
import { createCallArchive } from './archive';
import { BATCH } from './call-file';

const kept = (n: number, note: string | null = null, version = 2) => {
  const entry = { call: endedCall({ linkedId: `1.${n}`, contact: maria, version }), note };
  return { entry, row: rowOf(entry) };
};
const many = (from: number, count: number) => Array.from({ length: count }, (_, at) => kept(from + at));
const idOf = (n: number): string => kept(n).row.id;
const meta = { ...freshMeta, agent: anna, bornAt: '2026-11-23T09:00:00.000Z', whole: true, cursor: 'older' };

let folder = '';
let secrets = createMemoryStore();
beforeEach(() => {
  folder = tempFolder('history');
  secrets = createMemoryStore();
});
const open = () => createCallArchive(folder, secrets, silentLogger);
const book = (): string => join(folder, 'history', 'calls.book');
/** As the next run finds it. */
const again = async (before: ReturnType<typeof open>) => {
  await before.close();
  const archive = open();
  return { archive, ...(await archive.load()) };
};
const filled = async (entries = many(0, 3)) => {
  const archive = open();
  await archive.load();
  await archive.saveMeta(meta);
  await archive.add(entries);
  return archive;
};

describe('the file of calls', () => {
  it('gives back in the next run what was kept, its rows at once and a call when asked', async () => {
    const { archive, rows, meta: told } = await again(await filled(many(0, BATCH + 10)));
    expect(rows).toEqual(many(0, BATCH + 10).map(({ row }) => row));
    expect(told).toEqual(meta);
    const entries = await archive.read([idOf(BATCH + 9), idOf(0), 'pbx:gone']);
    expect(entries).toEqual([kept(BATCH + 9).entry, kept(0).entry]);
    await archive.close();
  });

  it('has each call once, in its last word', async () => {
    const before = await filled();
    await before.add([kept(1, 'wants the new tariff', 3)]);
    const { archive, rows } = await again(before);
    expect(rows).toHaveLength(3);
    expect(await archive.read([idOf(1)])).toMatchObject([
      { note: 'wants the new tariff', call: { version: 3 } },
    ]);
    await archive.close();
  });

  it('tells nothing to whoever has the disk: no name, number or note', async () => {
    const archive = await filled([kept(0, 'wants the new tariff')]);
    const bytes = (await readFile(book())).toString('latin1');
    for (const word of ['Maria', 'maria', '171123', 'tariff', 'legs']) expect(bytes).not.toContain(word);
    await archive.close();
  });

  it.each<[string, (size: number) => Promise<void>]>([
    ['was torn in the middle of a batch', (size) => truncate(book(), size - 9)],
    ['has rubbish at its end', () => appendFile(book(), 'CTI1 and nothing that was sealed')],
    ['ends in the head of a batch', () => appendFile(book(), 'CTI1')],
  ])('that %s keeps what stands before, and the rest is fetched anew', async (_, harm) => {
    const before = await filled();
    const whole = (await stat(book())).size;
    await before.add(many(10, 2));
    await before.close();
    await harm((await stat(book())).size);
    const { archive, rows, meta: told } = await again(open());
    expect(rows.slice(0, 3).map(({ id }) => id)).toEqual([idOf(0), idOf(1), idOf(2)]);
    expect(told).toMatchObject({ whole: false, cursor: null });
    // What is added now is found in the run after.
    await archive.add([kept(20)]);
    const next = await again(archive);
    expect(next.rows.map(({ id }) => id)).toContain(idOf(20));
    expect(whole).toBeGreaterThan(0);
    await next.archive.close();
  });

  it('begins anew where its key is gone', async () => {
    const before = await filled();
    await secrets.delete('history-key');
    const { archive, rows, meta: told } = await again(before);
    expect([rows, told]).toEqual([[], freshMeta]);
    await archive.close();
  });

  it('has nothing left of a call that was forgotten, and all of the others', async () => {
    const archive = await filled(many(0, BATCH * 2));
    await archive.add(many(BATCH * 2, 5));
    await archive.remove([idOf(3), idOf(BATCH * 2 + 1)]);
    expect(await archive.read([idOf(3), idOf(4)])).toEqual([kept(4).entry]);
    const next = await again(archive);
    expect(next.rows).toHaveLength(BATCH * 2 + 3);
    expect(await next.archive.read([idOf(BATCH * 2 + 4)])).toEqual([kept(BATCH * 2 + 4).entry]);
    expect(await readdir(join(folder, 'history'))).toEqual(['calls.book', 'meta.json']);
    await next.archive.close();
  });

  it('is written anew once much of it is superseded', async () => {
    const before = await filled();
    for (let n = 0; n < 230; n++) await before.add([kept(0, `note ${n}`)]);
    const large = (await stat(book())).size;
    const { archive, rows } = await again(before);
    expect((await stat(book())).size).toBeLessThan(large / 10);
    expect(rows).toHaveLength(3);
    expect(await archive.read([idOf(0), idOf(2)])).toMatchObject([{ note: 'note 229' }, { note: null }]);
    await archive.close();
  });

  it('is gone after a sign-out, with its key, and a new one begins', async () => {
    const archive = await filled();
    const key = await secrets.get('history-key');
    await archive.erase();
    expect(await readdir(folder)).toEqual([]);
    expect(await secrets.get('history-key')).toBeNull();
    expect(await archive.read([idOf(0)])).toEqual([]);
    await archive.saveMeta(meta);
    await archive.add([kept(5)]);
    expect(await secrets.get('history-key')).not.toBe(key);
    const next = await again(archive);
    expect(next.rows.map(({ id }) => id)).toEqual([idOf(5)]);
    await next.archive.close();
  });
});
