import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../shared/clock';
import { silentLogger, type Logger } from '../../../shared/logger';
import { endedCall } from '../../../../tests/support/calls';
import { createSqliteStore } from './index';
import { tempFolder } from '../../../../tests/support/temp-folder';

const folder = () => tempFolder('db');
const recording = (lines: string[]): Logger => ({ ...silentLogger, error: (line) => void lines.push(line) });

describe('a damaged file', () => {
  const garbage: [string, (path: string) => void][] = [
    ['that is no database', (path) => writeFileSync(path, 'x'.repeat(10_000))],
    [
      'with garbage in its pages',
      (path) => {
        const store = createSqliteStore(
          { dir: join(path, '..') },
          { clock: systemClock, logger: silentLogger },
        );
        for (let n = 0; n < 200; n++) store.saveCall(endedCall({ linkedId: `${n}` }));
        store.close();
        const bytes = readFileSync(path);
        bytes.fill(0xff, 4_096, bytes.length - 4_096);
        writeFileSync(path, bytes);
      },
    ],
  ];
  it.each(garbage)('%s is moved aside, said loudly, and the start goes on', (_, damage) => {
    const dir = folder();
    damage(join(dir, 'relay.db'));
    const errors: string[] = [];
    const store = createSqliteStore({ dir }, { clock: systemClock, logger: recording(errors) });
    store.saveCall(endedCall());
    expect(store.countCalls()).toBe(1);
    store.close();
    expect(errors.join()).toMatch(/damaged/);
    expect(readdirSync(dir).some((name) => name.startsWith('relay.db.corrupt-'))).toBe(true);
  });
});

describe('a folder that can not be used', () => {
  it.each([
    ['lies under a file', () => join(fileIn(folder()), 'data')],
    ['can not be made', () => '/proc/no-such-folder'],
  ])('%s: the start stops and names it', (_, make) => {
    const dir = make();
    const open = () => createSqliteStore({ dir }, { clock: systemClock, logger: silentLogger });
    expect(open).toThrow(expect.objectContaining({ code: 'config' }));
    expect(open).toThrow(dir);
  });
});

function fileIn(dir: string): string {
  const path = join(dir, 'file');
  writeFileSync(path, '');
  return path;
}
