/**
 * Two built relays on one PBX, one CRM and one Redis, and what may happen to them in the midst of their work: in the end each
 * call is in the CRM once, each conversation once, and both relays have all of them. The network is cut by a proxy between a
 * relay and Redis that lets nothing through and tells nobody. Each signs in to the CRM as another user, so that it is seen who
 * wrote: the same written by both would be there once, too.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callPageSchema } from '../../src/shared/protocol/rest';
import { createAsteriskSimulator } from '../../src/simulators/asterisk/simulator';
import { createElevenLabsSimulator } from '../../src/simulators/elevenlabs';
import { connectRedis } from '../../src/relay/store/redis/connection';
import { transcription } from '../../src/simulators/elevenlabs/events';
import { createSuiteCrmSimulator, demoSignIn, type SimulatedRecord } from '../../src/simulators/suitecrm';
import { createCutProxy, type CutProxy } from '../support/cut-proxy';
import { noRedis, startRedis, type RedisServer } from '../support/redis-server';
import { createRelayOfSeveral, type RelayOfSeveral } from '../support/relay-of-several';
import { peerSettings } from '../support/simulated-peers';
import { tempFolder } from '../support/temp-folder';

const secret = 'wsec_of-several-relays-0123456789';
const lanes = 4;
const callsOfALane = 15;
/** Every third call was with an AI agent first. */
const everyTalk = 3;

interface World {
  a: RelayOfSeveral;
  b: RelayOfSeveral;
  redis: RedisServer;
  /** The line of relay a to Redis. */
  line: CutProxy;
  /** How often each has written into the CRM. */
  writes: () => { a: number; b: number };
  /** As if what a has told was told an hour ago, but for the last of it: what is told just now is told again after each break. */
  age: () => void;
  /** Another one each time that the duty passes on. */
  turn: () => Promise<string>;
}

/** To ask a busy relay all the time would keep it from its work. */
const pollMs = 50;

const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  // A relay that is dead, or stands still, answers nothing.
  while (!(await isSo().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, pollMs));
};
const isSharing = async (relay: RelayOfSeveral): Promise<boolean> =>
  (await relay.status()).redis.state === 'connected';
const onDuty = async (relay: RelayOfSeveral): Promise<boolean> => (await relay.status()).relays.onDuty;

const users = { a: demoSignIn.relay, b: demoSignIn.agents[1] } as const;

