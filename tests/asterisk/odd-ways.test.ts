/** The ways calls take that are easily told wrong: sent on and on, sent outside, picked up, declined, two at one phone. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noAsterisk } from '../support/asterisk/asterisk';
import { maria, openScene, talk, told, type Scene } from '../support/asterisk/scene';
import { idOf, type PhoneCall } from '../support/asterisk/sip-call';
import { openStage, type AgentId, type Extension, type Stage } from '../support/asterisk/stage';
import { expectTruth } from '../support/asterisk/truth';

const outsideNumber = '0301234567';
const another = { number: '4915112345678', name: 'Someone Else' };

describe.skipIf(noAsterisk)('odd ways', () => {
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

  const pops = (agent: AgentId, id: string) => stage.desks[agent].pops(id);
  const talkingTo1001 = async () => {
    const outside = scene.callsIn('4930555001');
    const desk = await scene.rings(stage.phones['1001']);
    desk.answer();
    await outside.until('up');
    await talk(500);
    return { outside, desk, id: idOf(desk) };
  };
  /** Blind; whoever sends hangs up once somebody has answered. */
  const sendOn = async (from: PhoneCall, to: Extension): Promise<PhoneCall> => {
    const result = from.transferTo(to);
    const next = await scene.rings(stage.phones[to]);
    next.answer();
    await result;
    await from.hangUp();
    await talk(500);
    return next;
  };
  const asks = async (desk: PhoneCall, number: string, phone = stage.trunk) => {
    await desk.hold();
    const asking = stage.phones['1001'].dial(number);
    const far = await scene.rings(phone);
    await asking.until('ringing');
    return { asking, far };
  };

  it('call waiting: 1001 holds one customer for another, and comes back', async () => {
    const { outside, desk, id } = await talkingTo1001();
    const other = scene.callsIn('4930555001', another);
    const knock = await scene.rings(stage.phones['1001']);
    await desk.hold();
    knock.answer();
    await other.until('up');
    await stage.desks.anna.untilCall('the hold', (call) => call.id === id && call.state === 'held');
    await talk(500);
    await knock.hangUp();
    await desk.resume();
    await stage.desks.anna.untilCall('the first', (call) => call.id === id && call.state === 'connected');
    await outside.hangUp();

    const first = await stage.desks.anna.untilDone(id);
    const second = await stage.desks.anna.untilDone(idOf(knock));
    expect(told(first)).toMatchObject({ remote: '+491711234567', endedBy: 'remote', legs: ['1001 hangup'] });
    expect(told(second)).toMatchObject({
      remote: '+4915112345678',
      endedBy: 'agent',
      legs: ['1001 hangup'],
      transfers: [],
    });
    expect(pops('anna', id)).toEqual(['pop on 1001', 'ended']);
    expect(pops('anna', second.id)).toEqual(['pop on 1001', 'ended']);
  });

  it('a blind transfer that 1002 declines: the PBX drops the customer', async () => {
    const { outside, desk, id } = await talkingTo1001();
    const result = desk.transferTo('1002');
    const next = await scene.rings(stage.phones['1002']);
    await stage.desks.bob.untilCall('its pop', (call) => call.id === id);
    next.reject('603 Decline');
    await outside.until('ended');
    // What the PBX says of it to the phone that sent him on is 603 or 200, as it comes.
    await result;
    await desk.hangUp();

    const call = await stage.desks.bob.untilDone(id);
    expect(told(call)).toMatchObject({
      outcome: 'answered',
      endedBy: 'pbx',
      transfers: ['blind 1001 -> 1002'],
      legs: ['1001 transferred', '1002 declined'],
    });
    await expectTruth(scene, call);
    expect(pops('bob', id)).toEqual(['pop on 1002', 'ended']);
  });

  it('sent outside blind: the customer stays the customer, whatever number the trunk shows', async () => {
    const { outside, desk, id } = await talkingTo1001();
    const result = desk.transferTo(outsideNumber);
    const far = await scene.rings(stage.trunk);
    far.answer();
    await result;
    await desk.hangUp();
    await talk(800);
    await outside.hangUp();
    await far.until('ended');

    const call = await stage.desks.anna.untilDone(id);
    expect(told(call)).toMatchObject({
      direction: 'inbound',
      remote: '+491711234567',
      name: maria.name,
      transfers: ['blind 1001 -> +49301234567'],
      legs: ['1001 transferred'],
    });
    expect(call.contact?.name).toBe('Maria Lindqvist');
    await expectTruth(scene, call, { billed: false });
  });

  it('joined with somebody outside whom 1001 has asked', async () => {
    const { outside, desk, id } = await talkingTo1001();
    const { asking, far } = await asks(desk, outsideNumber);
    far.answer();
    await asking.until('up');
    await talk(400);
    await desk.joinWith(asking);
    await Promise.all([desk.hangUp(), asking.hangUp()]);
    await talk(600);
    await outside.hangUp();
    await far.until('ended');

    const call = await stage.desks.anna.untilDone(id);
    expect(told(call)).toMatchObject({
      remote: '+491711234567',
      transfers: ['attended 1001 -> +49301234567'],
      legs: ['1001 transferred'],
    });
    // He has called somebody outside, too.
    const asked = await stage.desks.anna.untilDone(idOf(far));
    expect(told(asked)).toMatchObject({ direction: 'outbound', remote: '+49301234567', outcome: 'answered' });
  });

  it('joined with 1003 while the phone there still rings', async () => {
    const { outside, desk, id } = await talkingTo1001();
    const { asking, far } = await asks(desk, '1003', stage.phones['1003']);
    await stage.desks.chloe.untilCall('its pop', (call) => call.id === id);
    await desk.joinWith(asking);
    await desk.hangUp();
    far.answer();
    await talk(800);
    await outside.hangUp();
    await far.until('ended');

    const call = await stage.desks.chloe.untilDone(id);
    expect(told(call)).toMatchObject({
      endedBy: 'remote',
      answeredBy: ['1001', '1003'],
      transfers: ['attended 1001 -> 1003'],
      legs: ['1001 transferred', '1003 hangup'],
    });
    expect(call.owner).toBe('1003');
    expect(pops('chloe', id)).toEqual(['pop on 1003', 'ended']);
  });

  it('sent on and on: 1001, 1002, 1003, and into the queue', async () => {
    const { outside, desk, id } = await talkingTo1001();
    const second = await sendOn(desk, '1002');
    const third = await sendOn(second, '1003');
    const result = third.transferTo('400');
    const [back, last] = await scene.ringing('1001', '1002');
    await result;
    await third.hangUp();
    last?.answer();
    await back?.until('ended');
    await talk(500);
    await outside.hangUp();

    const call = await stage.desks.bob.untilDone(id);
    expect(told(call)).toMatchObject({
      queue: 'support',
      answeredBy: ['1001', '1002', '1003'],
      transfers: ['blind 1001 -> 1002', 'blind 1002 -> 1003', 'blind 1003 -> 400'],
      legs: [
        '1001 answered-elsewhere',
        '1001 transferred',
        '1002 hangup',
        '1002 transferred',
        '1003 transferred',
      ],
    });
    expect(call.owner).toBe('1002');
    expect(pops('anna', id)).toEqual(['pop on 1001', 'ended', 'pop on 1001', 'answered-elsewhere']);
    expect(pops('bob', id)).toEqual(['pop on 1002', 'ended', 'pop on 1002', 'ended']);
    expect(pops('chloe', id)).toEqual(['pop on 1003', 'ended']);
  });

  it('1003 picks up what rings at 1001', async () => {
    const outside = scene.callsIn('4930555001');
    const desk = await scene.rings(stage.phones['1001']);
    const picker = stage.phones['1003'].dial('**1001');
    await Promise.all([picker.until('up'), desk.until('ended')]);
    await talk(800);
    await picker.hangUp();
    await outside.until('ended');

    const call = await stage.desks.chloe.untilDone(idOf(desk));
    expect(told(call)).toMatchObject({
      outcome: 'answered',
      endedBy: 'agent',
      answeredBy: ['1003'],
      legs: ['1001 answered-elsewhere', '1003 hangup'],
    });
    expect(pops('anna', call.id)).toEqual(['pop on 1001', 'answered-elsewhere']);
  });

  it('a queue rings one after the other: two decline, 1003 answers', async () => {
    const outside = scene.callsIn('4930555102');
    for (const extension of ['1001', '1002'] as const) {
      const phone = await scene.rings(stage.phones[extension]);
      await talk(200);
      phone.reject('603 Decline');
    }
    const third = await scene.rings(stage.phones['1003']);
    third.answer();
    await talk(800);
    await outside.hangUp();
    await third.until('ended');

    const call = await stage.desks.chloe.untilDone(idOf(third));
    expect(told(call)).toMatchObject({
      queue: '402',
      endedBy: 'remote',
      legs: ['1001 declined', '1002 declined', '1003 hangup'],
    });
    await expectTruth(scene, call, { billed: false });
    expect(pops('anna', call.id)).toEqual(['pop on 1001', 'ended']);
  });

  it('an anonymous caller in a ring group, whom all decline', async () => {
    const outside = scene.callsIn('4930555201', { number: 'anonymous', name: 'Anonymous' });
    const phones = await scene.ringing('1001', '1002', '1003');
    for (const phone of phones) phone.reject('603 Decline');
    await outside.until('ended');

    const call = await stage.desks.anna.untilDone(idOf(phones[0]));
    expect(told(call)).toMatchObject({
      remote: null,
      outcome: 'declined',
      endedBy: 'agent',
      legs: ['1001 declined', '1002 declined', '1003 declined'],
    });
    expect(call.remote.anonymous).toBe(true);
    await expectTruth(scene, call);
  });

  it('1001 calls a customer and sends him blind to 1002', async () => {
    const desk = stage.phones['1001'].dial(outsideNumber);
    const far = await scene.rings(stage.trunk);
    far.answer();
    await desk.until('up');
    await talk(500);
    const next = await sendOn(desk, '1002');
    await far.hangUp();
    await next.until('ended');

    const call = await stage.desks.bob.untilDone(idOf(far));
    expect(told(call)).toMatchObject({
      direction: 'outbound',
      remote: '+49301234567',
      endedBy: 'remote',
      answeredBy: ['1001', '1002'],
      transfers: ['blind 1001 -> 1002'],
      legs: ['1001 transferred', '1002 hangup'],
    });
    expect(pops('bob', call.id)).toEqual(['pop on 1002', 'ended']);
  });

  it('1001 calls 1002, who sends him outside: a call of 1001 with the customer', async () => {
    const desk = stage.phones['1001'].dial('1002');
    const colleague = await scene.rings(stage.phones['1002']);
    colleague.answer();
    await desk.until('up');
    await talk(500);
    const result = colleague.transferTo(outsideNumber);
    const far = await scene.rings(stage.trunk);
    far.answer();
    await result;
    await colleague.hangUp();
    await talk(1_500);
    await desk.hangUp();
    await far.until('ended');

    const call = await stage.desks.anna.untilDone(idOf(far));
    expect(told(call)).toMatchObject({
      direction: 'outbound',
      remote: '+49301234567',
      answeredBy: ['1001'],
      legs: ['1001 hangup', '1002 transferred'],
    });
    expect(Math.abs(call.talkSeconds - far.talkSeconds())).toBeLessThanOrEqual(1);
  });

  it('click-to-call that reaches the customer first, and then nobody', async () => {
    stage.pbx.cli(`channel originate PJSIP/${outsideNumber}@trunk-main extension 1001@from-internal`);
    const far = await scene.rings(stage.trunk);
    far.answer();
    const desk = await scene.rings(stage.phones['1001']);
    await talk(300);
    desk.reject('603 Decline');
    await far.until('ended');

    const call = await stage.desks.anna.untilDone(idOf(desk));
    expect(told(call)).toMatchObject({
      direction: 'outbound',
      remote: '+49301234567',
      outcome: 'declined',
      endedBy: 'agent',
      answeredBy: [],
      legs: ['1001 declined'],
    });
  });
});
