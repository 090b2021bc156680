/** What ElevenLabs sends, and what the relay reads in it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initiationFailure, transcription } from '../../src/simulators/elevenlabs';
import { cluesOf, failureCluesOf } from '../../src/relay/ai/clues';
import { conversationOf, failedConversationOf, identityOf, readWebhook } from '../../src/relay/ai/webhook';

const read = (event: unknown) => readWebhook(JSON.stringify(event));
const told = (event: unknown) => {
  const webhook = read(event);
  if (webhook.kind !== 'transcription') throw new Error(webhook.kind);
  return { conversation: conversationOf(webhook.data), clues: cluesOf(webhook.data) };
};
const base = { conversationId: 'conv_1', startedAt: 1_795_421_135 };

describe('a transcription', () => {
  it('is read whole', () => {
    const event = transcription({
      ...base,
      evaluation: { solved: 'failure' },
      collected: { order: 4711, urgent: true, nothing: null },
    });
    expect(told(event).conversation).toEqual({
      conversationId: 'conv_1',
      agentId: 'agent_7101k5zvyjhmfg983brhmhkd98n6',
      agentName: 'Nora',
      startedAt: '2026-11-23T08:05:35.000Z',
      durationSeconds: 42,
      summary: 'The customer misses delivery 4711 and wants to talk to somebody.',
      success: 'success',
      ended: 'end_call tool was called.',
      evaluation: [{ name: 'solved', result: 'failure', why: 'Because of what was said about solved.' }],
      collected: [
        { name: 'order', value: '4711' },
        { name: 'urgent', value: 'true' },
      ],
      transcript: [
        { speaker: 'assistant', text: 'Hello, this is Nora of Nordwind. How can I help?', atSeconds: 0 },
        { speaker: 'customer', text: 'My delivery 4711 has not come.', atSeconds: 4 },
        { speaker: 'assistant', text: 'I am sorry. I will put you through to a colleague.', atSeconds: 9 },
      ],
    });
  });

  it.each<[string, object]>([
    ['nothing but the conversation', { conversation_id: 'c' }],
    [
      'nothing where something was',
      { conversation_id: 'c', analysis: null, metadata: null, transcript: null },
    ],
    [
      'other shapes',
      { conversation_id: 'c', analysis: 'x', metadata: [], transcript: { resourceSpans: [] } },
    ],
    [
      'other values',
      {
        conversation_id: 'c',
        analysis: { call_successful: 'perhaps' },
        metadata: { call_duration_secs: -1 },
      },
    ],
  ])('with %s counts as not told', (_, data) => {
    const { conversation, clues } = told({ type: 'post_call_transcription', event_timestamp: 1, data });
    expect(conversation).toMatchObject({
      success: 'unknown',
      summary: null,
      durationSeconds: 0,
      transcript: [],
    });
    expect(clues).toMatchObject({ isCall: false, startedMs: null });
  });

  it('keeps its good lines beside a bad one', () => {
    const event = transcription(base);
    const transcript = [
      { role: 'user', message: 'A', time_in_call_secs: null },
      { role: 'tool', message: 'B' },
      { role: 'agent', message: null },
      'C',
    ];
    expect(told({ ...event, data: { ...event.data, transcript } }).conversation.transcript).toEqual([
      { speaker: 'customer', text: 'A', atSeconds: null },
    ]);
  });
});

describe('clues', () => {
  const ids = (headers: Record<string, string>, more: object = {}) =>
    told(transcription({ ...base, headers, ...more })).clues;

  it('are the headers of the dialplan first, then what the provider calls the call', () => {
    expect(
      ids({ 'X-Call-ID': '17.1', 'X-Linkedid': '17.2', 'X-Pbx-Id': 'north' }, { sipCallId: 'abc@host' }),
    ).toMatchObject({
      pbxId: 'north',
      ids: [
        { value: '17.2', how: 'header' },
        { value: '17.1', how: 'header' },
        { value: '17.1', how: 'call-sid' },
        { value: 'abc@host', how: 'call-sid' },
      ],
      number: '+491711234567',
      agentNumber: '+4930555001',
      startedMs: 1_795_421_135_000,
    });
  });

  it('may be nothing but the number and the time', () => {
    expect(ids({})).toMatchObject({ pbxId: null, ids: [{ how: 'call-sid' }], isCall: true });
  });

  it('of a call that nobody took are its number and its id', () => {
    const webhook = read(
      initiationFailure('conv_2', { to: '+491711234567', reason: 'busy', callSid: '17.3', eventAt: 5 }),
    );
    if (webhook.kind !== 'failure') throw new Error(webhook.kind);
    expect(failureCluesOf(webhook.data)).toMatchObject({
      ids: [{ value: '17.3', how: 'call-sid' }],
      number: '+491711234567',
      direction: 'outbound',
    });
    expect(failedConversationOf(webhook.data)).toMatchObject({
      success: 'failure',
      ended: 'busy: Busy Here',
    });
  });
});

describe('identity', () => {
  const of = (event: unknown) =>
    identityOf(Buffer.from(typeof event === 'string' ? event : JSON.stringify(event)));

  it('is type, conversation and time, a number or a text', () => {
    const { key } = of(transcription(base, 5));
    expect(of({ ...transcription(base, 5), more: 'field' }).key).toBe(key);
    expect(of({ ...transcription(base), event_timestamp: '5' }).key).toBe(key);
    expect(of(transcription(base, 6)).key).not.toBe(key);
    expect(of(transcription({ ...base, conversationId: 'conv_2' }, 5)).key).not.toBe(key);
  });

  it('is that of the bytes for all else, and nothing makes it throw', () => {
    expect(of('{"type":"x"}')).toMatchObject({ type: 'x', conversationId: null, isNamed: false });
    expect(of('{').type).toBe('unreadable');
    expect(of('{').key).not.toBe(of('[').key);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(of(body).key).not.toBe('');
        expect(readWebhook(body).kind).toBeDefined();
      }),
    );
  });
});

it.each([
  ['a new type', { type: 'post_call_dream', event_timestamp: 1, data: { conversation_id: 'c' } }],
  ['no conversation', { type: 'post_call_transcription', event_timestamp: 1, data: {} }],
  ['a recording of none', { type: 'post_call_audio', data: {} }],
  ['no type', { data: {} }],
])('%s is kept and nothing else', (_, event) => {
  expect(read(event).kind).toBe('other');
});
