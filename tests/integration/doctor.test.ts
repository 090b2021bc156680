/** `doctor` on a relay that runs, and on what is wrong: real sockets, simulated peers. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createRelay } from '../../src/relay/app';
import { suiteCrmOf } from '../../src/relay/app/crm-side';
import { createDoctorCommand } from '../../src/relay/cli/doctor';
import { lookAtRedis } from '../../src/relay/store/redis/server';
import { systemClock } from '../../src/shared/clock';
import { silentLogger } from '../../src/shared/logger';
import { createAsteriskSimulator } from '../../src/simulators/asterisk/simulator';
import {
  createElevenLabsSimulator,
  startElevenLabsApi,
  transcription,
} from '../../src/simulators/elevenlabs';
import { createSuiteCrmSimulator } from '../../src/simulators/suitecrm';
import { noRedis, startRedis } from '../support/redis-server';
import { peerSettings } from '../support/simulated-peers';
import { tempFolder } from '../support/temp-folder';
import { until } from '../support/until';
import { aCall, endedCall } from '../support/calls';
import { API_KEY, startRelay, testConfig } from './relay-harness';

const secret = 'wsec_the-secret-of-this-test-0123456789';
const webhookEnv = { ELEVENLABS_WEBHOOK_SECRET: secret };

const reportSchema = z.strictObject({
  verdict: z.enum(['ok', 'warn', 'fail', 'skipped']),
  findings: z.array(
    z.strictObject({
      check: z.string(),
      verdict: z.enum(['ok', 'warn', 'fail', 'skipped']),
      what: z.string().min(10),
      mend: z.string().min(10).nullable(),
    }),
  ),
});

/** Nobody is there; only what is asked about counts. */
const noPeers = { AMI_HOST: '127.0.0.1', AMI_PORT: '1', AMI_USERNAME: 'u', AMI_SECRET: 's', API_KEY };

const run = async (args: string[], env: Record<string, string>) => {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const terminal = { env, cwd: tempFolder('doctor'), print, complain: print };
  const code = await createDoctorCommand((config) => suiteCrmOf(config, systemClock), lookAtRedis).run(
    args,
    terminal,
  );
  return { code, said: lines.join('\n'), lines };
};
const examined = async (args: string[], env: Record<string, string>) => {
  const { code, said } = await run([...args, '--json'], env);
  const report = reportSchema.parse(JSON.parse(said));
  const of = (check: string) => report.findings.find((finding) => finding.check === check);
  return { code, said, ...report, of };
};

const startPeers = async () => {
  const asterisk = await createAsteriskSimulator();
  const crm = await createSuiteCrmSimulator();
  onTestFinished(async () => {
    await asterisk.stop();
    await crm.stop();
  });
  return { asterisk, env: { ...peerSettings(asterisk, crm), API_KEY, ...webhookEnv } };
};

it('finds nothing to mend where all is well, and says one line for each check', async () => {
  const { asterisk, env } = await startPeers();
  const relay = await createRelay(testConfig({ env, file: { http: { requestsPerMinute: 1_000_000 } } }), {
    logger: silentLogger,
    rendererDir: tempFolder('none'),
  });
  onTestFinished(relay.stop);
  const url = await relay.start();
  while ((await fetch(`${url}/health/ready`)).status !== 200);
  const { done } = asterisk.call({
    kind: 'inbound',
    agent: { extension: '1001', name: 'Anna' },
    from: { number: '491711234567', name: 'Maria Lindqvist' },
    did: '4930555001',
    ringMs: 20,
    talkMs: 20,
  });
  await done;
  let report = await examined(['--url', url], env);
  while (report.of('call log')?.verdict !== 'ok') report = await examined(['--url', url], env);
  expect(report.findings.map(({ check, verdict }) => [check, verdict])).toEqual([
    ['configuration', 'ok'],
    ['relay', 'ok'],
    ['ami pbx', 'ok'],
    ['numbers', 'ok'],
    ['suitecrm', 'ok'],
    ['call log', 'ok'],
    ['lookups', 'ok'],
    ['phone index', 'skipped'],
    ['elevenlabs webhook', 'ok'],
    ['elevenlabs joined', 'skipped'],
    ['elevenlabs fetching', 'skipped'],
    ['elevenlabs initiation', 'skipped'],
    ['redis', 'skipped'],
    ['other relays', 'skipped'],
  ]);
  expect([report.code, report.verdict]).toEqual([0, 'ok']);
  const { lines, said } = await run(['--url', url], env);
  expect(lines).toHaveLength(report.findings.length);
  expect(said).toMatch(/^ok +ami pbx +"relay" may list calls, and "relay" may place them\.$/m);
  for (const one of [
    secret,
    API_KEY,
    ...Object.entries(env).filter(([name]) => /SECRET|PASSWORD/.test(name)),
  ])
    expect(said).not.toContain(typeof one === 'string' ? one : one[1]);
  expect(said).not.toContain('491711234567');
});

