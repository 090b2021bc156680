/**
 * An AI agent has the customer first, then a human, on a real Asterisk: the dialplan of docs/elevenlabs.md sends the id that
 * comes back in the webhook, and the human's pop and the CRM have what was said.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createElevenLabsSimulator, transcription } from '../../src/simulators/elevenlabs';
import { noAsterisk } from '../support/asterisk/asterisk';
import { openScene, talk, type Scene } from '../support/asterisk/scene';
import { idOf } from '../support/asterisk/sip-call';
import { openStage, webhookSecret, type Stage } from '../support/asterisk/stage';
import { until } from '../support/until';

const project = join(import.meta.dirname, '../..');

it('the documentation has the headers as they are tried here', () => {
  const dialplan = readFileSync(join(project, 'tests/fixtures/asterisk/conf/extensions.conf'), 'utf8');
  const [context = ''] = /\[elevenlabs-headers\][^]*?Return\(\)\n/.exec(dialplan) ?? [];
  expect(context).toContain('X-Call-ID');
  expect(readFileSync(join(project, 'docs/elevenlabs.md'), 'utf8')).toContain(context);
});

describe.skipIf(noAsterisk)('an AI agent before the human', () => {
  let stage: Stage;
  let scene: Scene;
  beforeAll(async () => {
    stage = await openStage();
  });
  beforeEach(() => {
    scene = openScene(stage);
  });
  afterEach(() => scene.end());
  afterAll(() => stage.close());

  it.each([
    ['while the phone of the human rings', 'before'],
    ['after the hangup', 'after'],
  ] as const)('the webhook comes %s', async (_, when) => {
    const conversationId = `conv_${when}`;
    const outside = scene.callsIn('4930555300');
    const assistant = await scene.rings(stage.trunk);
    assistant.answer();
    await outside.until('up');
    const startedAt = Math.floor(Date.now() / 1_000);
    await talk();
    await assistant.hangUp();
    const desk = await scene.rings(stage.phones['1001']);

    // What ElevenLabs was told in its INVITE is all it can tell back.
    const headers = { 'X-Call-ID': assistant.linkedId ?? '', 'X-Pbx-Id': 'pbx' };
    const eleven = createElevenLabsSimulator({
      url: `${stage.url}/webhook/elevenlabs`,
      secret: webhookSecret,
    });
    const send = () => eleven.send(transcription({ conversationId, startedAt, durationSeconds: 1, headers }));

    const ringing = await stage.desks.anna.untilCall('the ringing', ({ legs }) =>
      legs.some(({ extension, state }) => extension === '1001' && state === 'ringing'),
    );
    expect(ringing.linkedId).toBe(assistant.linkedId);
    if (when === 'before') {
      expect(await send()).toMatchObject({ status: 200 });
      await stage.desks.anna.untilCall(
        'the word of the assistant',
        ({ id, ai, state }) => id === ringing.id && state !== 'ended' && ai?.matchedBy === 'header',
      );
    }
    desk.answer();
    await desk.until('up');
    await talk();
    await outside.hangUp();
    const call = await stage.desks.anna.untilDone(idOf(desk));
    if (when === 'after') expect(await send()).toMatchObject({ status: 200 });

    // Its part of the description is written last.
    await until(() => scene.records()[0]?.values['description']?.includes(conversationId) === true);
    expect(stage.crm.records('Notes').some(({ values }) => values['parent_id'] === call.crmRecord.id)).toBe(
      true,
    );
    expect(stage.desks.anna.pops(call.id)).toEqual(['pop on 1001', 'ended']);
    expect(call).toMatchObject({ answeredBy: ['1001'], contact: { name: 'Maria Lindqvist' } });
    const [record, ...others] = scene.records();
    expect(others).toEqual([]);
    expect(record?.values['description']).toContain(`AI conversation: ${conversationId}`);
    await stage.desks.anna.untilCall(
      'the summary',
      ({ id, ai }) => id === call.id && ai?.conversationId === conversationId,
    );
  });
});
