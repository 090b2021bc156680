/** Two relays in this process that share over a real Redis; each has a PBX that does what the test says. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { connectRedis } from '../../src/relay/store/redis/connection';
import { agentDevicesSchema } from '../../src/shared/protocol/agent-devices';
import { agentListSchema, callPageSchema, statusSchema, type Status } from '../../src/shared/protocol/rest';
import { aCall, answeredBy, ended, endedCall } from '../support/calls';
import { createCutProxy } from '../support/cut-proxy';
import { noRedis, startRedis, type RedisServer } from '../support/redis-server';
import { until } from '../support/until';
import { signIn, startRelay, withKey, type TestRelay } from './relay-harness';

const twoRelays = async (redis: RedisServer): Promise<[TestRelay, TestRelay]> => {
  // They are asked as fast as they answer.
  const http = { requestsPerMinute: 1_000_000 };
  const options = { env: { REDIS_URL: redis.url }, file: { redis: { leaseSeconds: 1 }, http } };
  const relays: [TestRelay, TestRelay] = [await startRelay(options), await startRelay(options)];
  for (const { log } of relays) await until(() => log.text().includes('shares with the others'));
  return relays;
};

const historyOf = async ({ request }: TestRelay) =>
  callPageSchema.parse((await request('GET', '/api/calls', withKey)).body).calls;
const statusOf = async ({ request }: TestRelay) =>
  statusSchema.parse((await request('GET', '/api/status', withKey)).body);
const isLetIn = async ({ request }: TestRelay, token: string): Promise<boolean> => {
  const { status } = await request('GET', '/api/calls', { authorization: `Bearer ${token}` });
  if (status !== 200) expect(status).toBe(401);
  return status === 200;
};
/** Asks again until the answer is so; the test's own timeout is the limit. */
const eventually = async <T>(ask: () => Promise<T>, isSo: (answer: T) => boolean): Promise<T> => {
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
  }
};

