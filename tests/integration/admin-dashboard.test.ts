/** What the dashboard asks for, over real HTTP: series, log, settings, one call's story, and who may not. */
import { expect, it } from 'vitest';
import { createLogger } from '../../src/relay/ops/logger';
import { secretsOf } from '../../src/relay/config/secrets';
import { callStorySchema } from '../../src/shared/protocol/call-story';
import { logPageSchema } from '../../src/shared/protocol/logs';
import { agentListSchema } from '../../src/shared/protocol/rest';
import { seriesSchema } from '../../src/shared/protocol/series';
import { settingsSchema } from '../../src/shared/protocol/settings';
import { newApiKeyResponseSchema } from '../../src/shared/protocol/api-keys';
import { aCall, aLeg, answeredBy, ended } from '../support/calls';
import { createFakeClock } from '../support/fake-clock';
import { tempFolder } from '../support/temp-folder';
import { account, startAdmin } from './admin-harness';
import { signIn, startRelay, withKey, withToken } from './relay-harness';

it('is for administrators; agents see none of it, a key with the scope read no log and no settings', async () => {
  const relay = await startAdmin();
  const { look } = await relay.signIn();
  const body = { name: 'wallboard', scopes: ['read'] };
  const made = await relay.request('POST', '/api/keys', { ...withKey, body });
  const reader = { 'x-api-key': newApiKeyResponseSchema.parse(made.body).secret };
  const call = aCall();
  relay.pbx.tell(call);
  for (const [path, toReaders] of [
    ['/api/series', 200],
    [`/api/calls/${call.id}/story`, 200],
    ['/api/logs', 403],
    ['/api/settings', 403],
    ['/api/admins', 403],
  ] as const) {
    expect([path, (await relay.request('GET', path, look)).status]).toEqual([path, 200]);
    expect([path, (await relay.request('GET', path, reader)).status]).toEqual([path, toReaders]);
    expect([path, (await relay.request('GET', path, withToken('anna'))).status]).toEqual([path, 403]);
    expect([path, (await relay.request('GET', path)).status]).toEqual([path, 401]);
  }
  expect((await relay.request('GET', '/api/calls/pbx:none/story', look)).status).toBe(404);
  expect((await relay.request('GET', '/api/series?minutes=1441', look)).status).toBe(400);
  expect((await relay.request('GET', '/api/logs?level=loud', look)).status).toBe(400);
});

it('the log is the masked one of the files, from a line on and from a level up', async () => {
  const secret = 'swordfish-0123456789';
  const env = { ELEVENLABS_WEBHOOK_SECRET: secret };
  const logger = createLogger({
    level: 'info',
    dir: tempFolder('admin-logs'),
    retentionDays: 1,
    console: false,
    secrets: secretsOf({ secret }),
  });
  const relay = await startAdmin({ env, logger });
  const page = async (query = '') =>
    logPageSchema.parse((await relay.request('GET', `/api/logs${query}`, withKey)).body);
  logger.warn(`Somebody said ${secret} to +49 171 1234567.`, { number: '+491711234567', callId: 'pbx:1.1' });
  logger.debug('not logged at this level');
  const { lines, latest } = await page('?level=warn');
  expect(lines.at(-1)).toMatchObject({
    seq: latest,
    level: 'warn',
    message: expect.stringMatching(/^Somebody said \*\*\* to \S+567\.$/) as string,
    fields: { number: expect.stringMatching(/567$/) as string, callId: 'pbx:1.1' },
  });
  const all = JSON.stringify(await page());
  for (const hidden of [secret, '1711234567', '171 1234567', account.password])
    expect(all).not.toContain(hidden);
  expect(all).toContain('listens on');
  expect(all).not.toContain('not logged');
  expect((await page(`?after=${latest}`)).lines).toEqual([]);
  logger.error('And one more.');
  expect((await page(`?after=${latest}&level=error`)).lines).toMatchObject([{ message: 'And one more.' }]);
  await logger.close();
});

it('the settings say what is in force and where it came from; of secrets whether they are set', async () => {
  const relay = await startAdmin({
    env: {
      DEFAULT_COUNTRY: 'AT',
      SUITECRM_URL: 'https://me:secret-in-url@crm.example.com',
      SUITECRM_CLIENT_ID: 'c',
      SUITECRM_CLIENT_SECRET: 'secret-of-client',
    },
    file: { retentionDays: 90, dial: { prefix: '0' }, logRetentionDays: 7 },
  });
  const { body } = await relay.request('GET', '/api/settings', withKey);
  const { settings } = settingsSchema.parse(body);
  const of = (path: string) => settings.find((one) => one.path === path);
  expect(of('defaultCountry')).toMatchObject({ value: 'AT', source: 'env', variable: 'DEFAULT_COUNTRY' });
  expect(of('retentionDays')).toMatchObject({ value: 90, source: 'file', variable: null });
  expect(of('log.retentionDays')).toMatchObject({ value: 7, source: 'file' });
  expect(of('pbxs.0.dial.prefix')).toMatchObject({ value: '0', source: 'file' });
  expect(of('crm.retry.maxSeconds')).toMatchObject({ value: 900, source: 'default' });
  expect(of('http.apiKey')).toMatchObject({ value: { set: true }, source: 'env' });
  expect(of('elevenlabs.apiKey')).toMatchObject({ value: { set: false }, source: 'default' });
  expect(of('suitecrm.url')?.value).toBe('https://***@crm.example.com');
  expect(of('agents')).toMatchObject({ value: ['anna', 'ben'], source: 'file' });
  for (const secret of ['secret-in-url', 'secret-of-client', withKey['x-api-key'], 'cti_token'])
    expect(JSON.stringify(body)).not.toContain(secret);
});

