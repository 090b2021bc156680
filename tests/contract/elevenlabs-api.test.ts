/** What the relay asks ElevenLabs' API, and that it takes any answer. Real HTTP against the simulator. */
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createElevenLabsApi } from '../../src/relay/ai/elevenlabs-api';
import { cluesOf } from '../../src/relay/ai/clues';
import { conversationOf, readWebhook } from '../../src/relay/ai/webhook';
import { startElevenLabsApi, transcription } from '../../src/simulators/elevenlabs';

const apiKey = 'xi-the-key-of-this-test-0123456789';
const startedAt = 1_795_421_135;

const start = async (options: { apiKey?: string; conversationBytes?: number } = {}) => {
  const simulator = await startElevenLabsApi({ apiKey });
  const api = createElevenLabsApi(
    { apiUrl: simulator.url, apiKey, timeoutMs: 20_000, conversationBytes: 200_000, ...options },
    { now: () => startedAt * 1_000 },
  );
  onTestFinished(async () => {
    api.close();
    await simulator.stop();
  });
  const list = (more: { agentId?: string; cursor?: string | null } = {}) =>
    api.list({ startedAfter: (startedAt - 3_600) * 1_000 + 7, agentId: null, cursor: null, ...more });
  return { ...simulator, api, list };
};

it('lists page by page, with the parameters of elevenlabs-js', async () => {
  const { add, list, requests } = await start();
  for (let n = 0; n < 101; n += 1) add({ conversationId: `conv_${n}`, startedAt: startedAt + n });
  add({ conversationId: 'conv_old', startedAt: startedAt - 4_000 });
  const first = await list({ agentId: 'agent_7101k5zvyjhmfg983brhmhkd98n6' });
  expect(first).toMatchObject({ ok: true });
  if (!first.ok) return;
  expect(first.value.conversations).toHaveLength(100);
  expect(first.value.conversations[0]).toEqual({
    conversationId: 'conv_100',
    agentId: 'agent_7101k5zvyjhmfg983brhmhkd98n6',
    status: 'done',
    endedMs: (startedAt + 100 + 42) * 1_000,
  });
  const second = await list({ cursor: first.value.cursor });
  expect(second).toMatchObject({
    value: { cursor: null, conversations: [{ conversationId: 'conv_0' }] },
  });
  expect(requests[0]).toBe(
    `/v1/convai/conversations?page_size=100&call_start_after_unix=${startedAt - 3_600}&agent_id=agent_7101k5zvyjhmfg983brhmhkd98n6`,
  );
});

it('gets a conversation as its webhook tells it, with fields that nobody knows yet', async () => {
  const { add, api } = await start();
  const conversation = { conversationId: 'conv_1', startedAt, headers: { 'X-Call-ID': '17.1' } };
  add(conversation, { of_next_year: { a: 1 } });
  const answer = await api.conversation('conv_1');
  const { data } = transcription(conversation);
  expect(answer).toEqual({ ok: true, value: { ...data, of_next_year: { a: 1 } } });
  expect(await api.conversation('conv_none')).toEqual({ ok: true, value: null });
});

it('names what refuses it, and never the key', async () => {
  const { list, api } = await start({ apiKey: 'xi-a-wrong-key' });
  for (const answer of [await list(), await api.conversation('conv_1')]) {
    expect(answer).toMatchObject({
      ok: false,
      error: { kind: 'refused', message: expect.stringContaining('ELEVENLABS_API_KEY') as string },
    });
    expect(JSON.stringify(answer)).not.toContain('xi-');
  }
});

it('takes a conversation up to the limit and none above it', async () => {
  const { api, add } = await start({ conversationBytes: 5_000 });
  add({ conversationId: 'conv_1', startedAt, lines: [['user', 'x'.repeat(6_000), 1]] });
  expect(await api.conversation('conv_1')).toMatchObject({
    ok: false,
    error: { kind: 'failed', message: expect.stringContaining('more than the relay takes') as string },
  });
});

describe('takes any answer', () => {
  const odd = fc.oneof(fc.string(), fc.double(), fc.constant(null), fc.integer());
  const page = fc.record(
    {
      conversations: fc.oneof(
        fc.array(
          fc.oneof(
            fc.jsonValue({ maxDepth: 1 }),
            fc.record(
              {
                conversation_id: fc.oneof(fc.constantFrom('conv_1', '../conv', 'a b'), odd),
                agent_id: odd,
                status: fc.oneof(fc.constantFrom('done', 'later'), odd),
                start_time_unix_secs: fc.oneof(fc.constant(startedAt), odd),
                call_duration_secs: odd,
              },
              { requiredKeys: [] },
            ),
          ),
          { maxLength: 5 },
        ),
        odd,
      ),
      next_cursor: odd,
      has_more: fc.oneof(fc.boolean(), odd),
    },
    { requiredKeys: [] },
  );

  it('to its list', async () => {
    const { list, faults } = await start();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          fc.string(),
          page.map((value) => JSON.stringify(value)),
        ),
        async (body) => {
          faults.push({ status: 200, body });
          const answer = await list();
          if (!answer.ok) expect(answer.error.kind).toBe('failed');
          else
            for (const { conversationId, endedMs } of answer.value.conversations) {
              expect(conversationId).toMatch(/^[\w-]+$/);
              expect(Number.isFinite(endedMs)).toBe(true);
            }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('to one conversation, and what is read in it', async () => {
    const { api, faults } = await start();
    const { data } = transcription({ conversationId: 'conv_1', startedAt });
    const damaged = fc
      .tuple(fc.constantFrom(...Object.keys(data)), fc.jsonValue({ maxDepth: 3 }))
      .map(([field, value]) => JSON.stringify({ ...data, [field]: value }));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), damaged), async (body) => {
        faults.push({ status: 200, body });
        const answer = await api.conversation('conv_1');
        if (!answer.ok || answer.value === null) return;
        expect(answer.value.conversation_id).toBe('conv_1');
        const event = { type: 'post_call_transcription', event_timestamp: 1, data: answer.value };
        const read = readWebhook(JSON.stringify(event));
        expect(read.kind).toBe('transcription');
        if (read.kind !== 'transcription') return;
        expect(conversationOf(read.data).conversationId).toBe('conv_1');
        expect(cluesOf(read.data).conversationId).toBe('conv_1');
      }),
      { numRuns: 150 },
    );
  });
});
