/** A conversation finds its call: before the hangup, after it, hours later, or never. Real HTTP, a real store. */
import { expect, it, onTestFinished } from 'vitest';
import { ownCallId } from '../../src/relay/ai/own-call';
import { createSqliteStore } from '../../src/relay/store/sqlite';
import { callSchema, type Call } from '../../src/shared/call/call';
import { systemClock } from '../../src/shared/clock';
import { silentLogger } from '../../src/shared/logger';
import { callTranscriptSchema } from '../../src/shared/protocol/conversation';
import {
  audio,
  createElevenLabsSimulator,
  initiationFailure,
  transcription,
  type SimulatedConversation,
} from '../../src/simulators/elevenlabs';
import { aCall, answeredBy, ended, endedCall } from '../support/calls';
import { tempFolder } from '../support/temp-folder';
import { until } from '../support/until';
import { signIn, startRelay, withKey, withToken, type RelayTestOptions } from './relay-harness';

const secret = 'wsec_the-secret-of-this-test-0123456789';
const callStart = Date.parse(aCall().startedAt) / 1_000;

const start = async ({ file, ...options }: RelayTestOptions = {}) => {
  const relay = await startRelay({
    env: { ELEVENLABS_WEBHOOK_SECRET: secret },
    file: { elevenlabs: { joinSeconds: 0 }, http: { requestsPerMinute: 1_000_000 }, ...file },
    ...options,
  });
  let running = true;
  const stop = async (): Promise<void> => {
    if (running) await relay.stop();
    running = false;
  };
  onTestFinished(stop);
  const eleven = createElevenLabsSimulator({ url: `${relay.url}/webhook/elevenlabs`, secret });
  const call = async (id: string, headers: object = withKey): Promise<Call | null> => {
    const { status, body } = await relay.request('GET', `/api/calls/${id}`, { ...headers });
    return status === 200 ? callSchema.parse(body) : null;
  };
  /** The call as it is once a conversation was laid over it. */
  const joined = async (id: string, version = 0): Promise<Call> => {
    for (;;) {
      const found = await call(id);
      if (found?.ai && found.version > version) return found;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const transcript = async (id: string, headers: object = withKey) => {
    const { status, body } = await relay.request('GET', `/api/calls/${id}/transcript`, { ...headers });
    return status === 200 ? callTranscriptSchema.parse(body).conversations : status;
  };
  return { ...relay, stop, eleven, call, joined, transcript };
};

const said = (more: Partial<SimulatedConversation> = {}) =>
  transcription({
    conversationId: 'conv_1',
    startedAt: callStart + 3,
    headers: { 'X-Call-ID': aCall().linkedId, 'X-Pbx-Id': 'pbx' },
    ...more,
  });

it('before the hangup: who has the call is told, who has not is not; the end keeps it', async () => {
  const { pbx, url, eleven, transcript, call } = await start();
  const anna = await signIn(url, 'anna');
  const ben = await signIn(url, 'ben');
  const talking = answeredBy(aCall(), '1001');
  pbx.tell(talking);
  expect((await anna.nextOfType('call_update')).callData.ai).toBeNull();

  expect(await eleven.send(said())).toMatchObject({ status: 200 });
  expect((await anna.nextOfType('call_update')).callData.ai).toEqual({
    conversationId: 'conv_1',
    agentId: 'agent_7101k5zvyjhmfg983brhmhkd98n6',
    summary: 'The customer misses delivery 4711 and wants to talk to somebody.',
    success: 'success',
    durationSeconds: 42,
    transcriptLines: 3,
    matchedBy: 'header',
  });
  const message = await anna.nextOfType('ai_transcription');
  expect(message).toMatchObject({
    conversationId: 'conv_1',
    success: 'success',
    summary: 'The customer misses delivery 4711 and wants to talk to somebody.',
    transcript: [
      { speaker: 'assistant' },
      { speaker: 'customer', text: 'My delivery 4711 has not come.' },
      {},
    ],
    callData: { id: talking.id, state: 'connected' },
  });

  const [conversation] = [await transcript(talking.id, withToken('anna'))].flat();
  expect(message).toMatchObject({ ...(typeof conversation === 'object' && conversation) });
  expect(await transcript(talking.id, withToken('ben'))).toBe(404);
  // A barrier: what ben would have been sent came before the answer to his own message.
  ben.send({ type: 'ping', id: 'p' });
  await ben.nextOfType('pong');
  expect(ben.messages.map(({ type }) => type)).toEqual(['registered', 'pong']);

  const now = pbx.call(talking.id) ?? talking;
  pbx.tell(ended(now));
  expect((await call(talking.id))?.ai?.conversationId).toBe('conv_1');
});

it('hours later, when the call is in the store only; twice; and told again with more', async () => {
  const dataDir = tempFolder('hours-later');
  const earlier = createSqliteStore({ dir: dataDir }, { clock: systemClock, logger: silentLogger });
  earlier.saveEndedCall(endedCall(), null);
  earlier.close();
  const { eleven, joined, transcript, call } = await start({ dataDir });
  const id = endedCall().id;

  for (let time = 0; time < 2; time += 1) expect(await eleven.send(said())).toMatchObject({ status: 200 });
  const first = await joined(id);
  expect(first).toMatchObject({ version: 3, ai: { conversationId: 'conv_1', matchedBy: 'header' } });

  // Told anew at another time, without the header: it is the same conversation.
  await eleven.send(
    transcription({ conversationId: 'conv_1', startedAt: callStart + 3, summary: 'More.' }, 9e8),
  );
  expect(await joined(id, 3)).toMatchObject({ version: 4, ai: { summary: 'More.', matchedBy: 'header' } });

  // A second conversation of the call; the earlier of the two does not hide the later.
  await eleven.send(said({ conversationId: 'conv_0', startedAt: callStart + 1, summary: 'Before.' }));
  await eleven.send(said({ conversationId: 'conv_2', startedAt: callStart + 90, summary: 'After.' }));
  expect(await joined(id, 4)).toMatchObject({ version: 5, ai: { conversationId: 'conv_2' } });
  expect((await transcript(id)) as unknown).toMatchObject([
    { conversationId: 'conv_0' },
    { conversationId: 'conv_1', summary: 'More.' },
    { conversationId: 'conv_2' },
  ]);
  expect((await call(id))?.version).toBe(5);
});

it('without a header it is joined by number and time, as probable; a later call of the number is not', async () => {
  const { pbx, eleven, joined, call } = await start();
  pbx.tell(endedCall());
  const later = endedCall({ linkedId: '1700000900.7', startedAt: '2026-11-23T11:00:00.000Z', endedAt: null });
  pbx.tell({ ...later, state: 'ringing' });
  await eleven.send(
    transcription({ conversationId: 'conv_1', startedAt: callStart + 3, customer: '0171 1234567' }),
  );
  expect((await joined(endedCall().id)).ai?.matchedBy).toBe('probable');
  expect((await call(later.id))?.ai).toBeNull();
});

it('the webhook overtakes the PBX: it waits for its call', async () => {
  const { pbx, eleven, log, joined } = await start({ file: { elevenlabs: { joinSeconds: 3_600 } } });
  await eleven.send(said());
  // Another webhook that was worked on after it: so the first was looked at, and waits.
  await eleven.send(transcription({ conversationId: 'conv_chat', startedAt: callStart, withoutPhone: true }));
  await until(() => log.text().includes('without a phone call'));
  pbx.tell(answeredBy(aCall(), '1001'));
  expect((await joined(aCall().id)).ai?.matchedBy).toBe('header');
});

it('a call that this relay never saw becomes one of its own, for the key alone', async () => {
  const { eleven, joined, call, transcript, request } = await start();
  await eleven.send(said({ headers: {}, customer: '+4940669691' }));
  const id = ownCallId('conv_1');
  expect(await joined(id)).toMatchObject({
    id: 'ai:conv_1',
    direction: 'inbound',
    state: 'ended',
    outcome: 'answered',
    remote: { number: '+4940669691' },
    dialled: '+4930555001',
    startedAt: '2026-11-23T09:00:03.000Z',
    endedAt: '2026-11-23T09:00:45.000Z',
    talkSeconds: 42,
    legs: [],
    ai: { matchedBy: 'none' },
  });
  expect(await transcript(id)).toHaveLength(1);
  expect(await call(id, withToken('anna'))).toBeNull();

  // Another call of the same number at the same time is another call.
  await eleven.send(said({ conversationId: 'conv_twin', headers: {}, customer: '+4940669691' }));
  expect((await joined(ownCallId('conv_twin'))).ai?.conversationId).toBe('conv_twin');
  expect((await call(id))?.ai?.conversationId).toBe('conv_1');

  await eleven.send(
    initiationFailure('conv_2', { to: '+491711234567', reason: 'no-answer', callSid: 'x', eventAt: 5 }),
  );
  expect(await joined(ownCallId('conv_2'))).toMatchObject({
    direction: 'outbound',
    outcome: 'no-answer',
    remote: { number: '+491711234567' },
    ai: { success: 'failure' },
  });
  const { body } = await request('GET', '/api/calls?number=40669691', withKey);
  expect(body).toMatchObject({ calls: [{ id: ownCallId('conv_twin') }, { id }] });
});

it('a relay that was killed before it worked on a webhook does so after the start, once', async () => {
  const dataDir = tempFolder('killed');
  const killed = createSqliteStore({ dir: dataDir }, { clock: systemClock, logger: silentLogger });
  killed.saveEndedCall(endedCall(), null);
  // As the receiver leaves them when the process dies right after 200: recording first, all of them open.
  const events = [audio('conv_1', Buffer.from('mp3'), 1), said(), said({ conversationId: 'conv_2' })];
  for (const [index, event] of events.entries())
    killed.saveWebhooks([
      {
        key: `key ${index}`,
        type: event.type,
        conversationId: String(event.data['conversation_id']),
        receivedAt: index,
        body: Buffer.from(JSON.stringify(event)),
        audioFile: null,
      },
    ]);
  killed.close();

  const again = await start({ dataDir });
  await again.joined(endedCall().id, 3);
  expect(await again.transcript(endedCall().id)).toHaveLength(2);
  await again.stop();

  const third = await start({ dataDir });
  await third.eleven.send(said({ conversationId: 'conv_3' }));
  // One more version for one more conversation: the first two were not done again.
  expect((await third.joined(endedCall().id, 4)).version).toBe(5);
});

it('names no number and no word of the conversation in the log', async () => {
  const { pbx, eleven, joined, log } = await start();
  pbx.tell(endedCall());
  await eleven.send(said());
  await joined(endedCall().id);
  expect(log.text()).toContain('joined to its call');
  expect(log.text()).not.toMatch(/1711234567|delivery|4711|Nora/);
});
