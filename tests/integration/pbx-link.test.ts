import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PbxOptions } from '../../src/relay/pbx/link';
import { callSchema } from '../../src/shared/call/call';
import type { Scenario } from '../../src/simulators/asterisk/scenario';
import type { AsteriskSimulatorOptions } from '../../src/simulators/asterisk/simulator';
import { type Bench, createBench } from '../support/replay-ami';
import { until } from '../support/until';
import { tempFolder } from '../support/temp-folder';

const anna = { extension: '1001', name: 'Anna Berger' };
const ben = { extension: '1002', name: 'Ben Okafor' };
const carla = { extension: '1003', name: 'Carla Rossi' };
const from = { number: '491711234567', name: 'Maria Lindqvist' };
const did = '4930555001';
const inbound: Scenario = { kind: 'inbound', agent: anna, from, did, ringMs: 4_000, talkMs: 20_000 };

const started = async (
  overrides: Partial<PbxOptions> = {},
  simulator: AsteriskSimulatorOptions = {},
): Promise<Bench> => {
  const bench = await createBench({ pingIntervalMs: 3_600_000, ...overrides }, simulator);
  onTestFinished(() => bench.stop());
  bench.link.start();
  await bench.synced();
  return bench;
};
/** The simulator and the link share the fake clock: turns it step by step, each step read before the next. */
const pass = async (bench: Bench, seconds: number): Promise<void> => {
  await bench.readAll();
  for (let i = 0; i < seconds; i += 1) {
    await bench.clock.advanceAsync(1_000);
    await bench.readAll();
  }
};
const only = (bench: Bench) => {
  expect(bench.calls.size).toBe(1);
  return callSchema.parse([...bench.calls.values()][0]);
};

describe('a wall clock that is set in mid-call', () => {
  it.each([
    ['an hour back', -3_600_000],
    ['an hour ahead', 3_600_000],
  ])('%s changes no duration', async (_what, by) => {
    const bench = await started();
    bench.pbx.call(inbound);
    await pass(bench, 14);
    bench.clock.set(bench.clock.now() + by);
    await pass(bench, 30);
    const call = only(bench);
    expect(call).toMatchObject({ outcome: 'answered', talkSeconds: 20 });
    expect(Date.parse(call.endedAt ?? '') - Date.parse(call.startedAt)).toBe(24_000);
  });
});

describe('calls of the simulated Asterisk', () => {
  it.each<[Scenario, object]>([
    [inbound, { direction: 'inbound', outcome: 'answered', answeredBy: ['1001'], talkSeconds: 20 }],
    [
      { kind: 'missed', agent: anna, from, did, ringMs: 5_000 },
      { direction: 'inbound', outcome: 'abandoned', answeredBy: [], talkSeconds: 0 },
    ],
    [
      { kind: 'ring-group', agent: ben, others: [anna, carla], from, did, ringMs: 3_000, talkMs: 9_000 },
      { direction: 'inbound', outcome: 'answered', answeredBy: ['1002'], talkSeconds: 9 },
    ],
    [
      {
        kind: 'queue',
        agent: anna,
        others: [ben, carla],
        from,
        did,
        queue: 'sales',
        ringMs: 3_000,
        talkMs: 9_000,
      },
      { direction: 'inbound', outcome: 'answered', queue: 'sales', answeredBy: ['1001'], talkSeconds: 9 },
    ],
    [
      { kind: 'outbound', agent: ben, to: '03012345678', ringMs: 3_000, talkMs: 9_000 },
      { direction: 'outbound', outcome: 'answered', talkSeconds: 9, dialled: '+493012345678' },
    ],
    [
      { kind: 'internal', agent: anna, to: ben, ringMs: 3_000, talkMs: 9_000 },
      { direction: 'internal', outcome: 'answered', talkSeconds: 9, dialled: '1002' },
    ],
  ])('%o', async (scenario, expected) => {
    const bench = await started();
    const { linkedId } = bench.pbx.call(scenario);
    await pass(bench, 60);
    expect(only(bench)).toMatchObject({ id: `pbx:${linkedId}`, state: 'ended', ...expected });
    if ('from' in scenario) {
      expect(only(bench).remote).toMatchObject({ number: '+491711234567', name: 'Maria Lindqvist' });
    }
  });
});

