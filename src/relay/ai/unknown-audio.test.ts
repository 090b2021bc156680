import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/support/temp-folder';
import { removeUnknownAudio } from './receive';

it('removes recordings that no webhook has, but none that is being stored', async () => {
  const folder = tempFolder('recordings');
  const now = Date.now();
  const put = (name: string, hoursOld: number): void => {
    const path = join(folder, name);
    writeFileSync(path, 'mp3');
    const at = new Date(now - hoursOld * 3_600_000);
    utimesSync(path, at, at);
  };
  put('known.mp3', 30);
  put('left-by-a-crash.mp3', 30);
  put('being-stored.mp3', 0);
  put('something-else.txt', 30);
  const unknownRecordings = (files: readonly string[]): string[] =>
    files.filter((file) => file !== 'known.mp3');
  await removeUnknownAudio(folder, { store: { unknownRecordings }, now });
  expect(readdirSync(folder).sort()).toEqual(['being-stored.mp3', 'known.mp3', 'something-else.txt']);
  await removeUnknownAudio(join(folder, 'not-there'), { store: { unknownRecordings }, now });
});
