/** The relay as a process of its own, as npm test has built it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { tempFolder } from '../support/temp-folder';
import { until } from '../support/until';
import { openDesktop } from './relay-harness';

it('goes on, and says so in its file, when nobody reads its output any more', async () => {
  const home = tempFolder('process');
  const relay = spawn(process.execPath, [join(process.cwd(), 'dist/relay/index.js')], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Nothing listens at port 1, so there is something to say.
    env: { AMI_HOST: '127.0.0.1', AMI_PORT: '1', AMI_USERNAME: 'u', AMI_SECRET: 's', PORT: '0' },
  });
  onTestFinished(() => void relay.kill('SIGKILL'));
  let url = '';
  for await (const line of createInterface(relay.stdout)) {
    url = /listens on (http:\S+)\./.exec(line)?.[1] ?? '';
    if (url !== '') break;
  }
  relay.stdout.destroy();
  relay.stderr.destroy();

  const refused = async (): Promise<void> => {
    const desktop = openDesktop(url);
    await desktop.opened();
    desktop.send({ type: 'register_agent', token: 'nobody has this token 0123456789' });
    await desktop.closed();
  };
  const logs = (): string => {
    const folder = join(home, 'logs');
    const file = readdirSync(folder).find((name) => /^combined-.*\.log$/.test(name)) ?? '';
    return readFileSync(join(folder, file), 'utf8');
  };
  for (let n = 0; n < 3; n += 1) await refused();
  await until(() => logs().includes('Nobody reads the output'));
  await refused();
  await until(() => (logs().match(/A desktop was refused/g) ?? []).length === 4);
  expect((await fetch(`${url}/health`)).status).toBe(200);
  expect(logs().match(/Nobody reads the output/g)).toHaveLength(1);
  expect(logs()).not.toContain('A fault in the relay');

  const gone = once(relay, 'exit');
  relay.kill('SIGTERM');
  expect(await gone).toEqual([0, null]);
});
