/** An agent hangs up, declines and picks up from his card: a real Asterisk does it, and to nobody else's phone. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hand, noAsterisk } from '../support/asterisk/asterisk';
import { openScene, talk, told, type Scene } from '../support/asterisk/scene';
import { idOf } from '../support/asterisk/sip-call';
import { openStage, type Stage } from '../support/asterisk/stage';
import { expectTruth } from '../support/asterisk/truth';

describe.skipIf(noAsterisk)('from the card', () => {
  let stage: Stage;
  let scene: Scene;
  beforeAll(async () => {
    stage = await openStage(
      { phones: { answerBy: 'talk-event' } },
      { AMI_CONTROL_USERNAME: hand.username, AMI_CONTROL_SECRET: hand.secret },
    );
    await stage.desks.anna.until('its buttons', () => stage.desks.anna.can()?.hangUp);
  });
  beforeEach(() => {
    scene = openScene(stage);
  });
  afterEach(() => scene.end());
  afterAll(() => stage.close());

  it('desks hear what the manager user may do', () => {
    expect(stage.desks.anna.can()).toEqual({ hangUp: true, answer: true });
  });

  it('1001 talks and hangs up from the card', async () => {
    const outside = scene.callsIn('4930555001');
    const desk = await scene.rings(stage.phones['1001']);
    desk.answer();
    await outside.until('up');
    await stage.desks.anna.untilCall(
      'the talk',
      ({ id, state }) => id === idOf(desk) && state === 'connected',
    );
    await talk();
    expect(await stage.desks.anna.control(idOf(desk), 'hang_up')).toBe('done');
    await Promise.all([outside.until('ended'), desk.until('ended')]);

    const call = await stage.desks.anna.untilDone(idOf(desk));
    expect(told(call)).toMatchObject({ outcome: 'answered', endedBy: 'agent', legs: ['1001 hangup'] });
    await expectTruth(scene, call);
    expect(await stage.desks.anna.control(call.id, 'hang_up')).toMatch(/^not_found: This call is not on/);
  });

  it('1001 declines from the card: as with the red key', async () => {
    const outside = scene.callsIn('4930555001');
    const desk = await scene.rings(stage.phones['1001']);
    await outside.until('ringing');
    await stage.desks.anna.untilCall('the ring', ({ id }) => id === idOf(desk));
    expect(await stage.desks.anna.control(idOf(desk), 'hang_up')).toBe('done');
    await Promise.all([outside.until('ended'), desk.until('ended')]);

    const call = await stage.desks.anna.untilDone(idOf(desk));
    expect(told(call)).toMatchObject({ outcome: 'declined', endedBy: 'agent', legs: ['1001 declined'] });
    await expectTruth(scene, call);
  });

  it('in a ring group the one who declines is left alone, and another answers', async () => {
    const outside = scene.callsIn('4930555200');
    const [first, second] = await scene.ringing('1001', '1002', '1003');
    const id = idOf(first);
    await stage.desks.anna.untilCall('the ring', (call) => call.id === id && call.legs.length === 3);
    expect(await stage.desks.anna.control(id, 'hang_up')).toBe('done');
    await first?.until('ended');
    expect(second?.state()).toBe('ringing');
    second?.answer();
    await outside.until('up');
    await talk();
    // Whose phone has no part in it any more can not hang it up.
    expect(await stage.desks.anna.control(id, 'hang_up')).toMatch(/^not_found: /);
    expect(second?.state()).toBe('up');
    await outside.hangUp();

    const call = await stage.desks.bob.untilDone(id);
    expect(told(call)).toMatchObject({ answeredBy: ['1002'], endedBy: 'remote' });
    expect(told(call).legs).toContain('1001 declined');
    await expectTruth(scene, call);
  });

  it('who consults hangs up on whom he asks, and the customer stays with him', async () => {
    const outside = scene.callsIn('4930555001');
    const desk = await scene.rings(stage.phones['1001']);
    desk.answer();
    await outside.until('up');
    await talk(500);
    await desk.hold();
    const asking = stage.phones['1001'].dial('1002');
    const far = await scene.rings(stage.phones['1002']);
    far.answer();
    await asking.until('up');
    await stage.desks.anna.untilCall('the consultation', ({ legs }) =>
      legs.some(({ extension, state }) => extension === '1002' && state === 'connected'),
    );
    expect(await stage.desks.anna.control(idOf(desk), 'hang_up')).toBe('done');
    await Promise.all([asking.until('ended'), far.until('ended')]);
    expect([outside.state(), desk.state()]).toEqual(['up', 'up']);
    await desk.resume();
    await outside.hangUp();
    await stage.desks.anna.untilDone(idOf(desk));
  });

  it('1001 picks up from the card, on a phone that knows how', async () => {
    const outside = scene.callsIn('4930555001');
    const desk = await scene.rings(stage.phones['1001']);
    await outside.until('ringing');
    await stage.desks.anna.untilCall('the ring', ({ id }) => id === idOf(desk));
    expect(await stage.desks.anna.control(idOf(desk), 'answer')).toBe('done');
    await Promise.all([outside.until('up'), desk.until('up')]);
    await talk();
    expect(await stage.desks.anna.control(idOf(desk), 'answer')).toMatch(
      /^not_found: Your phone does not ring/,
    );
    await outside.hangUp();

    const call = await stage.desks.anna.untilDone(idOf(desk));
    expect(told(call)).toMatchObject({ outcome: 'answered', answeredBy: ['1001'], endedBy: 'remote' });
    await expectTruth(scene, call);
  });
});