/** Plays the day, with what happens after a third of it and after two thirds. @returns what both relays and the CRM have */
const play = async (faults: {
  first: (world: World) => Promise<void>;
  then: (world: World) => Promise<void>;
  /** When all is written. */
  last?: (world: World) => Promise<void>;
}) => {
  const redis = await startRedis();
  const line = await createCutProxy(redis.port);
  const asterisk = await createAsteriskSimulator();
  const crm = await createSuiteCrmSimulator();
  const before = crm.records('Calls').length;
  const homes = { a: tempFolder('relay-a'), b: tempFolder('relay-b') };
  const relayOn = (name: keyof typeof users, port: number): RelayOfSeveral =>
    createRelayOfSeveral({
      home: homes[name],
      env: {
        ...peerSettings(asterisk, crm),
        SUITECRM_USERNAME: users[name].username,
        SUITECRM_PASSWORD: users[name].password,
        ELEVENLABS_WEBHOOK_SECRET: secret,
        REDIS_URL: `redis://127.0.0.1:${port}`,
      },
      file: {
        agents: [{ id: 'anna', name: 'Anna', extensions: ['1001'] }],
        http: { requestsPerMinute: 1_000_000 },
        crm: { retry: { baseSeconds: 0.05, maxSeconds: 0.5 } },
        elevenlabs: { joinSeconds: 600 },
        redis: { name, leaseSeconds: 2, timeoutSeconds: 1 },
      },
    });
  const writesOf = (name: keyof typeof users): number =>
    crm.requests.filter(
      ({ method, path, user }) => method !== 'GET' && path.includes('/V8/') && user === users[name].username,
    ).length;
  const asking = await connectRedis({ url: redis.url, timeoutMs: 5_000 }, () => {});
  const world: World = {
    a: relayOn('a', line.port),
    b: relayOn('b', redis.port),
    redis,
    line,
    writes: () => ({ a: writesOf('a'), b: writesOf('b') }),
    age: () => {
      const file = new Database(join(homes.a, 'data', 'relay.db'));
      file.exec(
        'UPDATE shared_changes SET at = at - 3600000 WHERE sent = 1 AND seq < (SELECT max(seq) FROM shared_changes)',
      );
      file.close();
    },
    turn: async () => String(await asking.ask(['GET', 'cti:term'])),
  };
  const { a, b } = world;
  onTestFinished(async () => {
    a.signal('SIGCONT');
    await Promise.all([a.kill(), b.kill()]);
    asking.close();
    await line.stop();
    await Promise.all([redis.stop(), asterisk.stop(), crm.stop()]);
  });
  // The first one has the duty.
  await a.start();
  await until(() => onDuty(a));
  await b.start();
  for (const relay of [a, b])
    await until(async () => (await isSharing(relay)) && (await relay.status()).pbx[0]?.state === 'connected');

  const linkedIds: string[] = [];
  const talks: string[] = [];
  let played = 0;
  /** To either of them, as a proxy would; to the other one where it does not answer. */
  const sendWebhook = async (linkedId: string, n: number): Promise<void> => {
    const conversationId = `conv_${linkedId}`;
    talks.push(conversationId);
    for (let turn = n; ; turn += 1) {
      const relay = turn % 2 === 0 ? a : b;
      const eleven = createElevenLabsSimulator({ url: `${relay.url()}/webhook/elevenlabs`, secret });
      const event = transcription({
        conversationId,
        startedAt: Math.floor(Date.now() / 1_000),
        headers: { 'X-Call-ID': linkedId },
      });
      // One that stands still takes it when it goes on: then it has come twice.
      const sent = await Promise.race([eleven.send(event).catch(() => null), aWhile()]);
      if (sent?.status === 200) return;
    }
  };
  const aLane = async (lane: number): Promise<void> => {
    for (let n = 0; n < callsOfALane; n += 1) {
      const { linkedId, done } = asterisk.call({
        kind: 'inbound',
        agent: { extension: '1001', name: 'Anna' },
        from: { number: `49171${1_000_000 + lane * 100 + n}`, name: '' },
        did: '4930555001',
        ringMs: 40,
        talkMs: 80,
      });
      linkedIds.push(linkedId);
      await done;
      if (n % everyTalk === 0) await sendWebhook(linkedId, lane + n);
      played += 1;
    }
  };
  const all = lanes * callsOfALane;
  const playedTo = (count: number) => until(() => Promise.resolve(played >= count));
  const disturb = async (): Promise<void> => {
    await playedTo(all / 3);
    await faults.first(world);
    await playedTo((all * 2) / 3);
    await faults.then(world);
  };
  await Promise.all([disturb(), ...Array.from({ length: lanes }, (_, lane) => aLane(lane))]);

  const records = (): SimulatedRecord[] => crm.records('Calls').slice(before);
  const isAllWritten = async (relay: RelayOfSeveral): Promise<boolean> => {
    const { callLog, conversations, relays, calls } = await relay.status();
    return (
      calls.stored === all &&
      callLog.logged === all &&
      conversations.logged === talks.length &&
      relays.waiting === 0
    );
  };
  for (const relay of [a, b]) await until(() => isAllWritten(relay));
  const historyOf = async (relay: RelayOfSeveral) => {
    const { calls } = callPageSchema.parse((await relay.ask('GET', '/api/calls?limit=200')).body);
    return calls.map((call) => ({ ...call, version: 0 }));
  };
  // What was told last may still be on its way.
  await until(async () => JSON.stringify(await historyOf(a)) === JSON.stringify(await historyOf(b)));

  await faults.last?.(world);

  const texts = (): string[] => records().flatMap(({ values }) => (values['description'] ?? '').split('\n'));
  const idOf = ({ values }: SimulatedRecord): string =>
    /^Call id: pbx:(\S+)$/m.exec(values['description'] ?? '')?.[1] ?? '';
  return {
    linkedIds: linkedIds.sort(),
    talks,
    recordIds: records().map(idOf).sort(),
    /** How often each conversation stands in the CRM. */
    talksWritten: talks.map(
      (id) => texts().filter((line) => line.trim() === `AI conversation: ${id}`).length,
    ),
    notes: crm.records('Notes').filter(({ values }) => records().some(({ id }) => id === values['parent_id']))
      .length,
    histories: [await historyOf(a), await historyOf(b)] as const,
  };
};

