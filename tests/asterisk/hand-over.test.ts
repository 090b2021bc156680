/**
 * An AI agent hands a caller over to a person, on a real Asterisk with the dialplan of docs/elevenlabs.md: the person's pop
 * says so when it opens, with what the AI agent told in the headers of its REFER or INVITE; the rest comes with the webhook.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createElevenLabsSimulator, transcription } from '../../src/simulators/elevenlabs';
import { noAsterisk } from '../support/asterisk/asterisk';
import { startRelayProcess } from '../support/asterisk/relay-process';
import { maria, openScene, talk, type Scene } from '../support/asterisk/scene';
import { idOf } from '../support/asterisk/sip-call';
import { openDesks, openStage, untilConnected, webhookSecret, type Stage } from '../support/asterisk/stage';

const project = join(import.meta.dirname, '../..');

it.each(['from-assistant', 'assistant-handover'])(
  'the documentation has [%s] as it is tried here',
  (name) => {
    const dialplan = readFileSync(join(project, 'tests/fixtures/asterisk/conf/extensions.conf'), 'utf8');
    const [context = ''] = new RegExp(`\\[${name}\\]\n(?:[^\n]+\n)+`).exec(dialplan) ?? [];
    expect(context.length).toBeGreaterThan(100);
    expect(readFileSync(join(project, 'docs/elevenlabs.md'), 'utf8')).toContain(context);
  },
);

const hex = (text: string): string => Buffer.from(text).toString('hex');
const carrier = { dialplan: { handOverTrunks: ['trunk-main'] } };

describe.skipIf(noAsterisk)('an AI agent hands over', () => {
  let stage: Stage;
  let scene: Scene;
  beforeAll(async () => {
    stage = await openStage(carrier);
  });
  beforeEach(() => {
    scene = openScene(stage);
  });
  afterEach(() => scene.end());
  afterAll(() => stage.close());

  const webhookOf = (conversationId: string, headers: Record<string, string> = {}) =>
    createElevenLabsSimulator({ url: `${stage.url}/webhook/elevenlabs`, secret: webhookSecret }).send(
      transcription({
        conversationId,
        startedAt: Math.floor(Date.now() / 1_000),
        durationSeconds: 3,
        headers,
      }),
    );
  const untilWhole = (conversationId: string) =>
    stage.desks.anna.untilCall(
      'the word of the webhook',
      ({ ai }) => ai?.conversationId === conversationId && ai.partial === undefined,
    );
  const shownAtFirstRing = async (id: string) => {
    return stage.desks.anna.until('the pop', () => stage.desks.anna.firstShown(id));
  };

  it('by REFER: the first ring shows what it told, the webhook the rest', async () => {
    const outside = scene.callsIn('4930555301');
    const assistant = await scene.rings(stage.assistant);
    assistant.answer();
    await outside.until('up');
    await talk();
    const told = [
      ['X-Conversation-ID', 'conv_refer'],
      ['X-Reason', 'Lieferung 4711, "verspätet"; 20% <b>Rabatt</b> & mehr'],
      ['X-Name', 'J%C3%B6rg a):1:2 ${EXTEN} $[1+1]'],
      ['X-Summary', 'Lang. '.repeat(400)],
      ['User-to-User', `${hex('order=4711;mood=angry')};encoding=hex`],
    ] as const;
    const transferred = assistant.transferTo('1001', { headers: told.map(([name, value]) => [name, value]) });
    const desk = await scene.rings(stage.phones['1001']);
    const first = await shownAtFirstRing(idOf(desk));

    expect(first).toMatchObject({ linkedId: assistant.linkedId, remote: { number: `+${maria.number}` } });
    expect(first.ai).toMatchObject({
      conversationId: 'conv_refer',
      success: 'unknown',
      partial: true,
      handOver: {
        facts: [
          { name: 'reason', value: 'Lieferung 4711, "verspätet"; 20% <b>Rabatt</b> & mehr' },
          { name: 'name', value: 'Jörg a :1:2 ${EXTEN} $[1+1]' },
          { name: 'order', value: '4711' },
          { name: 'mood', value: 'angry' },
        ],
      },
    });
    expect(first.ai?.summary).toMatch(/^Lang\. Lang\./);
    expect(Array.from(first.ai?.summary ?? '').length).toBeLessThanOrEqual(1_000);

    desk.answer();
    await desk.until('up');
    await transferred;
    expect(await webhookOf('conv_refer', { 'X-Call-ID': assistant.linkedId ?? '' })).toMatchObject({
      status: 200,
    });
    const whole = await untilWhole('conv_refer');
    expect(whole.id).toBe(idOf(desk));
    expect(whole.ai).toMatchObject({ success: 'success', handOver: first.ai?.handOver });
    expect(whole.ai?.summary).not.toMatch(/^Lang/);
    await outside.hangUp();
    await stage.desks.anna.untilDone(idOf(desk));
    expect(stage.desks.anna.pops(idOf(desk))).toEqual(['pop on 1001', 'ended']);
  });

  it('by REFER with the headers in its target, as RFC 7433 has them', async () => {
    const outside = scene.callsIn('4930555301');
    const assistant = await scene.rings(stage.assistant);
    assistant.answer();
    await outside.until('up');
    void assistant
      .transferTo('1001', { inTarget: `?User-to-User=${hex('{"reason":"Rückruf"}')}%3Bencoding%3Dhex` })
      .catch(() => {});
    const desk = await scene.rings(stage.phones['1001']);
    const first = await shownAtFirstRing(idOf(desk));
    expect(first.ai?.handOver?.facts).toEqual([{ name: 'reason', value: 'Rückruf' }]);
  });

  it('by hanging up: the pop says so, and nothing more is known', async () => {
    const outside = scene.callsIn('4930555301');
    const assistant = await scene.rings(stage.assistant);
    assistant.answer();
    await outside.until('up');
    await talk();
    await assistant.hangUp();
    const desk = await scene.rings(stage.phones['1001']);
    const first = await shownAtFirstRing(idOf(desk));
    expect(first.ai).toMatchObject({ conversationId: '', partial: true, handOver: { facts: [] } });
    desk.answer();
    await desk.until('up');
    await outside.hangUp();
    await stage.desks.anna.untilDone(idOf(desk));
  });

  it('by a call of its own: another Linkedid, the customer as the caller, and the webhook finds it', async () => {
    const call = stage.assistant.dial('1001', {
      number: '4930555301',
      headers: [
        ['X-Conversation-ID', 'conv_invite'],
        ['X-Caller-ID', `+${maria.number}`],
        ['X-Reason', 'Reklamation'],
      ],
    });
    const desk = await scene.rings(stage.phones['1001']);
    const first = await shownAtFirstRing(idOf(desk));
    expect(first).toMatchObject({
      direction: 'inbound',
      remote: { number: `+${maria.number}` },
      ai: { conversationId: 'conv_invite', handOver: { facts: [{ name: 'reason', value: 'Reklamation' }] } },
    });
    desk.answer();
    await desk.until('up');
    await call.hangUp();
    const done = await stage.desks.anna.untilDone(idOf(desk));
    // Of the call that the customer made at ElevenLabs this PBX knows nothing.
    expect(await webhookOf('conv_invite')).toMatchObject({ status: 200 });
    expect((await untilWhole('conv_invite')).id).toBe(done.id);
  });

  it('over the provider, as a new call that only its UUI tells from others', async () => {
    const outside = scene.callsIn('4930555302', {
      ...maria,
      headers: [['User-to-User', `${hex('conv_uui')};encoding=hex`]],
    });
    const desk = await scene.rings(stage.phones['1001']);
    const first = await shownAtFirstRing(idOf(desk));
    expect(first.ai).toMatchObject({ conversationId: 'conv_uui', partial: true });
    expect(await webhookOf('conv_uui')).toMatchObject({ status: 200 });
    expect((await untilWhole('conv_uui')).id).toBe(idOf(desk));
    await outside.hangUp();
  });

  it('whoever calls without such a word is a caller like any other', async () => {
    const outside = scene.callsIn('4930555302');
    const desk = await scene.rings(stage.phones['1001']);
    expect((await shownAtFirstRing(idOf(desk))).ai).toBeNull();
    await outside.hangUp();
  });
});

describe.skipIf(noAsterisk)('what is not to be believed, and what a restart must not lose', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it('headers that come over a trunk which is not configured for it are nothing', async () => {
    const scene = openScene(stage);
    const outside = scene.callsIn('4930555302', {
      ...maria,
      headers: [
        ['X-Conversation-ID', 'conv_forged'],
        ['X-Reason', 'I am the assistant'],
      ],
    });
    const desk = await scene.rings(stage.phones['1001']);
    const first = await stage.desks.anna.until('the pop', () => stage.desks.anna.firstShown(idOf(desk)));
    expect(first.ai).toBeNull();
    await outside.hangUp();
    await stage.desks.anna.untilDone(idOf(desk));
    await scene.end();
  });

  it('a relay that was not there when it was told reads it from the channel', async () => {
    const scene = openScene(stage);
    const outside = scene.callsIn('4930555301');
    const assistant = await scene.rings(stage.assistant);
    assistant.answer();
    await outside.until('up');
    const headers = [
      ['X-Conversation-ID', 'conv_missed'],
      ['X-Reason', 'Rückruf'],
    ] satisfies [string, string][];
    void assistant.transferTo('1001', { headers }).catch(() => {});
    const desk = await scene.rings(stage.phones['1001']);

    const later = await startRelayProcess(stage);
    onTestFinished(later.kill);
    const desks = await openDesks(later.url);
    onTestFinished(() => Object.values(desks).forEach((it) => it.close()));
    await untilConnected(desks);
    const first = await desks.anna.until('the pop', () => desks.anna.firstShown(idOf(desk)));
    expect(first.ai).toMatchObject({
      conversationId: 'conv_missed',
      partial: true,
      handOver: { facts: [{ name: 'reason', value: 'Rückruf' }] },
    });
    await outside.hangUp();
    await stage.desks.anna.untilDone(idOf(desk));
    await scene.end();
  });
});
