/** Conversations whose webhook never came are fetched once, through every trouble of the API. Real HTTP, a real store. */
import { expect, it, onTestFinished } from 'vitest';
import { ownCallId } from '../../src/relay/ai/own-call';
import { callSchema } from '../../src/shared/call/call';
import { statusSchema, type Status } from '../../src/shared/protocol/rest';
import {
  createElevenLabsSimulator,
  startElevenLabsApi,
  transcription,
} from '../../src/simulators/elevenlabs';
import { aCall, endedCall } from '../support/calls';
import { createFakeClock } from '../support/fake-clock';
import { until } from '../support/until';
import { startRelay, withKey } from './relay-harness';

const apiKey = 'xi-the-key-of-this-test-0123456789';
const secret = 'wsec_the-secret-of-this-test-0123456789';
const minuteMs = 60_000;
/** In the middle of aCall(), which is over by `start`. */
const startedAt = Date.parse(aCall().startedAt) / 1_000 + 3;

const start = async ({
  elevenlabs = {},
  env = {},
}: { elevenlabs?: object; env?: Record<string, string> } = {}) => {
  const api = await startElevenLabsApi({ apiKey });
  const clock = createFakeClock(startedAt * 1_000 + 60 * minuteMs);
  const relay = await startRelay({
    clock,
    env: { ELEVENLABS_WEBHOOK_SECRET: secret, ELEVENLABS_API_KEY: apiKey, ...env },
    file: {
      elevenlabs: { joinSeconds: 0, apiUrl: api.url, ...elevenlabs },
      http: { requestsPerMinute: 1_000_000 },
    },
  });
  let running = true;
  const stop = async (): Promise<void> => {
    if (running) await relay.stop();
    running = false;
  };
  onTestFinished(async () => {
    await stop();
    await api.stop();
  });
  const status = async () =>
    statusSchema.parse((await relay.request('GET', '/api/status', withKey)).body).conversations;
  const state = async (wanted: (now: Status['conversations']['reconcile']) => boolean) => {
    for (;;) {
      const { reconcile } = await status();
      if (wanted(reconcile)) return reconcile;
    }
  };
  /** Turns the clock to the next poll and lets it, and what it found, be worked through. */
  const begin = async () => {
    const { nextPollAt, lastPollAt } = await state((now) => now.nextPollAt !== null);
    clock.advance(Date.parse(nextPollAt ?? '') - clock.now());
    return lastPollAt;
  };
  const poll = async () => {
    const before = await begin();
    const done = await state((now) => now.lastPollAt !== before);
    clock.advance(0);
    return done;
  };
  const call = async (id: string) => {
    const { status: code, body } = await relay.request('GET', `/api/calls/${id}`, { ...withKey });
    return code === 200 ? callSchema.parse(body) : null;
  };
  const eleven = createElevenLabsSimulator({ url: `${relay.url}/webhook/elevenlabs`, secret, clock });
  const fetched = () => api.requests.filter((url) => !url.includes('?')).map((url) => url.split('/').at(-1));
  return { ...relay, stop, begin, api, clock, poll, status, call, eleven, fetched };
};

const said = (conversationId = 'conv_1') => ({
  conversationId,
  startedAt,
  headers: { 'X-Call-ID': aCall().linkedId },
});

it('what never came is fetched and joined once; the webhook that comes later is known', async () => {
  const { api, poll, pbx, call, eleven, clock, status, log } = await start();
  pbx.tell(endedCall());
  api.add(said());
  expect(await poll()).toMatchObject({ enabled: true, found: 1, problem: null });
  expect((await call(endedCall().id))?.ai).toMatchObject({ conversationId: 'conv_1', matchedBy: 'header' });
  const { version } = (await call(endedCall().id)) ?? {};

  expect(await eleven.send(transcription(said()))).toMatchObject({ status: 200 });
  clock.advance(0);
  expect(await status()).toMatchObject({ waiting: 0, joinedBy: { header: 1, none: 0 } });
  expect((await call(endedCall().id))?.version).toBe(version);
  expect(log.text()).toContain('A webhook of ElevenLabs came again.');
  expect(await poll()).toMatchObject({ found: 1 });
  expect(log.text()).not.toContain(apiKey);
});

it('what came by webhook is not fetched, nor what still runs or may still come by itself', async () => {
  const { api, poll, eleven, clock, fetched } = await start();
  const now = Math.floor(clock.now() / 1_000);
  for (const id of ['conv_1', 'conv_missing']) api.add(said(id));
  api.add({ conversationId: 'conv_runs', startedAt: now - 600 }, { status: 'in-progress' });
  api.add({ conversationId: 'conv_just_over', startedAt: now - 60 });
  api.add({ conversationId: 'conv_long_ago', startedAt: now - 25 * 3_600 });
  await eleven.send(transcription(said()));
  await poll();
  expect(fetched()).toEqual(['conv_missing']);
  api.add({ conversationId: 'conv_runs', startedAt: now - 600 });
  await poll();
  expect(fetched()).toEqual(['conv_missing', 'conv_just_over', 'conv_runs']);
});

