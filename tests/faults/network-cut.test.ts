/**
 * A relay on a machine of its own, whose wires are cut one after the other so that packets vanish and nobody is told: to its
 * desktops, to the PBX, to Redis. Each end finds out by its own signs of life, long before TCP would (a quarter of an hour); what
 * went on meanwhile is neither lost nor doubled; and the way that is back is taken again.
 */
import { expect, it, onTestFinished } from 'vitest';
import { createAsteriskSimulator } from '../../src/simulators/asterisk/simulator';
import { createSuiteCrmSimulator } from '../../src/simulators/suitecrm';
import { createCutProxy } from '../support/cut-proxy';
import { deskAgents, openDesks } from '../support/faults/desks';
import { createHouseClock } from '../support/faults/house-clock';
import { eventually, type MadeCall } from '../support/faults/house';
import { wrongs } from '../support/faults/tally';
import { layWire, noWire } from '../support/faults/wire';
import { noRedis, startRedis } from '../support/redis-server';
import { createRelayOfSeveral, type RelayOfSeveral } from '../support/relay-of-several';
import { peerSettings } from '../support/simulated-peers';
import { tempFolder } from '../support/temp-folder';

const agents = deskAgents(6);

const open = async () => {
  const wire = layWire();
  const at = { pbx: wire.here(2), redis: wire.here(3), crm: wire.here(4) };
  const redis = await startRedis();
  const clock = createHouseClock();
  const asterisk = await createAsteriskSimulator({ clock });
  const crm = await createSuiteCrmSimulator();
  // Each peer listens at an address of its own on the wire; nothing is cut in here.
  const lines = {
    pbx: await createCutProxy(asterisk.port, at.pbx),
    redis: await createCutProxy(redis.port, at.redis),
    crm: await createCutProxy(crm.port, at.crm),
  };
  const relayWith = (
    name: string,
    env: Record<string, string>,
    on?: { command: readonly string[]; host: string },
  ): RelayOfSeveral =>
    createRelayOfSeveral({
      home: tempFolder(`relay-${name}`),
      env: { ...peerSettings(asterisk, crm), REDIS_URL: redis.url, ...env },
      file: {
        agents,
        http: { requestsPerMinute: 1_000_000 },
        webSocket: { heartbeatSeconds: 1 },
        crm: { retry: { baseSeconds: 0.05, maxSeconds: 0.5 } },
        redis: { name, leaseSeconds: 2, timeoutSeconds: 1 },
      },
      ...(on && { on }),
    });
  const there = relayWith(
    'there',
    {
      AMI_HOST: at.pbx,
      AMI_PORT: String(lines.pbx.port),
      SUITECRM_URL: `http://${at.crm}:${lines.crm.port}`,
      REDIS_URL: `redis://${at.redis}:${lines.redis.port}`,
    },
    { command: wire.there, host: wire.relay.host },
  );
  const here = relayWith('here', {});
  const desks = { current: openDesks(here.url() || 'http://127.0.0.1:1', []) };
  onTestFinished(async () => {
    desks.current.stop();
    await Promise.all([there.kill(), here.kill()]);
    await Promise.all(Object.values(lines).map((line) => line.stop()));
    await Promise.all([redis.stop(), asterisk.stop(), crm.stop()]);
    clock.stop();
  });
  // The one whose wires are cut has the duty.
  await there.start();
  await eventually(async () => (await there.status()).relays.onDuty);
  await here.start();
  for (const relay of [there, here])
    await eventually(async () => {
      const { redis: link, pbx } = await relay.status();
      return link.state === 'connected' && pbx[0]?.state === 'connected';
    });
  const desktopsGoTo = there.url().replace(wire.relay.host, wire.relay.desktops);
  desks.current = openDesks(`${desktopsGoTo}, ${here.url()}`, agents);
  await eventually(async () => (await there.status()).agents.sockets === agents.length);

  const made: MadeCall[] = [];
  /** One at each phone. */
  const callAll = (times: { ringMs: number; talkMs: number }): Promise<unknown> =>
    Promise.all(
      agents.map(({ id, name, extensions: [extension = ''] }, n) => {
        const { linkedId, done } = asterisk.call({
          kind: 'inbound',
          agent: { extension, name },
          from: { number: `49151${10_000_000 + made.length + n}`, name: '' },
          did: '4930555001',
          ...times,
        });
        made.push({ id: `pbx:${linkedId}`, desks: [id], held: true, done });
        return done;
      }),
    );
  return { wire, at, crm, clock, there, here, desks: () => desks.current, made, callAll };
};

it.skipIf(noWire !== null || noRedis !== null)(
  'finds that its desktops, its PBX, its Redis are cut off, and nothing is lost or doubled',
  { timeout: 240_000 },
  async () => {
    const world = await open();
    const { wire, at, clock, there, here, desks, made, callAll } = world;
    const bothHave = (count: number): Promise<void> =>
      eventually(async () => {
        const all = await Promise.all([there.status(), here.status()]);
        return all.every(({ calls, callLog }) => calls.stored === count && callLog.logged === count);
      });

    // Desktops: both ends find out, and the desktops go to the other relay while it rings.
    clock.holdAfter(500);
    const rung = callAll({ ringMs: 1_000, talkMs: 500 });
    wire.cut(wire.relay.desktops);
    await eventually(async () => (await there.status()).agents.sockets === 0);
    await eventually(async () => (await here.status()).agents.sockets === agents.length);
    await eventually(() => desks().shown() === agents.length);
    wire.heal(wire.relay.desktops);
    clock.release();
    await rung;
    await bothHave(made.length);

    // PBX: what began and ended meanwhile comes from the relay that saw it.
    wire.cut(at.pbx);
    await callAll({ ringMs: 300, talkMs: 300 });
    await eventually(async () => (await there.status()).pbx[0]?.state === 'down');
    wire.heal(at.pbx);
    await eventually(async () => (await there.status()).pbx[0]?.state === 'connected');
    await bothHave(made.length);

    // Redis: the other relay writes, until the lease passes back or not.
    wire.cut(at.redis);
    const during = callAll({ ringMs: 300, talkMs: 300 });
    await eventually(async () => (await there.status()).redis.state === 'down');
    await eventually(async () => (await here.status()).relays.onDuty);
    await during;
    wire.heal(at.redis);
    await eventually(async () => (await there.status()).redis.state === 'connected');
    await bothHave(made.length);
    const { callLog, relays } = await there.status();
    expect([callLog.pending, callLog.failed, relays.gap]).toEqual([0, 0, null]);

    await eventually(() => desks().acknowledged() === made.length);
    expect(wrongs(world)).toEqual([]);
  },
);
