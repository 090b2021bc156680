import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { silentLogger } from '../../shared/logger';
import { createJsonFile } from './json-file';
import { tempFolder } from '../../../tests/support/temp-folder';

let folder = '';
beforeEach(() => {
  folder = tempFolder('json-file');
});

const open = (name = 'a.json') =>
  createJsonFile(join(folder, name), z.object({ n: z.number() }), { n: 0 }, silentLogger);

describe('a JSON file', () => {
  it('begins with the fallback and keeps what is written', async () => {
    expect(await open().read()).toEqual({ n: 0 });
    await open().write({ n: 7 });
    expect(await open().read()).toEqual({ n: 7 });
  });

  it('leaves the last of many writes and nothing beside it', async () => {
    const file = open();
    await Promise.all([1, 2, 3, 4, 5].map((n) => file.write({ n })));
    expect(await file.read()).toEqual({ n: 5 });
    expect(await readdir(folder)).toEqual(['a.json']);
  });

  it.each(['{"n":', '{"n":"text"}', ''])('moves %j aside and begins afresh', async (text) => {
    await writeFile(join(folder, 'a.json'), text);
    expect(await open().read()).toEqual({ n: 0 });
    expect(await readFile(join(folder, 'a.json.unreadable'), 'utf8')).toBe(text);
  });

  it('goes on after a write that failed', async () => {
    await writeFile(join(folder, 'blocked'), '');
    const file = createJsonFile(
      join(folder, 'blocked', 'a.json'),
      z.object({ n: z.number() }),
      { n: 0 },
      silentLogger,
    );
    await expect(file.write({ n: 1 })).rejects.toThrow();
    await rm(join(folder, 'blocked'));
    await file.write({ n: 2 });
    expect(await file.read()).toEqual({ n: 2 });
  });
});