it('goes through all pages, of the agents that are named and of no others', async () => {
  const { api, poll, fetched } = await start({ elevenlabs: { agentIds: ['agent_a', 'agent_b'] } });
  for (let n = 0; n < 130; n += 1)
    api.add(
      { conversationId: `conv_${n}`, startedAt: startedAt + n },
      { agent_id: n % 10 === 0 ? 'agent_x' : 'agent_a' },
    );
  api.add({ conversationId: 'conv_b', startedAt }, { agent_id: 'agent_b' });
  expect(await poll()).toMatchObject({ found: 118, problem: null });
  expect(fetched()).toHaveLength(118);
  expect(fetched()).toContain('conv_b');
  expect(api.requests.filter((url) => url.includes('cursor='))).toHaveLength(1);
});

it.each([
  ['a wrong key', { status: 401 }, /refused the API key \(401\)[^]*ELEVENLABS_API_KEY/, 15 * minuteMs],
  ['too many requests', { status: 429 }, /asked too often/, 30_000],
  ['too many, with a time', { status: 429, headers: { 'retry-after': '300' } }, /too often/, 300_000],
  ['a fault of theirs', { status: 500, body: '<html>' }, /answered 500/, 30_000],
  ['no JSON', { status: 200, body: 'Hello' }, /something else than its API/, 30_000],
  ['another JSON', { status: 200, body: '{"conversations": {}}' }, /something else than its API/, 30_000],
  ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, /elsewhere/, 15 * minuteMs],
  ['more than it takes', { status: 200, body: `"${'x'.repeat(5_000_000)}"` }, /more than the relay/, 30_000],
  ['silence', 'silent', /did not answer within 0\.\d s/, 30_000],
  ['a broken line', 'cut', /broke off in the middle/, 30_000],
] as const)('%s is said, and it goes on after a while', async (_, fault, problem, pauseMs) => {
  const { api, poll, clock, log } = await start(
    fault === 'silent' ? { elevenlabs: { reconcile: { timeoutSeconds: 0.3 } } } : {},
  );
  api.add(said());
  api.faults.push(fault);
  const troubled = await poll();
  expect(troubled.problem).toMatch(problem);
  expect(Date.parse(troubled.nextPollAt ?? '') - clock.now()).toBe(pauseMs);
  expect(await poll()).toMatchObject({ found: 1, problem: null });
  expect(log.text()).toMatch(/Looking for conversations at ElevenLabs did not go well/);
  expect(log.text()).not.toContain(apiKey);
});

it('one that can not be had does not hold up the others; several in a row end the round', async () => {
  const { api, poll, fetched } = await start();
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  ids.forEach((conversationId, n) => api.add({ conversationId, startedAt: startedAt - n }));
  api.poison.set('a', { status: 500 });
  api.poison.set('c', { status: 404 });
  api.poison.set('d', { status: 200, body: JSON.stringify({ conversation_id: 'e', status: 'done' }) });
  expect(await poll()).toMatchObject({ found: 3, problem: expect.stringMatching(/another conv/) as string });
  expect(fetched()).toEqual(ids);

  for (const id of ['a', 'c', 'd']) api.poison.set(id, 'cut');
  api.add({ conversationId: 'g', startedAt: startedAt - 60 }, { status: 'failed' });
  expect(await poll()).toMatchObject({ found: 3, problem: expect.stringMatching(/broke off/) as string });
  expect(fetched()).toEqual([...ids, 'a', 'c', 'd']);

  api.poison.clear();
  expect(await poll()).toMatchObject({ found: 7, problem: null });
});

it('a call that nobody saw becomes a call of its own; without a key nothing is asked', async () => {
  const { api, poll, call, log } = await start();
  api.add({ conversationId: 'conv_own', startedAt, customer: '+4930999' });
  await poll();
  await until(() => log.text().includes('A conversation was joined to its call'));
  expect((await call(ownCallId('conv_own')))?.ai).toMatchObject({ matchedBy: 'none' });

  const off = await start({ env: { ELEVENLABS_API_KEY: '' } });
  off.clock.advance(3_600_000);
  expect((await off.status()).reconcile).toMatchObject({ enabled: false, lastPollAt: null });
  expect(off.api.requests).toEqual([]);
});

it('a relay that stops in the middle of a round stops', async () => {
  const { api, begin, stop, log } = await start();
  api.add(said());
  api.faults.push('silent');
  await begin();
  await until(() => api.requests.length > 0);
  await stop();
  expect(api.requests).toHaveLength(1);
  expect(log.text()).not.toContain('did not go well');
});
