import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/support/temp-folder';
import { followSystemQuiet, quietIn } from './system-quiet';

it.each([
  ['true', false],
  ['false\n', true],
  ['show-banners: false', true],
  ['show-banners: true', false],
  ['No such schema', null],
])('%j: %s', (line, quiet) => expect(quietIn(line)).toBe(quiet));

it('asks GNOME, and nobody else', async () => {
  const folder = tempFolder('gsettings');
  const program = join(folder, 'gsettings');
  await writeFile(program, '#!/bin/sh\n[ "$1" = get ] && echo false || exec sleep 60\n');
  await chmod(program, 0o755);
  const env = { PATH: `${folder}:${process.env.PATH ?? ''}`, XDG_CURRENT_DESKTOP: 'ubuntu:GNOME' };
  const told = await new Promise<boolean | null>((resolve) => {
    const end = followSystemQuiet(
      (quiet) => {
        end();
        resolve(quiet);
      },
      { platform: 'linux', env },
    );
  });
  expect(told).toBe(true);
  const silent = () => {
    throw new Error('nobody can tell');
  };
  followSystemQuiet(silent, { platform: 'win32', env })();
  followSystemQuiet(silent, { platform: 'linux', env: { ...env, XDG_CURRENT_DESKTOP: 'KDE' } })();
});
