/** The unit of resources/systemd, as systemd itself reads it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder';

const unit = readFileSync(new URL('../../resources/systemd/cti-relay.service', import.meta.url), 'utf8');
const installed = '/opt/cti-relay/node_modules/node/bin/node';

/** What systemd has to say; it wants to see the program, which stands elsewhere here. */
const verify = (text: string) => {
  const file = join(tempFolder('systemd'), 'cti-relay.service');
  writeFileSync(file, text.replace(installed, process.execPath));
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
  return { status, said: stderr.split('\n').filter((line) => line.includes('cti-relay.service')) };
};

it.runIf(existsSync('/usr/bin/systemd-analyze'))('is understood to the last line', () => {
  expect(unit).toContain(installed);
  expect(verify(unit)).toEqual({ status: 0, said: [] });
  expect(verify(unit.replace('ProtectHome=', 'ProtectHoem=')).said).not.toEqual([]);
});