/** A sender's patience. */
const aWhile = (): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), 500));

const nothing = (): Promise<void> => Promise.resolve();

describe.skipIf(noRedis !== null)('two relays, each call once', () => {
  const cases: [string, Parameters<typeof play>[0]][] = [
    [
      'while nothing happens, written by the one whose turn it is',
      (() => {
        let before = '';
        return {
          first: async ({ turn }: World) => {
            before = await turn();
          },
          then: nothing,
          last: async ({ turn, writes }: World) => {
            const { a, b } = writes();
            expect(a).toBeGreaterThan(0);
            // A machine that is too busy for a sign of life passes it on by itself.
            if ((await turn()) === before) expect(b).toBe(0);
          },
        };
      })(),
    ],
    [
      'where the one that writes is killed, the other does it, and it comes back',
      {
        first: async ({ a, b }) => {
          await a.kill();
          await until(() => onDuty(b));
        },
        then: ({ a }) => a.start(),
      },
    ],
    [
      'where the other one is killed, and comes back',
      { first: ({ b }) => b.kill(), then: ({ b }) => b.start() },
    ],
    [
      'where the one that writes stands still until the other does it, and goes on',
      {
        first: async ({ a, b }) => {
          a.signal('SIGSTOP');
          await until(() => onDuty(b));
        },
        then: ({ a }) => {
          a.signal('SIGCONT');
          return Promise.resolve();
        },
      },
    ],
    [
      'where the one that writes is cut off from Redis, and stops before the other begins',
      (() => {
        let before = 0;
        return {
          first: async ({ line, b, writes }: World) => {
            line.cut();
            await until(() => onDuty(b));
            before = writes().a;
          },
          then: ({ line, writes }: World) => {
            expect(writes().a).toBe(before);
            line.heal();
            return Promise.resolve();
          },
        };
      })(),
    ],
    [
      'where Redis is killed, and comes back with its data',
      {
        first: async ({ redis, a, b }) => {
          await redis.kill();
          for (const relay of [a, b]) await until(async () => !(await isSharing(relay)));
        },
        then: ({ redis }) => redis.start(),
      },
    ],
    [
      'where Redis loses its data while the other one is away and has heard of nothing',
      {
        first: ({ b }) => b.kill(),
        then: async ({ redis, a, b, age }) => {
          // What is told is told to a Redis that forgets it, and to nobody.
          await until(async () => (await a.status()).relays.waiting === 0);
          await redis.kill();
          await until(async () => !(await isSharing(a)));
          age();
          await redis.start({ lost: true });
          await b.start();
        },
      },
    ],
  ];
  it.each(cases)('%s', { timeout: 240_000 }, async (_, faults) => {
    const { linkedIds, talks, recordIds, talksWritten, notes, histories } = await play(faults);
    expect(recordIds).toEqual(linkedIds);
    expect(talksWritten).toEqual(talks.map(() => 1));
    expect(notes).toBe(talks.length);
    const [left, right] = histories;
    expect(left).toHaveLength(linkedIds.length);
    expect(right).toEqual(left);
  });
});
