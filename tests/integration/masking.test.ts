/** The relay as a process at its loudest, through a whole job and every failure of its peers: nothing of people or secrets in any line. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createAsteriskSimulator } from '../../src/simulators/asterisk/simulator';
import { createElevenLabsSimulator, transcription } from '../../src/simulators/elevenlabs';
import { createSuiteCrmSimulator } from '../../src/simulators/suitecrm';
import { peerSettings } from '../support/simulated-peers';
import { spellings } from '../support/spellings';
import { tempFolder } from '../support/temp-folder';
import { until } from '../support/until';
import { openDesktop } from './relay-harness';

const numbers = ['1711234567', '1607654321'];
const names = ['Lindqvist', 'Wilhelmine'];
const words = ['my-grandmother-is-ill', 'she-wants-her-money-back'];
const secrets = {
  API_KEY: 'the-api-key-that-nobody-may-see',
  ELEVENLABS_WEBHOOK_SECRET: 'wsec_the-webhook-secret-of-this-house',
  SUITECRM_PASSWORD: 'pass word & "quotes" of the relay',
};
const badToken = 'cti_this-token-was-stolen-0123456789';

const lines = (folder: string): string =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');

const expectNothingSeen = (text: string): void => {
  for (const national of numbers)
    for (const spelling of spellings({ callingCode: '49', national, trunk: '0' }))
      expect(text).not.toContain(spelling);
  for (const word of [...names, ...words, ...Object.values(secrets), badToken, 'relay-secret'])
    expect(text).not.toContain(word);
};

it('the relay, from its start to its stop', async () => {
  const home = tempFolder('masking');
  const asterisk = await createAsteriskSimulator();
  const crm = await createSuiteCrmSimulator();
  onTestFinished(async () => {
    await asterisk.stop();
    await crm.stop();
  });
  writeFileSync(
    join(home, 'config.json'),
    JSON.stringify({
      agents: [{ id: 'anna', name: 'Anna', extensions: ['1001'] }],
      elevenlabs: { joinSeconds: 0 },
      crm: { retry: { baseSeconds: 0.05, maxSeconds: 0.1 } },
    }),
  );
  const relay = spawn(process.execPath, [join(process.cwd(), 'dist/relay/index.js')], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
    // SuiteCRM repeats a password that it refuses.
    env: {
      ...peerSettings(asterisk, crm),
      ...secrets,
      PORT: '0',
      LOG_LEVEL: 'verbose',
      NODE_ENV: 'production',
    },
  });
  onTestFinished(() => void relay.kill('SIGKILL'));
  let output = '';
  for (const stream of [relay.stdout, relay.stderr])
    stream.on('data', (data: Buffer) => (output += data.toString()));
  const said = (pattern: RegExp): Promise<void> => until(() => pattern.test(output));
  await said(/listens on http:\S+\./);
  const url = /listens on (http:\S+)\./.exec(output)?.[1] ?? '';
  await said(/Connected to Asterisk/);

  const call = asterisk.call({
    kind: 'inbound',
    agent: { extension: '1001', name: 'Anna' },
    from: { number: `49${numbers[0] ?? ''}`, name: names[0] ?? '' },
    did: '4930555001',
    ringMs: 20,
    talkMs: 20,
  });
  await call.done;
  await said(/could not be logged yet|could not be asked|can not be used/);

  const eleven = createElevenLabsSimulator({
    url: `${url}/webhook/elevenlabs`,
    secret: secrets.ELEVENLABS_WEBHOOK_SECRET,
  });
  await eleven.send(
    transcription({
      conversationId: 'conv_1',
      startedAt: Date.now() / 1_000,
      customer: `+49${numbers[1] ?? ''}`,
      lines: words.map((word, at) => ['user', `${word} of ${names[1] ?? ''}`, at] as const),
      summary: words.join(' '),
    }),
  );
  await said(/joined to its call/);
  const ask = (path: string, body: string, headers: object = {}): Promise<unknown> =>
    fetch(`${url}${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-api-key': secrets.API_KEY, ...headers },
    });
  await ask('/webhook/elevenlabs', `{"type":"${words[0] ?? ''}"}`, { 'elevenlabs-signature': 't=1,v0=00' });
  await ask(
    '/api/screen-pop',
    `{"extension":"1001","number":"+49${numbers[0] ?? ''}","name":"${names[0] ?? ''}"}`,
  );
  await ask('/api/calls', `{"extension":"1001","number":"+49${numbers[0] ?? ''} ext"}`);
  await ask('/api/calls', `{"extension":"1001","number":"+49${numbers[0] ?? ''}`);
  await ask('/api/agents', '{}', { 'x-api-key': badToken });
  await ask('/api/enrol', '{"code":"ABCD2345"}');
  await ask('/api/forget', `{"number":"+49${numbers[1] ?? ''}","erase":true}`);
  await said(/A number was forgotten/);
  const desktop = openDesktop(url);
  await desktop.opened();
  desktop.send({ type: 'register_agent', token: badToken });
  await desktop.closed();
  await crm.stop();
  await asterisk.stop();
  await said(/PBX link is down/);

  const gone = once(relay, 'exit');
  relay.kill('SIGTERM');
  expect(await gone).toEqual([0, null]);
  const logs = lines(join(home, 'logs'));
  // What is looked for is not missing because nothing was written.
  expect(logs).toMatch(/A number was forgotten[^\n]*\*\*\*321/);
  expect(logs.split('\n').length).toBeGreaterThan(8);
  expectNothingSeen(`${output}\n${logs}`);
});