it('the series has the calls of the day, also after a restart', async () => {
  const dataDir = tempFolder('series');
  const clock = createFakeClock();
  const first = await startRelay({ dataDir, clock });
  const startedAt = new Date(clock.now()).toISOString();
  const ringing = aCall({ startedAt, legs: [aLeg('1001', { rangAt: startedAt })] });
  first.pbx.tell(ringing);
  first.pbx.tell(ended(answeredBy(ringing, '1001')));
  const missed = aCall({ linkedId: '1700000000.2', startedAt, answeredAt: null });
  first.pbx.tell({ ...missed, state: 'ended', endedAt: startedAt, outcome: 'abandoned' });
  first.pbx.tell(aCall({ linkedId: '1700000000.3', startedAt, direction: 'outbound' }));
  const sums = async (relay: Pick<typeof first, 'request'>) => {
    const { points } = seriesSchema.parse((await relay.request('GET', '/api/series', withKey)).body);
    const sum = (key: 'calls' | 'answered' | 'missed') => points.reduce((all, point) => all + point[key], 0);
    return [points.length, sum('calls'), sum('answered'), sum('missed')];
  };
  expect(await sums(first)).toEqual([288, 3, 1, 1]);
  await first.stop();
  const second = await startAdmin({ dataDir, clock, bare: true });
  expect(await sums(second)).toEqual([288, 3, 1, 1]);
});

it("a call's story has its pops, who showed them and when, what was written, and what the CRM owes", async () => {
  const relay = await startAdmin();
  const desktop = await signIn(relay.url, 'anna', { client: { name: 'test', version: '9' } });
  const at = (ms: number) => new Date(relay.clock.now() + ms).toISOString();
  const ringing = aCall({ startedAt: at(0), legs: [aLeg('1001', { rangAt: at(0) })] });
  relay.pbx.tell(ringing);
  const pop = await desktop.nextOfType('screen_pop');
  const links = async () => {
    const { agents } = agentListSchema.parse((await relay.request('GET', '/api/agents', withKey)).body);
    return agents.find(({ id }) => id === 'anna')?.online ?? [];
  };
  expect(await links()).toMatchObject([{ client: 'test', version: '9', unacknowledged: 1 }]);
  relay.clock.advance(120);
  desktop.send({ type: 'ack', id: pop.id });
  desktop.send({ type: 'ping', id: 'barrier' });
  await desktop.nextOfType('pong');
  expect(await links()).toMatchObject([{ unacknowledged: 0 }]);
  relay.clock.advance(1_000);
  relay.pbx.tell(answeredBy(ringing, '1001'));
  desktop.send({ type: 'call_note', id: 'n', callId: ringing.id, text: 'Wants the invoice again.' });
  await desktop.nextOfType('noted');
  const asked = await relay.request('POST', '/api/screen-pop', {
    ...withKey,
    body: { agentId: 'anna', number: '030 1', callId: ringing.id },
  });
  expect(asked.status).toBe(202);

  const story = async () =>
    callStorySchema.parse((await relay.request('GET', `/api/calls/${ringing.id}/story`, withKey)).body);
  const { call, entries } = await story();
  expect(call.id).toBe(ringing.id);
  expect(entries).toMatchObject([
    { kind: 'pop-sent', agentId: 'anna', extension: '1001', reason: 'ringing', at: ringing.startedAt },
    { kind: 'pop-acknowledged', agentId: 'anna', afterMs: 120 },
    { kind: 'pop-sent', agentId: 'anna', reason: 'manual' },
    { kind: 'note', agentId: 'anna', text: 'Wants the invoice again.' },
  ]);
  const times = entries.map((entry) => Date.parse(entry.at));
  expect(times).toEqual([...times].sort((a, b) => a - b));
  desktop.close();
});

it('how long a desktop takes to answer a ping is known from its sign-in on', async () => {
  const relay = await startRelay();
  const desktop = await signIn(relay.url, 'anna');
  const roundTrip = async (): Promise<number | null> => {
    const answer = await relay.request('GET', '/api/agents', withKey);
    const anna = agentListSchema.parse(answer.body).agents.find(({ id }) => id === 'anna');
    return anna?.online[0]?.roundTripMs ?? null;
  };
  let measured = await roundTrip();
  while (measured === null) measured = await roundTrip();
  expect(measured).toBeGreaterThanOrEqual(0);
  const { agents } = agentListSchema.parse((await relay.request('GET', '/api/agents', withKey)).body);
  expect(agents.map(({ id, online }) => [id, online.map(({ address }) => address)])).toEqual([
    ['anna', [expect.stringMatching(/127\.0\.0\.1$/)]],
    ['ben', []],
  ]);
  desktop.close();
  await desktop.closed();
  await relay.stop();
});
