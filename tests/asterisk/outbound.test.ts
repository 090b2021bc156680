/** Agents call, by hand and by click, on a real Asterisk. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { API_KEY } from '../integration/relay-harness';
import { noAsterisk } from '../support/asterisk/asterisk';
import { openScene, talk, told, type Scene } from '../support/asterisk/scene';
import { idOf } from '../support/asterisk/sip-call';
import { openStage, type Stage } from '../support/asterisk/stage';
import { expectTruth } from '../support/asterisk/truth';

const outside = '0301234567';

describe.skipIf(noAsterisk)('calls from a desk', () => {
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

  const post = async (path: string, body: unknown): Promise<{ status: number; json: unknown }> => {
    const response = await fetch(`${stage.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': API_KEY },
      body: JSON.stringify(body),
    });
    return { status: response.status, json: await response.json() };
  };

  it('1001 dials a customer, who answers', async () => {
    const desk = stage.phones['1001'].dial(outside);
    const far = await scene.rings(stage.trunk);
    await desk.until('ringing');
    await talk(500);
    far.answer();
    await desk.until('up');
    await talk();
    await desk.hangUp();
    await far.until('ended');

    const call = await stage.desks.anna.untilDone(idOf(far));
    expect(told(call)).toMatchObject({
      direction: 'outbound',
      remote: '+49301234567',
      dialled: '+49301234567',
      outcome: 'answered',
      endedBy: 'agent',
      answeredBy: ['1001'],
      legs: ['1001 hangup'],
    });
    expect(call.legs[0]?.rangAt).toBeNull();
    const [cdr] = await expectTruth(scene, call);
    expect(cdr?.to).toBe(outside);
    // Who places a call needs no pop.
    expect(stage.desks.anna.pops(call.id)).toEqual([]);
  });

  it('1001 dials a customer, who is busy', async () => {
    const desk = stage.phones['1001'].dial(outside);
    const far = await stage.trunk.nextCall();
    far.reject('486 Busy Here');
    await desk.until('ended');

    const call = await stage.desks.anna.untilDone(idOf(far));
    expect(told(call)).toMatchObject({ direction: 'outbound', outcome: 'busy', endedBy: 'remote' });
    const [cdr] = await expectTruth(scene, call);
    expect(cdr?.disposition).toBe('BUSY');
  });

  it('1001 dials a customer and thinks better of it', async () => {
    const desk = stage.phones['1001'].dial(outside);
    const far = await scene.rings(stage.trunk);
    await desk.until('ringing');
    await talk(300);
    await desk.hangUp();
    await far.until('ended');

    const call = await stage.desks.anna.untilDone(idOf(far));
    expect(told(call)).toMatchObject({ direction: 'outbound', outcome: 'cancelled', endedBy: 'agent' });
    await expectTruth(scene, call);
  });

  it('1001 calls 1002 at the next desk: a pop there, and nothing in the CRM', async () => {
    const desk = stage.phones['1001'].dial('1002');
    const far = await scene.rings(stage.phones['1002']);
    await desk.until('ringing');
    far.answer();
    await desk.until('up');
    await talk();
    await far.hangUp();
    await desk.until('ended');

    const call = await stage.desks.bob.untilDone(idOf(far));
    expect(told(call)).toMatchObject({
      direction: 'internal',
      remote: '1001',
      dialled: '1002',
      outcome: 'answered',
      endedBy: 'agent',
      legs: ['1001 hangup', '1002 hangup'],
    });
    await expectTruth(scene, call);
    expect(stage.desks.bob.pops(call.id)).toEqual(['pop on 1002', 'ended']);
    expect(stage.desks.anna.pops(call.id)).toEqual([]);
  });

  it('click-to-call: POST /api/calls rings 1001, then calls the customer, one outbound call', async () => {
    const asked = post('/api/calls', { agentId: 'anna', number: '+49 30 1234567' });
    const desk = await scene.rings(stage.phones['1001']);
    const { status, json } = await asked;
    expect(status).toBe(202);
    const { callId } = z.object({ callId: z.string() }).parse(json);
    expect(desk.peer).toBe(outside);
    await talk(300);
    desk.answer();
    const far = await scene.rings(stage.trunk);
    expect(idOf(far)).toBe(callId);
    expect(far.peer).toBe('4930555000');
    far.answer();
    await talk();
    await desk.hangUp();
    await far.until('ended');

    const call = await stage.desks.anna.untilDone(callId);
    expect(told(call)).toMatchObject({
      direction: 'outbound',
      remote: '+49301234567',
      outcome: 'answered',
      endedBy: 'agent',
      answeredBy: ['1001'],
      legs: ['1001 hangup'],
    });
    await expectTruth(scene, call);
    expect(stage.desks.anna.pops(call.id)).toEqual([]);
  });

  it('click-to-call: 1001 does not pick up, and nobody is called', async () => {
    const asked = post('/api/calls', { agentId: 'anna', number: outside });
    const desk = await scene.rings(stage.phones['1001']);
    const { json } = await asked;
    const { callId } = z.object({ callId: z.string() }).parse(json);
    desk.reject('486 Busy Here');

    const call = await stage.desks.anna.untilDone(callId);
    expect(told(call)).toMatchObject({
      direction: 'outbound',
      remote: '+49301234567',
      outcome: 'cancelled',
      endedBy: 'agent',
      legs: ['1001 declined'],
    });
    expect(stage.trunk.calls().filter(({ state }) => state() !== 'ended')).toEqual([]);
    expect(scene.records()).toHaveLength(1);
    expect(stage.desks.anna.pops(call.id)).toEqual([]);
  });
});
