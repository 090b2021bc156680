import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createMemoryLog } from '../../../tests/support/log';
import { tempFolder } from '../../../tests/support/temp-folder';
import { until } from '../../../tests/support/until';
import { tellSystemd } from './systemd';

it('tells systemd by its own program, which gets no secret', async () => {
  const bin = tempFolder('systemd');
  const heard = join(bin, 'heard');
  writeFileSync(
    join(bin, 'systemd-notify'),
    `#!/bin/sh\n(echo "$@"; export) > ${heard}.new\n/bin/mv ${heard}.new ${heard}\n`,
    { mode: 0o755 },
  );
  const env = { PATH: bin, NOTIFY_SOCKET: '/run/systemd/notify', AMI_SECRET: 'marker-0123' };
  tellSystemd('READY=1', env, createMemoryLog());
  await until(() => existsSync(heard));
  const text = readFileSync(heard, 'utf8');
  expect(text).toMatch(/^READY=1\n[^]*NOTIFY_SOCKET='?\/run\/systemd\/notify/);
  expect(text).not.toContain('marker-0123');
});

it('says so where that program is missing, and nothing where nobody listens', async () => {
  const log = createMemoryLog();
  const PATH = tempFolder('empty');
  tellSystemd('READY=1', { PATH }, log);
  tellSystemd('READY=1', { PATH, NOTIFY_SOCKET: '/run/systemd/notify' }, log);
  await until(() => log.text() !== '');
  expect(log.text().match(/systemd-notify does not run/g)).toHaveLength(1);
});
