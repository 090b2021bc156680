/** An AI agent handed a caller over: what the PBX told is completed by the webhook, whichever call that is. Real HTTP, a real store. */
import { expect, it, onTestFinished } from 'vitest';
import { callSchema, type Call } from '../../src/shared/call/call';
import { createElevenLabsSimulator, transcription } from '../../src/simulators/elevenlabs';
import { aCall, answeredBy, ended } from '../support/calls';
import { tempFolder } from '../support/temp-folder';
import { signIn, startRelay, withKey } from './relay-harness';

const secret = 'wsec_the-secret-of-this-test-0123456789';
const facts = [{ name: 'reason', value: 'Delivery 4711' }];
const handOver = { at: '2026-11-23T08:05:36.000Z', facts };
const soFar = (conversationId: string): NonNullable<Call['ai']> => ({
  conversationId,
  agentId: '',
  summary: 'So far.',
  success: 'unknown',
  durationSeconds: 0,
  transcriptLines: 0,
  matchedBy: 'header',
  partial: true,
  handOver,
});

const start = async (dataDir = tempFolder('hand-over')) => {
  const relay = await startRelay({
    dataDir,
    env: { ELEVENLABS_WEBHOOK_SECRET: secret },
    file: { elevenlabs: { joinSeconds: 0 } },
  });
  let running = true;
  const stop = async (): Promise<void> => {
    if (running) await relay.stop();
    running = false;
  };
  onTestFinished(stop);
  const eleven = createElevenLabsSimulator({ url: `${relay.url}/webhook/elevenlabs`, secret });
  const call = async (id: string): Promise<Call> =>
    callSchema.parse((await relay.request('GET', `/api/calls/${id}`, { ...withKey })).body);
  const whole = async (id: string): Promise<Call> => {
    for (;;) {
      const found = await call(id);
      if (found.ai && !found.ai.partial) return found;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  /** The provider's account: of another number and another time than the call, so that only the id can join it. */
  const say = (conversationId: string, headers: Record<string, string> = {}, startedAt = 1_700_000_000) =>
    eleven.send(transcription({ conversationId, startedAt, headers, customer: '+4930999999' }));
  return { ...relay, stop, call, whole, say };
};

it('the pop has it from the first message on, the webhook completes it, and nothing of it is lost', async () => {
  const { pbx, url, whole, say } = await start();
  const anna = await signIn(url, 'anna');
  pbx.tell(aCall({ ai: soFar('conv_1') }));
  const pop = await anna.nextOfType('screen_pop');
  expect(pop.callData.ai).toEqual(soFar('conv_1'));
  expect(await say('conv_1')).toMatchObject({ status: 200 });
  const { ai } = await whole(aCall().id);
  expect(ai).toMatchObject({ conversationId: 'conv_1', success: 'success', matchedBy: 'header', handOver });
  expect(ai?.summary).not.toBe('So far.');
  expect(ai).not.toHaveProperty('partial');
  expect(await anna.nextOfType('ai_transcription')).toMatchObject({ callData: { id: aCall().id } });
});

it('after the end and a restart of the relay, too', async () => {
  const dataDir = tempFolder('hand-over-restart');
  const first = await start(dataDir);
  const talking = answeredBy(aCall({ ai: soFar('conv_1') }), '1001');
  first.pbx.tell(talking);
  first.pbx.tell(ended(talking));
  await first.call(talking.id);
  await first.stop();
  const second = await start(dataDir);
  expect((await second.call(talking.id)).ai).toEqual(soFar('conv_1'));
  await second.say('conv_1');
  expect((await second.whole(talking.id)).ai).toMatchObject({ conversationId: 'conv_1', handOver });
});

it("handed over as another call: both know the result, the words are with the person's", async () => {
  const { pbx, request, whole, say } = await start();
  const own = aCall({ id: 'pbx:1.own', linkedId: '1.own', ai: { ...soFar(''), summary: null } });
  const persons = aCall({ id: 'pbx:2.new', linkedId: '2.new', ai: soFar('conv_1') });
  for (const call of [own, persons]) pbx.tell(call);
  await say('conv_1', { 'X-Call-ID': '1.own' }, Date.parse(own.startedAt) / 1_000);
  expect((await whole(persons.id)).ai).toMatchObject({ conversationId: 'conv_1', handOver });
  expect((await whole(own.id)).ai).toMatchObject({ conversationId: 'conv_1', success: 'success' });
  const words = async (id: string) =>
    (await request('GET', `/api/calls/${id}/transcript`, { ...withKey })).body;
  expect(await words(persons.id)).toMatchObject({ conversations: [{ conversationId: 'conv_1' }] });
  expect(await words(own.id)).toMatchObject({ conversations: [] });
});

it('the account of an earlier AI agent does not take the place of what the later one told', async () => {
  const { pbx, call, request, say } = await start();
  const it = aCall({ ai: soFar('conv_2') });
  pbx.tell(it);
  await say('conv_1', { 'X-Call-ID': it.linkedId }, Date.parse(it.startedAt) / 1_000);
  for (;;) {
    const { body } = await request('GET', `/api/calls/${it.id}/transcript`, { ...withKey });
    if (JSON.stringify(body).includes('conv_1')) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect((await call(it.id)).ai).toEqual(soFar('conv_2'));
});
