/** `init` as a person or a script runs it, on a simulated Asterisk and SuiteCRM; what it writes starts a relay. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { suiteCrmOf } from '../../src/relay/app/crm-side';
import { dispatch } from '../../src/relay/cli/dispatch';
import { createInitCommand } from '../../src/relay/cli/init';
import { createPrompt } from '../../src/relay/cli/init/prompt';
import { loadConfig } from '../../src/relay/config/load';
import { lookAtRedis } from '../../src/relay/store/redis/server';
import { systemClock } from '../../src/shared/clock';
import { createAsteriskSimulator, type AsteriskSimulator } from '../../src/simulators/asterisk/simulator';
import { createSuiteCrmSimulator, demoSignIn, type SuiteCrmSimulator } from '../../src/simulators/suitecrm';
import { noRedis, startRedis } from '../support/redis-server';
import { peerSettings } from '../support/simulated-peers';
import { tempFolder } from '../support/temp-folder';

let asterisk: AsteriskSimulator;
let crm: SuiteCrmSimulator;
let cwd: string;
beforeEach(async () => {
  asterisk = await createAsteriskSimulator();
  crm = await createSuiteCrmSimulator();
  cwd = tempFolder('init');
});
afterEach(async () => {
  await asterisk.stop();
  await crm.stop();
});

const init = async (args: string[], answers: string[] = [], env: Record<string, string> = {}) => {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const createPromptOfAnswers = () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    output.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
    input.end(answers.map((answer) => `${answer}\n`).join(''));
    return createPrompt(input, output);
  };
  const command = createInitCommand({
    createCrm: (config) => suiteCrmOf(config, systemClock),
    createPrompt: createPromptOfAnswers,
    lookAtRedis,
    clock: systemClock,
  });
  const code = await dispatch(['init', ...args], [command], {
    version: '1',
    terminal: { env, cwd, print, complain: print },
  });
  return { code, text: lines.join('\n') };
};
const written = () => parseEnv(readFileSync(join(cwd, '.env'), 'utf8'));

const pbxAnswers = (secret: string) => [asterisk.host, '', String(asterisk.port), 'relay', secret];
const crmAnswers = (password: string) => [
  crm.url,
  demoSignIn.clientId,
  demoSignIn.clientSecret,
  demoSignIn.relay.username,
  password,
];
const webhookSecret = 'wsec_0123456789abcdef';

it('asks, tries each answer, asks again where it fails, and writes what a start takes', async () => {
  const { code, text } = await init(
    [],
    [
      ...pbxAnswers('wrong-ami-secret'),
      'y',
      ...['', '', '', '', 'relay-secret'],
      'y',
      ...crmAnswers('wrong-crm-password'),
      '',
      ...['', '', '', '', demoSignIn.relay.password],
      'y',
      ...['short', 'y', webhookSecret],
      'n',
      ...['Germany', 'AT', '70000', '3100', 'n', 'n'],
    ],
  );
  expect(text).toMatch(/ {2}fail {2}Asterisk at \S+ refused the manager user "relay"/);
  expect(text).toMatch(/ {2}ok {4}"relay" may list calls, and "relay" may place them\./);
  expect(text).toMatch(/ {2}ok {4}SuiteCRM lets the relay in as /);
  expect(text).toMatch(/ {2}fail {2}The webhook secret is too short/);
  expect(text).toMatch(/That is not allowed: two capital letters/);
  expect(text).toMatch(/That is not allowed: a port/);
  expect(text).toMatch(/Next: npm run relay\n/);
  expect(code).toBe(0);
  const secrets = [
    'wrong-ami-secret',
    'relay-secret',
    'wrong-crm-password',
    demoSignIn.clientSecret,
    webhookSecret,
  ];
  for (const secret of secrets) expect(text).not.toContain(secret);

  expect(statSync(join(cwd, '.env')).mode & 0o777).toBe(0o600);
  expect(readdirSync(cwd)).toEqual(['.env']);
  expect(written()).toMatchObject({
    ...peerSettings(asterisk, crm),
    DEFAULT_COUNTRY: 'AT',
    PORT: '3100',
    ELEVENLABS_WEBHOOK_SECRET: webhookSecret,
  });
  const { config, warnings } = loadConfig({ env: {}, cwd });
  expect(config.http).toMatchObject({ host: '127.0.0.1', port: 3100 });
  expect(config.http.apiKey).toMatch(/^[0-9a-f]{64}$/);
  expect(config.elevenlabs.initiationSecrets[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(warnings).toEqual([]);
  expect(text).not.toContain(config.http.apiKey);
});

it('goes on with what fails where the person insists, and leaves the CRM out where he says so', async () => {
  const { code, text } = await init([], [...pbxAnswers('wrong'), 'n', 'n', 'n', 'n', '', '', 'n', 'n']);
  expect({ code, failed: text.includes('fail') }).toEqual({ code: 0, failed: true });
  expect(Object.keys(written()).filter((name) => /SUITECRM|ELEVENLABS/.test(name))).toEqual([]);
});

it('offers what is there, keeps the rest of it and a copy, and takes away what is not wanted any more', async () => {
  const old = {
    ...peerSettings(asterisk, crm),
    LOG_LEVEL: 'debug',
    API_KEY: 'my-old-key-0123456789',
    MY_OWN: 'x',
  };
  const text = Object.entries(old)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
  writeFileSync(join(cwd, '.env'), text);
  expect((await init([], ['n'])).code).toBe(1);
  expect((await init([], [])).text).toMatch(
    /The answers ended before the questions did\. Nothing was written\./,
  );
  expect(readFileSync(join(cwd, '.env'), 'utf8')).toBe(text);

  const again = await init([], ['y', '', '', '', '', '', 'n', '', '', '', '', '', '']);
  expect(again.code).toBe(0);
  const { AMI_SECRET, LOG_LEVEL, API_KEY, MY_OWN, SUITECRM_URL } = written();
  expect({ AMI_SECRET, LOG_LEVEL, API_KEY, MY_OWN, SUITECRM_URL }).toEqual({
    AMI_SECRET: 'relay-secret',
    LOG_LEVEL: 'debug',
    API_KEY: 'my-old-key-0123456789',
    MY_OWN: 'x',
    SUITECRM_URL: undefined,
  });
  const aside = readdirSync(cwd).find((name) => name.startsWith('.env.backup-')) ?? '';
  expect(readFileSync(join(cwd, aside), 'utf8')).toBe(text);
});

it('asks nothing with --yes, and writes nothing where a check fails unless it is told to', async () => {
  const { AMI_HOST, AMI_PORT, AMI_USERNAME, AMI_SECRET, ...ofCrm } = peerSettings(asterisk, crm);
  const args = ['--yes', '--ami-host', AMI_HOST, '--ami-port', AMI_PORT, '--ami-username', AMI_USERNAME];
  const missing = await init(args);
  expect(missing).toMatchObject({
    code: 1,
    text: expect.stringContaining('AMI_SECRET is missing') as string,
  });
  const refused = await init(args, [], { AMI_SECRET: 'wrong' });
  expect(refused).toMatchObject({ code: 1, text: expect.stringContaining('give --insist') as string });
  expect(existsSync(join(cwd, '.env'))).toBe(false);
  expect((await init([...args, '--insist'], [], { AMI_SECRET: 'wrong' })).code).toBe(0);

  const there = await init(args, [], { AMI_SECRET });
  expect(there).toMatchObject({ code: 1, text: expect.stringContaining('Give --force') as string });
  const forced = await init([...args, '--force'], [], { AMI_SECRET, ...ofCrm });
  expect(forced.text).toMatch(/ok {4}SuiteCRM lets the relay in/);
  expect(written()).toMatchObject(peerSettings(asterisk, crm));
});

it('leaves a secret in the file it is in', async () => {
  const file = join(cwd, 'ami');
  writeFileSync(file, 'relay-secret\n');
  const { AMI_HOST, AMI_PORT, AMI_USERNAME } = peerSettings(asterisk, crm);
  const { code, text } = await init(['--yes'], [], {
    AMI_HOST,
    AMI_PORT,
    AMI_USERNAME,
    AMI_SECRET_FILE: file,
  });
  expect({ code, text }).toMatchObject({
    code: 0,
    text: expect.stringContaining('may place them') as string,
  });
  expect(written()).toMatchObject({ AMI_SECRET_FILE: file });
  expect(readFileSync(join(cwd, '.env'), 'utf8')).not.toContain('relay-secret');
});

it.skipIf(noRedis !== null)(
  'tries the Redis of several relays, and keeps its password to itself',
  async () => {
    const password = 'the-right-one-0123456789';
    const redis = await startRedis('--requirepass', password);
    onTestFinished(() => redis.stop());
    const { AMI_HOST, AMI_PORT, AMI_USERNAME, AMI_SECRET } = peerSettings(asterisk, crm);
    const at = (word: string) => redis.url.replace('redis://', `redis://:${word}@`);
    const asked = await init(
      [],
      [
        ...pbxAnswers(AMI_SECRET),
        'n',
        'n',
        'y',
        at('a-wrong-one-0123456789'),
        '',
        at(password),
        '',
        '',
        'n',
        'n',
      ],
    );
    expect(asked.code).toBe(0);
    expect(asked.text).toMatch(/ {2}fail {2}Redis at \S+ refuses the user name or password of REDIS_URL\./);
    expect(asked.text).toMatch(/ {2}ok {4}Redis \d\S* at redis:\/\/127\.0\.0\.1:\d+ lets this relay in\./);
    expect(asked.text).not.toMatch(/-one-0123456789/);
    expect(written()).toMatchObject({ REDIS_URL: at(password) });

    // What stands there is kept without a question, unless it is taken away.
    const env = { AMI_HOST, AMI_PORT, AMI_USERNAME, AMI_SECRET };
    expect((await init(['--yes', '--force'], [], env)).text).toContain('lets this relay in');
    expect(written()).toMatchObject({ REDIS_URL: at(password) });
    await init([], ['y', '', '', '', '', '', 'n', 'n', 'n', '', '', '', '']);
    expect(written()['REDIS_URL']).toBeUndefined();

    const given = await init(['--yes', '--force', '--redis-url', at(password)], [], env);
    expect(given.text).toMatch(/warn {2}--redis-url held a password/);
    expect(given.text).not.toContain(password);
  },
);