describe('after a break', () => {
  it('a call that went on goes on, one that vanished is ended, one that came is known', async () => {
    const bench = await started();
    const vanishes = bench.pbx.call(inbound);
    await pass(bench, 5);
    expect(bench.link.activeCalls().map((call) => call.state)).toEqual(['connected']);

    bench.pbx.drop();
    await until(() => bench.link.status().state === 'down');
    bench.pbx.forgetChannels();
    const came = bench.pbx.call({ ...inbound, agent: ben, talkMs: 100_000 });
    await bench.clock.advanceAsync(500);
    await until(() => bench.link.status().state === 'connected');
    await bench.synced();

    expect(bench.calls.get(`pbx:${vanishes.linkedId}`)).toMatchObject({ state: 'ended' });
    const live = bench.link.activeCalls();
    expect(live.map((call) => call.id)).toEqual([`pbx:${came.linkedId}`]);
    expect(live[0]).toMatchObject({
      direction: 'inbound',
      state: 'ringing',
      remote: { number: '+491711234567' },
      dialled: '+4930555001',
    });
    await pass(bench, 20);
    expect(bench.link.call(`pbx:${came.linkedId}`)).toMatchObject({
      state: 'connected',
      answeredBy: ['1002'],
    });
  });

  it('a call that runs through the break keeps its id and its start', async () => {
    const bench = await started();
    const call = bench.pbx.call({ ...inbound, talkMs: 60_000 });
    await pass(bench, 10);
    const before = only(bench);
    bench.pbx.drop();
    await until(() => bench.link.status().state === 'down');
    await bench.clock.advanceAsync(1_000);
    await bench.synced();
    await pass(bench, 70);
    expect(only(bench)).toMatchObject({
      id: `pbx:${call.linkedId}`,
      startedAt: before.startedAt,
      answeredAt: before.answeredAt,
      state: 'ended',
      talkSeconds: 60,
    });
  });

  it('says which right is missing, and still ends what later events end', async () => {
    const bench = await createBench(
      { pingIntervalMs: 3_600_000, username: 'readonly', secret: 'readonly-secret' },
      {},
    );
    onTestFinished(() => bench.stop());
    bench.link.start();
    await until(() => bench.link.status().problem !== null);
    expect(bench.link.status()).toMatchObject({ state: 'connected' });
    expect(bench.link.status().problem).toContain('write = call,reporting');
    expect(bench.link.status().because).toEqual({ reason: 'pbx-lists-nothing' });
    bench.pbx.call(inbound);
    await pass(bench, 5);
    bench.pbx.drop();
    await until(() => bench.link.status().state === 'down');
    await bench.clock.advanceAsync(1_000);
    await until(() => bench.link.status().problem?.includes('write') === true);
    await bench.readAll();
    await pass(bench, 40);
    expect(only(bench)).toMatchObject({ state: 'ended', outcome: 'answered' });
  });

  it.each([
    ['when it was last known', 1_000, 1_000],
    ['not before its own last word', -60_000, 0],
    ['at its own last word, where no more was noted', null, 0],
  ])(
    'a call of the store that the PBX no longer knows ended %s',
    async (_when, seenAfterMs, endedAfterMs) => {
      const first = await started();
      first.pbx.call(inbound);
      await pass(first, 5);
      const stored = only(first);
      await first.stop();
      const lastWord = Date.parse(stored.answeredAt ?? '');

      const bench = await createBench({ pingIntervalMs: 3_600_000 });
      onTestFinished(() => bench.stop());
      await bench.clock.advanceAsync(lastWord + 3_600_000 - bench.clock.now());
      bench.link.adopt([stored], seenAfterMs === null ? null : lastWord + seenAfterMs);
      expect(bench.link.activeCalls()).toHaveLength(1);
      bench.link.start();
      await bench.synced();
      const call = bench.calls.get(stored.id);
      expect(call).toMatchObject({ state: 'ended', talkSeconds: Math.round(endedAfterMs / 1_000) });
      expect(Date.parse(call?.endedAt ?? '') - lastWord).toBe(endedAfterMs);
      expect(bench.link.activeCalls()).toEqual([]);
    },
  );

  it('a sweep ends what the PBX forgot without a word, and lets go of what ended', async () => {
    const bench = await started();
    const { linkedId } = bench.pbx.call(inbound);
    await pass(bench, 5);
    bench.pbx.forgetChannels();
    await bench.link.sweep();
    expect(only(bench)).toMatchObject({ id: `pbx:${linkedId}`, state: 'ended' });
    expect(bench.link.call(`pbx:${linkedId}`)).not.toBeNull();
    await bench.clock.advanceAsync(120_000);
    await bench.link.sweep();
    expect(bench.link.call(`pbx:${linkedId}`)).toBeNull();
  });
});