it.each([
  ['the wrong secret', { AMI_SECRET: 'wrong' }, 'fail', /refused the manager user "relay"/],
  [
    'a user that may only listen',
    { AMI_USERNAME: 'readonly', AMI_SECRET: 'readonly-secret' },
    'fail',
    /reporting/,
  ],
  [
    'a second user that may only listen',
    { AMI_CONTROL_USERNAME: 'readonly', AMI_CONTROL_SECRET: 'readonly-secret' },
    'warn',
    /"readonly" may not place calls/,
  ],
  ['nobody who listens', { AMI_PORT: '1' }, 'fail', /Nothing listens/],
] as const)('%s of the PBX', async (_, wrong, verdict, what) => {
  const { env } = await startPeers();
  const { of, code } = await examined(['--url', 'http://127.0.0.1:1'], { ...env, ...wrong });
  expect(of('ami pbx')).toMatchObject({ verdict, what: expect.stringMatching(what) as string });
  expect(of('relay')).toMatchObject({ verdict: 'fail', mend: expect.stringContaining('--url') as string });
  expect(of('numbers')).toMatchObject({ verdict: 'skipped' });
  expect(code).toBe(1);
});

it('what is no manager interface, wrong sign-ins of SuiteCRM, a key of another relay', async () => {
  const { env } = await startPeers();
  const relay = await startRelay();
  onTestFinished(relay.stop);
  const ssh = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')).listen(0, '127.0.0.1');
  await once(ssh, 'listening');
  onTestFinished(() => void ssh.close());
  const { port } = ssh.address() as AddressInfo;
  const report = await examined(['--url', relay.url], {
    ...env,
    AMI_PORT: String(port),
    SUITECRM_PASSWORD: 'wrong-password',
    API_KEY: 'another-key-0123456789',
  });
  expect(report.of('ami pbx')?.what).toMatch(/not Asterisk's manager interface/);
  expect(report.of('suitecrm')).toMatchObject({ verdict: 'fail' });
  expect(report.of('relay')).toMatchObject({
    verdict: 'fail',
    what: expect.stringContaining('The API key is not the right one') as string,
  });
  expect(report.of('elevenlabs webhook')).toMatchObject({
    verdict: 'fail',
    what: expect.stringContaining('has no ELEVENLABS_WEBHOOK_SECRET') as string,
  });
  expect(report.said).not.toContain('wrong-password');
});

it('tells whether conversations find their calls, with the line to add where they do not', async () => {
  const { env } = await startPeers();
  const relay = await startRelay({ env: webhookEnv, file: { elevenlabs: { joinSeconds: 0 } } });
  onTestFinished(relay.stop);
  const joined = async () => (await examined(['--url', relay.url], env)).of('elevenlabs joined');
  const eleven = createElevenLabsSimulator({ url: `${relay.url}/webhook/elevenlabs`, secret });
  const startedAt = Date.parse(aCall().startedAt) / 1_000 + 3;
  const line = expect.stringContaining('b(elevenlabs-headers^s^1(${CHANNEL(linkedid)}))') as string;

  await eleven.send(transcription({ conversationId: 'conv_none', startedAt, customer: '+4930999' }));
  await until(() => relay.log.text().includes('"matchedBy":"none"'));
  expect(await joined()).toMatchObject({ verdict: 'fail', mend: line });

  relay.pbx.tell(endedCall());
  await eleven.send(
    transcription({ conversationId: 'conv_1', startedAt, headers: { 'X-Call-ID': aCall().linkedId } }),
  );
  await until(() => relay.log.text().includes('"matchedBy":"header"'));
  expect(await joined()).toMatchObject({
    verdict: 'warn',
    what: 'Of the last 2 conversations 1 found their call by header, 0 by call id, 0 probably (by number and time), 1 not at all.',
    mend: line,
  });
});

it("says what is odd with the numbers, and what ElevenLabs' API says", async () => {
  const { env } = await startPeers();
  const api = await startElevenLabsApi({ apiKey: 'another-key-than-ours' });
  const relay = await startRelay({
    env: { ELEVENLABS_API_KEY: 'xi-0123456789', ELEVENLABS_INITIATION_SECRET: 'initiation-0123456789' },
    file: { elevenlabs: { apiUrl: api.url } },
  });
  onTestFinished(async () => {
    await relay.stop();
    await api.stop();
  });
  const remote = { number: '0491711234567', display: '0491711234567', name: null, anonymous: false };
  relay.pbx.tell(endedCall({ remote }));
  const { of } = await examined(['--url', relay.url], env);
  expect(of('numbers')).toMatchObject({
    verdict: 'warn',
    what: expect.stringMatching(/Only 0 of the last 1 outside number[^]*13 digits: \*\*\*567/) as string,
    mend: expect.stringContaining('explain-number') as string,
  });
  expect(of('elevenlabs initiation')).toMatchObject({ verdict: 'skipped' });
  expect(of('elevenlabs fetching')).toMatchObject({ verdict: 'skipped' });
});

it('wrong settings are the one finding', async () => {
  const { code, findings } = await examined([], { AMI_HOST: 'pbx', AMI_USERNAME: 'u', AMI_SECRE: 'x' });
  expect([code, findings.map(({ check, verdict }) => [check, verdict])]).toEqual([
    1,
    [['configuration', 'fail']],
  ]);
  expect(findings[0]?.what).toMatch(/AMI_SECRET/);
  await expect(run(['--colour'], {})).rejects.toMatchObject({ code: 'config' });
});

describe.skipIf(noRedis !== null)('Redis', () => {
  const checked = async (redisUrl: string) => {
    const { of, said } = await examined(['--url', 'http://127.0.0.1:1'], { ...noPeers, REDIS_URL: redisUrl });
    return { finding: of('redis'), said };
  };

  it('lets this relay in, or is named with what to mend, never with its password', async () => {
    const server = await startRedis('--requirepass', 'the-right-one-0123456789');
    const to = (user: string) => server.url.replace('redis://', `redis://${user}@`);
    const right = await checked(to(':the-right-one-0123456789'));
    expect(right.finding).toMatchObject({ verdict: 'ok' });
    const wrong = await checked(to(':a-wrong-one-0123456789'));
    expect(wrong.finding).toMatchObject({
      verdict: 'fail',
      mend: expect.stringContaining('REDIS_URL') as string,
    });
    expect(right.said + wrong.said).not.toMatch(/the-right-one|a-wrong-one/);
    await server.stop();
    expect((await checked(to(':the-right-one-0123456789'))).finding).toMatchObject({
      verdict: 'fail',
      what: expect.stringContaining('Nothing listens') as string,
    });
  });

  it('is warned of where it may drop what relays tell each other', async () => {
    const server = await startRedis('--maxmemory-policy', 'allkeys-lru');
    expect((await checked(server.url)).finding).toMatchObject({
      verdict: 'warn',
      mend: expect.stringContaining('noeviction') as string,
    });
    await server.stop();
  });
});
