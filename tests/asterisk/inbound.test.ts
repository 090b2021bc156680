/** Customers call in, on a real Asterisk: the relay's word against what the phones and Asterisk's CDRs say. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noAsterisk } from '../support/asterisk/asterisk';
import { maria, openScene, talk, told, type Scene } from '../support/asterisk/scene';
import { openStage, type Stage } from '../support/asterisk/stage';
import { expectTruth } from '../support/asterisk/truth';
import { idOf } from '../support/asterisk/sip-call';

describe.skipIf(noAsterisk)('calls from outside', () => {
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

  it('1001 answers, they talk, the customer hangs up', async () => {
    const outside = scene.callsIn('4930555001');
    const desk = await scene.rings(stage.phones['1001']);
    await outside.until('ringing');
    desk.answer();
    await outside.until('up');
    await talk();
    await outside.hangUp();
    await desk.until('ended');

    const call = await stage.desks.anna.untilDone(idOf(desk));
    expect(told(call)).toEqual({
      direction: 'inbound',
      remote: '+491711234567',
      name: maria.name,
      dialled: '+4930555001',
      queue: null,
      outcome: 'answered',
      endedBy: 'remote',
      answeredBy: ['1001'],
      transfers: [],
      legs: ['1001 hangup'],
    });
    expect(call.contact?.name).toBe('Maria Lindqvist');
    await expectTruth(scene, call);
    expect(stage.desks.anna.pops(call.id)).toEqual(['pop on 1001', 'ended']);
    expect(stage.desks.bob.pops(call.id)).toEqual([]);
  });

  it('1001 answers and hangs up first', async () => {
    const outside = scene.callsIn('4930555001', { number: '4915112345678' });
    const desk = await scene.rings(stage.phones['1001']);
    desk.answer();
    await outside.until('up');
    await talk();
    await desk.hangUp();
    await outside.until('ended');

    const call = await stage.desks.anna.untilDone(idOf(desk));
    expect(told(call)).toMatchObject({ remote: '+4915112345678', name: null, endedBy: 'agent' });
    await expectTruth(scene, call);
  });

  it('the customer gives up while 1001 rings', async () => {
    const outside = scene.callsIn('4930555001');
    const desk = await scene.rings(stage.phones['1001']);
    await outside.until('ringing');
    await talk(600);
    await outside.hangUp();
    await desk.until('ended');

    const call = await stage.desks.anna.untilDone(idOf(desk));
    expect(told(call)).toMatchObject({ outcome: 'abandoned', endedBy: 'remote', legs: ['1001 cancelled'] });
    expect(call.answeredAt).toBeNull();
    const [cdr] = await expectTruth(scene, call);
    expect(cdr?.disposition).toBe('NO ANSWER');
    expect(stage.desks.anna.pops(call.id)).toEqual(['pop on 1001', 'ended']);
  });

  it('1001 declines with the red key', async () => {
    const outside = scene.callsIn('4930555001');
    const desk = await scene.rings(stage.phones['1001']);
    await outside.until('ringing');
    desk.reject('603 Decline');
    await outside.until('ended');

    const call = await stage.desks.anna.untilDone(idOf(desk));
    expect(told(call)).toMatchObject({ outcome: 'declined', endedBy: 'agent', legs: ['1001 declined'] });
    await expectTruth(scene, call);
  });

  it('a name in Cyrillic and Japanese with quotes, colon and comma arrives as it was sent', async () => {
    const name = 'Оленка: Коваль; "(a=b)", 日本';
    const outside = scene.callsIn('4930555001', { number: '+380441234567', name });
    const desk = await scene.rings(stage.phones['1001']);
    desk.answer();
    await outside.until('up');
    await talk(300);
    await outside.hangUp();

    const call = await stage.desks.anna.untilDone(idOf(desk));
    expect(told(call)).toMatchObject({ remote: '+380441234567', name, outcome: 'answered' });
    await expectTruth(scene, call);
  });

  it('two customers at once: each on the desk that is called, neither mixed up with the other', async () => {
    const outside = scene.callsIn('4930555001');
    const desk = await scene.rings(stage.phones['1001']);
    const other = scene.callsIn('4930555100', { number: '4915112345678', name: 'Someone Else' });
    // 1001 rings already, and the queue passes by phones that are in use.
    const second = await scene.rings(stage.phones['1002']);
    desk.answer();
    second.answer();
    await Promise.all([outside.until('up'), second.until('up')]);
    await talk();
    await second.hangUp();
    await desk.hangUp();
    await Promise.all([outside.until('ended'), other.until('ended')]);

    const [first, next] = await Promise.all([
      stage.desks.anna.untilDone(idOf(desk)),
      stage.desks.bob.untilDone(idOf(second)),
    ]);
    expect(told(first)).toMatchObject({ remote: '+491711234567', queue: null, legs: ['1001 hangup'] });
    expect(told(next)).toMatchObject({ remote: '+4915112345678', name: 'Someone Else', queue: 'support' });
    expect(next.answeredBy).toEqual(['1002']);
    expect(stage.desks.bob.pops(first.id)).toEqual([]);
    expect(stage.desks.bob.pops(next.id)).toEqual(['pop on 1002', 'ended']);
    expect(scene.records()).toHaveLength(2);
  });

  it.each([
    ['one Dial of three phones', '4930555200'],
    ['three Local channels', '4930555201'],
  ])('a ring group (%s): 1002 answers, the others stop ringing', async (_how, did) => {
    const outside = scene.callsIn(did);
    const [first, second, third] = await scene.ringing('1001', '1002', '1003');
    await stage.desks.chloe.untilCall('its pop', ({ legs }) => legs.some((leg) => leg.extension === '1003'));
    second?.answer();
    await Promise.all([outside.until('up'), first?.until('ended'), third?.until('ended')]);
    await talk();
    await second?.hangUp();
    await outside.until('ended');

    const call = await stage.desks.bob.untilDone(idOf(second));
    expect(told(call)).toMatchObject({
      outcome: 'answered',
      endedBy: 'agent',
      legs: ['1001 answered-elsewhere', '1002 hangup', '1003 answered-elsewhere'],
    });
    await expectTruth(scene, call);
    expect(stage.desks.anna.pops(call.id)).toEqual(['pop on 1001', 'answered-elsewhere']);
    expect(stage.desks.chloe.pops(call.id)).toEqual(['pop on 1003', 'answered-elsewhere']);
    expect(stage.desks.bob.pops(call.id)).toEqual(['pop on 1002', 'ended']);
  });

  it.each([
    ['phones as members', '4930555100', 'support'],
    ['Local members as FreePBX writes them', '4930555101', '401'],
  ])('a queue (%s): both ring, 1001 answers', async (_how, did, queue) => {
    const outside = scene.callsIn(did);
    const [first, second] = await scene.ringing('1001', '1002');
    await talk(600);
    first?.answer();
    await second?.until('ended');
    await talk();
    await outside.hangUp();
    await first?.until('ended');

    const call = await stage.desks.anna.untilDone(idOf(first));
    expect(told(call)).toMatchObject({
      queue,
      outcome: 'answered',
      endedBy: 'remote',
      legs: ['1001 hangup', '1002 answered-elsewhere'],
    });
    await expectTruth(scene, call, { billed: false });
    expect(stage.desks.anna.pops(call.id)).toEqual(['pop on 1001', 'ended']);
    expect(stage.desks.bob.pops(call.id)).toEqual(['pop on 1002', 'answered-elsewhere']);
  });

  it('the customer gives up in the queue, which had answered him', async () => {
    const outside = scene.callsIn('4930555100');
    const [first, second] = await scene.ringing('1001', '1002');
    expect(outside.state()).toBe('up');
    await talk(600);
    await outside.hangUp();
    await Promise.all([first?.until('ended'), second?.until('ended')]);

    const call = await stage.desks.anna.untilDone(idOf(first));
    expect(told(call)).toMatchObject({ queue: 'support', outcome: 'abandoned', endedBy: 'remote' });
    await expectTruth(scene, call, { billed: false });
    expect(stage.desks.bob.pops(call.id)).toEqual(['pop on 1002', 'ended']);
  });

  it('1001 forwards to 1003 (SIP 302) without ringing; 1003 answers', async () => {
    const outside = scene.callsIn('4930555001');
    const desk = await stage.phones['1001'].nextCall();
    desk.forward('1003');
    const next = await scene.rings(stage.phones['1003']);
    await outside.until('ringing');
    next.answer();
    await outside.until('up');
    await talk();
    await outside.hangUp();
    await next.until('ended');

    const call = await stage.desks.chloe.untilDone(idOf(next));
    expect(told(call)).toMatchObject({
      outcome: 'answered',
      endedBy: 'remote',
      legs: ['1001 transferred', '1003 hangup'],
    });
    await expectTruth(scene, call);
    expect(stage.desks.anna.pops(call.id)).toEqual([]);
    expect(stage.desks.chloe.pops(call.id)).toEqual(['pop on 1003', 'ended']);
  });

  it('1001 rings, then forwards to 1003 (SIP 302), who does not answer before the customer gives up', async () => {
    const outside = scene.callsIn('4930555001');
    const desk = await scene.rings(stage.phones['1001']);
    await outside.until('ringing');
    await talk(300);
    desk.forward('1003');
    const next = await scene.rings(stage.phones['1003']);
    await stage.desks.chloe.untilCall('its pop', ({ state }) => state === 'ringing');
    await talk(300);
    await outside.hangUp();
    await next.until('ended');

    const call = await stage.desks.chloe.untilDone(idOf(next));
    expect(told(call)).toMatchObject({
      outcome: 'abandoned',
      endedBy: 'remote',
      legs: ['1001 transferred', '1003 cancelled'],
    });
    await expectTruth(scene, call);
    expect(stage.desks.anna.pops(call.id)).toEqual(['pop on 1001', 'ended']);
  });

  it('1001 rings, then forwards to a mobile outside (SIP 302), where somebody answers', async () => {
    const outside = scene.callsIn('4930555001');
    const desk = await scene.rings(stage.phones['1001']);
    await outside.until('ringing');
    desk.forward('01711112233');
    const mobile = await scene.rings(stage.trunk);
    await talk(300);
    mobile.answer();
    await outside.until('up');
    await talk();
    await outside.hangUp();
    await mobile.until('ended');

    const call = await stage.desks.anna.untilDone(idOf(mobile));
    expect(told(call)).toMatchObject({
      direction: 'inbound',
      outcome: 'answered',
      endedBy: 'remote',
      legs: ['1001 transferred'],
    });
    // Nobody of the house talked to him.
    expect(call.talkSeconds).toBe(0);
    expect(stage.desks.anna.pops(call.id)).toEqual(['pop on 1001', 'ended']);
    await expectTruth(scene, call);
  });
});