describe('click-to-dial', () => {
  const phones = {
    originate: { phones: new Map([['1001', 'Anna Berger'] as const, ['1005', null] as const]) },
  };

  it('rings the phone, calls the number, and names the call before it is there', async () => {
    const bench = await started({}, phones);
    const result = await bench.link.dial('1001', '+49 (0)30 1234567');
    if (!result.ok) throw result.error;
    await bench.readAll();
    await pass(bench, 40);
    expect(only(bench)).toMatchObject({
      id: result.value.callId,
      direction: 'outbound',
      state: 'ended',
      outcome: 'answered',
      remote: { number: '+49301234567' },
      dialled: '+49301234567',
      talkSeconds: 15,
    });
    expect(only(bench).legs.map((leg) => leg.extension)).toEqual(['1001']);
  });

  it.each([
    ['a phone that is not there', '1005', '0301234567', 'pbx_refused', 'registered'],
    ['a number that is none', '1001', 'call me', 'bad_number', ''],
    ['a second action in the number', '1001', '1\r\n\r\nAction: Ping', 'bad_number', ''],
    ['a channel in the extension', '1001&PJSIP/1002', '0301234567', 'bad_request', ''],
  ])('refuses %s', async (_what, extension, number, code, text) => {
    const bench = await started({}, phones);
    const result = await bench.link.dial(extension, number);
    expect(result).toMatchObject({ ok: false, error: { code } });
    expect(!result.ok && result.error.message).toContain(text);
  });

  it('is unavailable at once while the PBX is away', async () => {
    const bench = await started({}, phones);
    await bench.pbx.stop();
    await until(() => bench.link.status().state === 'down');
    const result = await bench.link.dial('1001', '0301234567');
    expect(result).toMatchObject({ ok: false, error: { code: 'pbx_unavailable' } });
  });
});

describe('over TLS', () => {
  const certificate = (): { key: string; cert: string } => {
    const folder = tempFolder('tls');
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject],
      { stdio: 'ignore' },
    );
    const pems = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
    return pems;
  };

  it('both planes work with the certificate known, and neither without', async () => {
    const tls = certificate();
    const phones = new Map([['1001', 'Anna Berger']]);
    const bench = await started(
      { tls: { ca: tls.cert, rejectUnauthorized: true } },
      { tls, originate: { phones } },
    );
    expect((await bench.link.dial('1001', '0301234567')).ok).toBe(true);

    const distrustful = await createBench({ tls: { rejectUnauthorized: true } }, { tls });
    onTestFinished(() => distrustful.stop());
    distrustful.link.start();
    await until(() => distrustful.link.status().problem !== null);
    expect(distrustful.link.status().problem).toContain('is not trusted');
    expect(distrustful.link.status().because).toMatchObject({ reason: 'pbx-untrusted' });
    const result = distrustful.link.dial('1001', '0301234567');
    await distrustful.clock.advanceAsync(20_000);
    expect(await result).toMatchObject({ ok: false, error: { code: 'pbx_unavailable' } });
  });
});
