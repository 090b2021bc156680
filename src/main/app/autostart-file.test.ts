import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/support/temp-folder';
import { autostartEntry, setAutostartFile } from './autostart-file';

it('starts with the session once it is chosen, and no more when it is taken back', async () => {
  const path = join(tempFolder('config'), 'autostart', 'cti-companion.desktop');
  await setAutostartFile(path, autostartEntry('/opt/CTI Companion/cti-companion', '--hidden'));
  expect(await readFile(path, 'utf8')).toBe(
    '[Desktop Entry]\nType=Application\nName=CTI Companion\nExec="/opt/CTI Companion/cti-companion" --hidden\n',
  );
  await setAutostartFile(path, null);
  expect(existsSync(path)).toBe(false);
  await setAutostartFile(path, null);
});

it.each([
  ['/home/a/100%/app', '"/home/a/100%%/app"'],
  ['/home/$a/app', String.raw`"/home/\\$a/app"`],
])('a program at %s is quoted as the desktops read it', (program, exec) => {
  expect(autostartEntry(program, '--hidden')).toContain(`Exec=${exec} --hidden`);
});
