/**
 * Two built relays, and the one that writes is killed at the very moment at which an agent's note stands in the CRM and nobody
 * has said so. The agent goes on at the other one and changes his note: it stands in the CRM once, as he left it.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { callNotesSchema } from '../../src/shared/protocol/call-note';
import { createAsteriskSimulator } from '../../src/simulators/asterisk/simulator';
import { createSuiteCrmSimulator } from '../../src/simulators/suitecrm';
import { createCutProxy } from '../support/cut-proxy';
import { noRedis, startRedis } from '../support/redis-server';
import { createRelayOfSeveral, type RelayOfSeveral } from '../support/relay-of-several';
import { peerSettings } from '../support/simulated-peers';
import { tempFolder } from '../support/temp-folder';
import { signIn, tokenOf } from './relay-harness';

/** To ask a busy relay all the time would keep it from its work. */
const pollMs = 50;
const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  for (;;) {
    // A relay that is dead answers nothing.
    const is = await Promise.resolve()
      .then(isSo)
      .catch(() => false);
    if (is) return;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
};

const open = async () => {
  const redis = await startRedis();
  const line = await createCutProxy(redis.port);
  const asterisk = await createAsteriskSimulator();
  const crm = await createSuiteCrmSimulator();
  const relayOn = (name: string, port: number): RelayOfSeveral =>
    createRelayOfSeveral({
      home: tempFolder(`relay-${name}`),
      env: { ...peerSettings(asterisk, crm), REDIS_URL: `redis://127.0.0.1:${port}` },
      file: {
        agents: [{ id: 'anna', name: 'Anna', extensions: ['1001'], token: tokenOf('anna') }],
        http: { requestsPerMinute: 1_000_000 },
        crm: { retry: { baseSeconds: 0.05, maxSeconds: 0.5 } },
        redis: { name, leaseSeconds: 3, timeoutSeconds: 1 },
      },
    });
  const [a, b] = [relayOn('a', line.port), relayOn('b', redis.port)];
  onTestFinished(async () => {
    await Promise.all([a.kill(), b.kill()]);
    await line.stop();
    await Promise.all([redis.stop(), asterisk.stop(), crm.stop()]);
  });
  await a.start();
  await until(async () => (await a.status()).relays.onDuty);
  await b.start();
  for (const relay of [a, b])
    await until(async () => {
      const { redis: link, pbx } = await relay.status();
      return link.state === 'connected' && pbx[0]?.state === 'connected';
    });
  const { linkedId, done } = asterisk.call({
    kind: 'inbound',
    agent: { extension: '1001', name: 'Anna' },
    from: { number: '491711000000', name: '' },
    did: '4930555001',
    ringMs: 20,
    talkMs: 40,
  });
  await done;
  for (const relay of [a, b]) await until(async () => (await relay.status()).callLog.logged === 1);
  const callId = `pbx:${linkedId}`;
  const description = (): string => {
    const own = crm.records('Calls').map(({ values }) => values['description'] ?? '');
    return own.find((text) => text.includes(`Call id: ${callId}`)) ?? '';
  };
  return { redis, line, crm, a, b, callId, description };
};
type World = Awaited<ReturnType<typeof open>>;

const write = async ({ callId }: World, relay: RelayOfSeveral, text: string): Promise<void> => {
  const desktop = await signIn(relay.url(), 'anna');
  desktop.send({ type: 'call_note', id: text, callId, text });
  await desktop.nextOfType('noted');
  desktop.close();
};
const notesOf = async ({ callId }: World, relay: RelayOfSeveral): Promise<string[]> => {
  const { body } = await relay.ask('GET', `/api/calls/${encodeURIComponent(callId)}/notes`);
  return callNotesSchema.parse(body).notes.map(({ text }) => text);
};
const pending = async (relay: RelayOfSeveral): Promise<number> => (await relay.status()).callLog.pending;

describe.skipIf(noRedis !== null)('a note, whose relay is killed while it writes it', () => {
  const cases: [string, { cut: boolean }][] = [
    ['that could tell the other', { cut: false }],
    // It has the duty still, for as long as the lease is trusted.
    ['that could tell nobody', { cut: true }],
  ];
  it.each(cases)('stands in the CRM once, by a relay %s', { timeout: 180_000 }, async (_, { cut }) => {
    const world = await open();
    const { a, b, crm, line, description } = world;
    let isThere = false;
    let gone = Promise.resolve();
    crm.faults.perRequest = ({ method, body }) => {
      if (method !== 'PATCH' || !JSON.stringify(body).includes('Note by Anna')) return null;
      isThere = true;
      gone = a.kill();
      crm.faults.perRequest = null;
      return { done: true, answer: 'never' };
    };
    if (cut) line.cut();
    await write(world, a, 'First words');
    await until(async () => isThere || !(await a.status()).relays.onDuty);
    await Promise.all([gone, a.kill()]);
    crm.faults.perRequest = null;
    // Only where the other one knows of it.
    expect(isThere).toBe(!cut);

    await write(world, b, 'Last words');
    await until(async () => description().includes('Last words') && (await pending(b)) === 0);
    expect(description().match(/Note by Anna/g)).toHaveLength(1);
    expect(description()).not.toContain('First words');

    // Who comes back changes nothing of it.
    line.heal();
    await a.start();
    await until(async () => (await notesOf(world, a))[0] === 'Last words' && (await pending(a)) === 0);
    expect(await notesOf(world, b)).toEqual(['Last words']);
    expect(description().match(/Note by Anna/g)).toHaveLength(1);
  });
});