describe.skipIf(noRedis !== null)('two relays', () => {
  let redis: RedisServer;
  let a: TestRelay;
  let b: TestRelay;
  beforeAll(async () => {
    redis = await startRedis();
    [a, b] = await twoRelays(redis);
  });
  afterAll(async () => {
    await Promise.all([a.stop(), b.stop()]);
    await redis.stop();
  });

  it('have one history, also of what one of them did not see', async () => {
    a.pbx.tell(endedCall({ linkedId: '1700000001.1' }));
    const own = ended(answeredBy(aCall({ linkedId: '1700000001.2' }), '1001'));
    a.pbx.tell(own);
    b.pbx.tell({ ...own, startedAt: '2026-11-23T08:59:59.990Z' });
    const both = await eventually(
      async () => [await historyOf(a), await historyOf(b)] as const,
      ([left, right]) =>
        left.length === 2 &&
        right.length === 2 &&
        left[1]?.startedAt === right[1]?.startedAt &&
        left[0]?.startedAt === right[0]?.startedAt,
    );
    const [left, right] = both.map((calls) => calls.map((call) => ({ ...call, version: 0 })));
    expect(left).toEqual(right);
  });

  it('know who is online at the other', async () => {
    const desktop = await signIn(a.url, 'anna');
    const { agents } = await eventually(
      async () => agentListSchema.parse((await b.request('GET', '/api/agents', withKey)).body),
      ({ agents: all }) => all.some(({ id, online }) => id === 'anna' && online.length === 1),
    );
    expect(agents.find(({ id }) => id === 'ben')?.online).toEqual([]);
    expect((await statusOf(b)).agents.online).toBe(1);

    const popped = await b.request('POST', '/api/screen-pop', {
      ...withKey,
      body: { agentId: 'anna', number: '+491711234567' },
    });
    expect(popped.body).toMatchObject({ delivered: 1 });
    expect(await desktop.nextOfType('screen_pop')).toMatchObject({ reason: 'manual' });
    desktop.close();
    await eventually(
      () => statusOf(b),
      ({ agents: { online } }) => online === 0,
    );
  });

  it('take a code once, whichever of them is asked', async () => {
    const made = await a.request('POST', '/api/agents', {
      ...withKey,
      body: { id: 'carla', name: 'Carla', extensions: ['1003'] },
    });
    expect(made.status).toBe(201);
    const answer = await a.request('POST', '/api/agents/carla/enrolment', { ...withKey });
    const { code } = z.object({ code: z.string() }).parse(answer.body);
    await eventually(
      async () => agentListSchema.parse((await b.request('GET', '/api/agents', withKey)).body),
      ({ agents }) => agents.some(({ id }) => id === 'carla'),
    );
    const tries = await Promise.all(
      [a, b].map(({ request }) => request('POST', '/api/enrol', { body: { code } })),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual([201, 401]);
  });

  it('close the desktops of whom the other has revoked', async () => {
    const made = await a.request('POST', '/api/agents', {
      ...withKey,
      body: { id: 'dora', name: 'Dora', extensions: ['1004'] },
    });
    const { token } = z.object({ token: z.string() }).parse(made.body);
    await eventually(
      async () => agentListSchema.parse((await b.request('GET', '/api/agents', withKey)).body),
      ({ agents }) => agents.some(({ id }) => id === 'dora'),
    );
    const desktop = await signIn(b.url, 'dora', { token });
    expect(await isLetIn(b, token)).toBe(true);
    expect((await a.request('DELETE', '/api/agents/dora', withKey)).status).toBe(204);
    expect(await desktop.closed()).toMatchObject({ code: 4401 });
    expect(await isLetIn(b, token)).toBe(false);
  });

  it('close them also where one of them was cut off from Redis meanwhile', async () => {
    const line = await createCutProxy(redis.port);
    const c = await startRelay({
      env: { REDIS_URL: `redis://127.0.0.1:${line.port}` },
      // It is asked as fast as it answers.
      file: { redis: { leaseSeconds: 1, timeoutSeconds: 1 }, http: { requestsPerMinute: 1_000_000 } },
    });
    onTestFinished(async () => {
      await c.stop();
      await line.stop();
    });
    const made = await a.request('POST', '/api/agents', {
      ...withKey,
      body: { id: 'finn', name: 'Finn', extensions: ['1006'] },
    });
    const { token } = z.object({ token: z.string() }).parse(made.body);
    await eventually(() => isLetIn(c, token), Boolean);
    const desktop = await signIn(c.url, 'finn', { token });
    line.cut();
    await eventually(
      () => statusOf(c),
      (status) => status.redis.state === 'down',
    );
    expect((await a.request('DELETE', '/api/agents/finn', withKey)).status).toBe(204);
    await eventually(
      () => statusOf(a),
      ({ relays }) => relays.waiting === 0,
    );
    expect(await isLetIn(c, token)).toBe(true);
    line.heal();
    // It hears of the agent first here, and his devices are gone with him.
    expect(await desktop.closed()).toEqual({ code: 4401, reason: 'The agent was removed.' });
    expect(await isLetIn(c, token)).toBe(false);
  });

  it('close the one desktop whose device the other has revoked', async () => {
    const made = await a.request('POST', '/api/agents', {
      ...withKey,
      body: { id: 'emil', name: 'Emil', extensions: ['1005'] },
    });
    const { token } = z.object({ token: z.string() }).parse(made.body);
    const devicesAt = async ({ request }: TestRelay) =>
      agentDevicesSchema.safeParse((await request('GET', '/api/agents/emil/devices', withKey)).body).data
        ?.devices ?? [];
    await eventually(
      () => devicesAt(b),
      (devices) => devices.length === 1,
    );
    const desktop = await signIn(b.url, 'emil', { token });
    const [device] = await devicesAt(a);
    const revoked = await a.request('DELETE', `/api/agents/emil/devices/${device?.id ?? ''}`, withKey);
    expect(revoked.status).toBe(204);
    expect(await desktop.closed()).toEqual({ code: 4401, reason: 'This device was signed out.' });
    expect(await devicesAt(b)).toEqual([]);
    expect(await isLetIn(b, token)).toBe(false);
  });

  it('forget a number together, and Redis with them', async () => {
    const number = '+493090182099';
    const base = endedCall({ linkedId: '1700000002.9' });
    a.pbx.tell({ ...base, remote: { ...base.remote, number, display: number } });
    const hasIt = (calls: { remote: { number: string | null } }[]) =>
      calls.some(({ remote }) => remote.number === number);
    await eventually(() => historyOf(b), hasIt);
    const asked = await a.request('POST', '/api/forget', { ...withKey, body: { number, erase: true } });
    expect(asked.status).toBe(200);
    await eventually(
      () => historyOf(b),
      (calls) => !hasIt(calls),
    );
    expect(hasIt(await historyOf(a))).toBe(false);
    const redisCli = await connectRedis({ url: redis.url, timeoutMs: 5_000 }, () => {});
    onTestFinished(() => redisCli.close());
    await eventually(
      async () => JSON.stringify(await redisCli.ask(['XRANGE', 'cti:changes', '-', '+'])),
      (told) => !told.includes('90182099'),
    );
  });

  it('say how they are', async () => {
    // One that is gone is known for a while.
    const onlineOf = ({ others }: Status['relays']) => others.filter(({ online }) => online);
    const [left, right] = await eventually(
      async () => [await statusOf(a), await statusOf(b)] as const,
      (both) => both.every(({ relays }) => relays.waiting === 0 && onlineOf(relays).length === 1),
    );
    expect([left.relays.onDuty, right.relays.onDuty].sort()).toEqual([false, true]);
    expect(left.redis).toMatchObject({ state: 'connected', problem: null });
    expect(onlineOf(left.relays)[0]).toMatchObject({ onDuty: right.relays.onDuty });
  });
});

describe.skipIf(noRedis !== null)('a relay whose Redis is not there', () => {
  it('starts, pops and keeps its history; gives out no codes; and shares once it comes', async () => {
    const redis = await startRedis();
    await redis.kill();
    const relay = await startRelay({ env: { REDIS_URL: redis.url }, file: { redis: { leaseSeconds: 1 } } });
    onTestFinished(async () => {
      await relay.stop();
      await redis.stop();
    });
    await until(() => relay.log.text().includes('The link to Redis is down'));
    const desktop = await signIn(relay.url, 'anna');
    relay.pbx.tell(aCall({ linkedId: '1700000003.1', id: 'pbx:1700000003.1' }));
    await desktop.nextOfType('screen_pop');
    desktop.close();
    relay.pbx.tell(endedCall({ linkedId: '1700000003.2' }));
    expect((await historyOf(relay)).map(({ id }) => id)).toContain('pbx:1700000003.2');
    const code = await relay.request('POST', '/api/agents/ben/enrolment', withKey);
    expect(code).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } });
    await redis.start();
    await eventually(
      () => statusOf(relay),
      (status) => status.redis.state === 'connected' && status.relays.onDuty && status.relays.waiting === 0,
    );
    expect((await relay.request('POST', '/api/agents/ben/enrolment', withKey)).status).toBe(201);
  });

  it('is let in by the right password alone, and says so without it', async () => {
    const redis = await startRedis('--requirepass', 'the-right-one-0123456789');
    const url = redis.url.replace('redis://', 'redis://:a-wrong-one-0123456789@');
    const relay = await startRelay({ env: { REDIS_URL: url } });
    onTestFinished(async () => {
      await relay.stop();
      await redis.stop();
    });
    const { redis: link } = await eventually(
      () => statusOf(relay),
      (status) => status.redis.state === 'down',
    );
    expect(link.problem).toMatch(/refuses the user name or password of REDIS_URL/);
    expect(relay.log.text() + JSON.stringify(link)).not.toContain('a-wrong-one');
  });
});
