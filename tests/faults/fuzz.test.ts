/** Every door of the relay, with what nobody would send: never 500, never silence, always an error of the one shape. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createElevenLabsSimulator, transcription } from '../../src/simulators/elevenlabs';
import { errorResponseSchema } from '../../src/shared/protocol/rest';
import { API_KEY, signIn, startRelay, type TestRelay } from '../integration/relay-harness';

const secret = 'wsec_the-secret-of-a-fuzzed-relay-0123456789';
let relay: TestRelay;
beforeEach(async () => {
  relay = await startRelay({
    env: { ELEVENLABS_WEBHOOK_SECRET: secret },
    file: {
      http: { requestsPerMinute: 1_000_000, enrolmentsPerMinute: 1_000 },
      elevenlabs: { requestsPerMinute: 100_000 },
    },
  });
});
afterEach(() => relay.stop());

const json = fc.jsonValue({ maxDepth: 4 });
const names = fc.constantFrom(
  'id',
  'name',
  'extensions',
  'number',
  'agentId',
  'extension',
  'from',
  'to',
  'limit',
  'cursor',
  'code',
);
const body = fc.oneof(
  json.map((value) => JSON.stringify(value)),
  fc
    .dictionary(names, fc.oneof(json, fc.constantFrom('1001', 'anna', '+49 171 1234567', ['1001'])))
    .map((value) => JSON.stringify(value)),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
const type = fc.constantFrom(
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/json; charset=x',
);
const segment = fc.oneof(
  fc.string({ minLength: 1, maxLength: 40 }),
  fc.constantFrom('anna', 'pbx:1', '..', '%00', '💥'),
);
const query = fc.dictionary(names, fc.string({ maxLength: 40 }), { maxKeys: 4 });

it('answers each of its routes, whatever is asked', async () => {
  const routes = relay.relay.routes().filter(({ isPage }) => !isPage);
  const counts = new Map<number, number>();
  for (const { method, url } of routes) {
    await fc.assert(
      fc.asyncProperty(
        segment,
        query,
        body,
        type,
        fc.boolean(),
        async (part, asked, sent, contentType, hasKey) => {
          const path = url.replace(/:\w+/g, encodeURIComponent(part)).replace('*', encodeURIComponent(part));
          const response = await fetch(`${relay.url}${path}?${new URLSearchParams(asked)}`, {
            method,
            headers: {
              ...(hasKey && { 'x-api-key': API_KEY }),
              ...(method !== 'GET' && { 'content-type': contentType }),
            },
            ...(method !== 'GET' && method !== 'HEAD' && { body: sent }),
            redirect: 'manual',
            signal: AbortSignal.timeout(20_000),
          });
          const { status } = response;
          counts.set(status, (counts.get(status) ?? 0) + 1);
          const text = await response.text();
          expect(status, `${method} ${path}: ${text}`).not.toBe(500);
          if (status >= 400 && method !== 'HEAD')
            expect(errorResponseSchema.safeParse(JSON.parse(text)).success, text).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  }
  expect(routes.length).toBeGreaterThan(20);
  expect((await relay.request('GET', '/health')).status).toBe(200);
  const asked = [...counts.values()].reduce((sum, count) => sum + count, 0);
  console.log(
    `Fuzzed HTTP: ${routes.length} routes, ${asked} requests, answered ${JSON.stringify(Object.fromEntries(counts))}`,
  );
});

it('takes or refuses each webhook, signed or not', async () => {
  const eleven = createElevenLabsSimulator({ url: `${relay.url}/webhook/elevenlabs`, secret });
  const genuine = transcription({ conversationId: 'conv_fuzz', startedAt: Math.floor(Date.now() / 1_000) });
  const spoilt = fc
    .tuple(fc.constantFrom('type', 'event_timestamp', 'data'), json)
    .map(([name, value]) => JSON.stringify({ ...genuine, [name]: value }));
  const inner = fc
    .tuple(
      fc.constantFrom('conversation_id', 'transcript', 'metadata', 'analysis', 'agent_id', 'full_audio'),
      json,
    )
    .map(([name, value]) => JSON.stringify({ ...genuine, data: { ...genuine.data, [name]: value } }));
  const counts = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(spoilt, inner, fc.string({ unit: 'binary' })),
      fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.string() }),
      async (text, signature) => {
        const isPrintable = signature === null || /^[\x20-\x7e]*$/.test(signature);
        const { status } = await eleven.send(text, signature !== null && isPrintable ? { signature } : {});
        counts.set(status, (counts.get(status) ?? 0) + 1);
        expect([200, 400, 401, 413]).toContain(status);
      },
    ),
    { numRuns: 300 },
  );
  expect(counts.get(200) ?? 0).toBeGreaterThan(50);
  console.log(`Fuzzed webhooks: answered ${JSON.stringify(Object.fromEntries(counts))}`);
});

it('answers or ends each desktop, and goes on with the others', async () => {
  const anna = await signIn(relay.url, 'anna');
  const types = fc.constantFrom(
    'ack',
    'ping',
    'dial',
    'call_note',
    'register_agent',
    'screen_pop',
    '__proto__',
  );
  const message = fc
    .tuple(
      types,
      fc.dictionary(
        fc.constantFrom('id', 'number', 'callId', 'text', 'extension', 'token', 'followUps'),
        json,
      ),
    )
    .map(([kind, more]) => JSON.stringify({ type: kind, ...more }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(message, fc.string({ unit: 'binary' })), { maxLength: 20 }),
      async (texts) => {
        const ben = await signIn(relay.url, 'ben');
        for (const text of texts) ben.send(text);
        ben.send({ type: 'ping', id: 'barrier' });
        const end = await Promise.race([ben.nextOfType('pong').then(() => null), ben.closed()]);
        expect(end, texts.join('\n')).toBeNull();
        ben.close();
      },
    ),
    { numRuns: 40 },
  );
  anna.send({ type: 'ping', id: 'barrier' });
  expect(await anna.nextOfType('pong')).toMatchObject({ re: 'barrier' });
  anna.close();
});
