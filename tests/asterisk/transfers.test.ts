/** What happens within a call: hold, blind and attended transfer, by the phones' own keys (re-INVITE, REFER). */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noAsterisk } from '../support/asterisk/asterisk';
import { openScene, talk, told, type Scene } from '../support/asterisk/scene';
import { idOf } from '../support/asterisk/sip-call';
import { openStage, type Stage } from '../support/asterisk/stage';
import { expectTruth } from '../support/asterisk/truth';

describe.skipIf(noAsterisk)('within a call', () => {
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

  /** The customer talks to 1001. */
  const talkingTo1001 = async () => {
    const outside = scene.callsIn('4930555001');
    const desk = await scene.rings(stage.phones['1001']);
    desk.answer();
    await outside.until('up');
    await stage.desks.anna.untilCall(
      'the talk',
      ({ id, state }) => id === idOf(desk) && state === 'connected',
    );
    await talk(600);
    return { outside, desk, id: idOf(desk) };
  };
  const stateIs = (id: string, wanted: string) =>
    stage.desks.anna.untilCall(wanted, (call) => call.id === id && call.state === wanted);

  it('1001 holds, takes the customer back, holds again; the customer hangs up on hold', async () => {
    const { outside, desk, id } = await talkingTo1001();
    await desk.hold();
    expect((await stateIs(id, 'held')).legs[0]?.state).toBe('held');
    await talk(500);
    await desk.resume();
    await stateIs(id, 'connected');
    await desk.hold();
    await stateIs(id, 'held');
    await outside.hangUp();
    await desk.until('ended');

    const call = await stage.desks.anna.untilDone(id);
    expect(told(call)).toMatchObject({ outcome: 'answered', endedBy: 'remote', transfers: [] });
    await expectTruth(scene, call);
  });

  it('blind transfer: 1001 sends the customer to 1002, who answers', async () => {
    const { outside, desk, id } = await talkingTo1001();
    const transferred = desk.transferTo('1002');
    const next = await scene.rings(stage.phones['1002']);
    const pop = await stage.desks.bob.untilCall('its pop', (call) => call.id === id);
    // The customer is shown, not the colleague who transferred.
    expect(pop.remote.number).toBe('+491711234567');
    await talk(300);
    next.answer();
    expect(await transferred).toBe(200);
    await desk.hangUp();
    await talk();
    await outside.hangUp();
    await next.until('ended');

    const call = await stage.desks.bob.untilDone(id);
    expect(told(call)).toMatchObject({
      outcome: 'answered',
      endedBy: 'remote',
      transfers: ['blind 1001 -> 1002'],
      legs: ['1001 transferred', '1002 hangup'],
    });
    expect(call.owner).toBe('1002');
    await expectTruth(scene, call);
    expect(stage.desks.anna.pops(id)).toEqual(['pop on 1001', 'ended']);
    expect(stage.desks.bob.pops(id)).toEqual(['pop on 1002', 'ended']);
  });

  it('attended transfer: 1001 asks 1003, then joins the customer with 1003', async () => {
    const { outside, desk, id } = await talkingTo1001();
    await desk.hold();
    await stateIs(id, 'held');
    const consultation = stage.phones['1001'].dial('1003');
    const third = await scene.rings(stage.phones['1003']);
    // During the consultation the third agent sees the customer.
    const pop = await stage.desks.chloe.untilCall('its pop', (call) => call.id === id);
    expect(pop.remote.number).toBe('+491711234567');
    expect(pop.owner).toBe('1001');
    third.answer();
    await consultation.until('up');
    await talk(500);
    expect(await desk.joinWith(consultation)).toBe(200);
    await stage.desks.chloe.untilCall('the customer', (call) => call.id === id && call.owner === '1003');
    await Promise.all([desk.hangUp(), consultation.hangUp()]);
    await talk();
    await outside.hangUp();
    await third.until('ended');

    const call = await stage.desks.chloe.untilDone(id);
    expect(told(call)).toMatchObject({
      outcome: 'answered',
      endedBy: 'remote',
      transfers: ['attended 1001 -> 1003'],
      legs: ['1001 transferred', '1003 hangup'],
    });
    await expectTruth(scene, call);
    expect(stage.desks.anna.pops(id)).toEqual(['pop on 1001', 'ended']);
    expect(stage.desks.chloe.pops(id)).toEqual(['pop on 1003', 'ended']);
    // The consultation had a Linkedid of its own, and is no call of its own.
    expect(stage.desks.anna.calls().filter((it) => it.id === idOf(third))).toEqual([]);
  });

  it('a consultation that 1003 declines: the customer goes on with 1001', async () => {
    const { outside, desk, id } = await talkingTo1001();
    await desk.hold();
    await stateIs(id, 'held');
    const consultation = stage.phones['1001'].dial('1003');
    const third = await scene.rings(stage.phones['1003']);
    await stage.desks.chloe.untilCall('its pop', (call) => call.id === id);
    await consultation.until('ringing');
    third.reject('603 Decline');
    await consultation.until('ended');
    await desk.resume();
    await stateIs(id, 'connected');
    await talk(300);
    await outside.hangUp();
    await desk.until('ended');

    const call = await stage.desks.anna.untilDone(id);
    expect(told(call)).toMatchObject({
      outcome: 'answered',
      endedBy: 'remote',
      transfers: [],
      legs: ['1001 hangup', '1003 declined'],
    });
    await expectTruth(scene, call);
    expect(stage.desks.anna.pops(id)).toEqual(['pop on 1001', 'ended']);
    expect(stage.desks.chloe.pops(id)).toEqual(['pop on 1003', 'ended']);
  });

  it('a blind transfer that nobody takes: the customer gives up while 1002 rings', async () => {
    const { outside, desk, id } = await talkingTo1001();
    const transferred = desk.transferTo('1002');
    const next = await scene.rings(stage.phones['1002']);
    await stage.desks.bob.untilCall('its pop', (call) => call.id === id);
    await talk(300);
    await outside.hangUp();
    await next.until('ended');
    await transferred;
    await desk.hangUp();

    const call = await stage.desks.anna.untilDone(id);
    expect(told(call)).toMatchObject({
      outcome: 'answered',
      endedBy: 'remote',
      transfers: ['blind 1001 -> 1002'],
      legs: ['1001 transferred', '1002 cancelled'],
    });
    await expectTruth(scene, call);
    expect(stage.desks.bob.pops(id)).toEqual(['pop on 1002', 'ended']);
  });
});
