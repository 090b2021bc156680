/** Asterisk or the relay goes down in mid-call: nothing rings on for ever, and the CRM gets each call once. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { UNSEEN_END } from '../../src/shared/call/tracker';
import { noAsterisk } from '../support/asterisk/asterisk';
import { startRelayProcess } from '../support/asterisk/relay-process';
import { openScene, talk, told, type Scene } from '../support/asterisk/scene';
import { idOf } from '../support/asterisk/sip-call';
import {
  openDesks,
  openHouse,
  openStage,
  untilConnected,
  type House,
  type Stage,
} from '../support/asterisk/stage';
import { expectTruth } from '../support/asterisk/truth';

/** The customer talks to 1001. */
const connect = async ({ phones }: House, scene: Scene) => {
  const outside = scene.callsIn('4930555001');
  const desk = await scene.rings(phones['1001']);
  desk.answer();
  await outside.until('up');
  return { outside, desk, id: idOf(desk) };
};

describe.skipIf(noAsterisk)('Asterisk goes down in mid-call', () => {
  let stage: Stage;
  let scene: Scene;
  beforeAll(async () => {
    stage = await openStage();
  });
  beforeEach(() => {
    scene = openScene(stage);
  });
  afterAll(() => stage.close());

  /** The next customer gets through, and the right desk pops. */
  const nextCallPops = async (): Promise<void> => {
    const next = openScene(stage);
    await Promise.all(Object.values(stage.phones).map((phone) => phone.register()));
    const { outside, desk, id } = await connect(stage, next);
    await stage.desks.anna.untilCall('the next call', (call) => call.id === id && call.state === 'connected');
    await outside.hangUp();
    await desk.until('ended');
    const call = await stage.desks.anna.untilDone(id);
    expect(told(call)).toMatchObject({ outcome: 'answered', endedBy: 'remote' });
    expect(stage.desks.anna.pops(id)).toEqual(['pop on 1001', 'ended']);
    expect(next.records()).toHaveLength(1);
  };

  it('killed: the link goes down and up, the call is ended and marked, the next one pops', async () => {
    const { desks, pbx } = stage;
    const { outside, desk, id } = await connect(stage, scene);
    const ringing = scene.callsIn('4930555100', { number: '4915112345678' });
    const waiting = await scene.rings(stage.phones['1002']);
    await Promise.all([
      desks.anna.untilCall('the talk', (call) => call.id === id && call.state === 'connected'),
      desks.bob.untilCall('its pop', (call) => call.id === idOf(waiting)),
    ]);
    await talk();
    const before = desks.anna.links().length;
    await pbx.kill();
    const killedAt = Date.now();
    await desks.anna.until('the loss', () => desks.anna.link() === 'down');
    // Nobody knows yet whether the call goes on.
    expect(desks.anna.calls().find((call) => call.id === id)?.state).toBe('connected');
    await pbx.boot();
    await untilConnected(desks);
    expect(desks.anna.links().slice(before)).toEqual(['down', 'connected']);

    const call = await desks.anna.untilDone(id);
    expect(told(call)).toMatchObject({ outcome: 'answered', endedBy: null });
    expect(call.cause).toEqual({ code: 0, text: UNSEEN_END });
    expect(call.answeredBy).toEqual(['1001']);
    expect(Math.abs(Date.parse(call.endedAt ?? '') - killedAt)).toBeLessThan(1_000);
    expect(Math.abs(call.talkSeconds - (killedAt - (desk.at.answered ?? 0)) / 1_000)).toBeLessThanOrEqual(1);
    const missed = await desks.bob.untilDone(idOf(waiting));
    expect(told(missed)).toMatchObject({ outcome: 'abandoned', endedBy: null, queue: 'support' });
    expect(desks.bob.pops(missed.id)).toEqual(['pop on 1002', 'ended']);
    expect(desks.anna.pops(id)).toEqual(['pop on 1001', 'ended']);
    expect(scene.records()).toHaveLength(2);

    // The phones still believe in their calls; Asterisk knows them no more.
    await Promise.allSettled([outside, desk, ringing, waiting].map((it) => it.hangUp()));
    await nextCallPops();
  });

  it('restarted by its operator: the PBX ended the call, and says so', async () => {
    const { desks, pbx } = stage;
    const { desk, outside, id } = await connect(stage, scene);
    await desks.anna.untilCall('the talk', (call) => call.id === id && call.state === 'connected');
    await talk();
    const before = desks.anna.links().length;
    pbx.cli('core restart now');
    const call = await desks.anna.untilDone(id);
    await Promise.all([desk.until('ended'), outside.until('ended')]);
    expect(told(call)).toMatchObject({ outcome: 'answered', endedBy: 'pbx', legs: ['1001 hangup'] });
    expect(Math.abs(call.talkSeconds - desk.talkSeconds())).toBeLessThanOrEqual(1);
    await desks.anna.until('the loss', () => desks.anna.links().slice(before).includes('down'));
    await untilConnected(desks);
    expect(scene.records()).toHaveLength(1);
    await nextCallPops();
  });
});

describe.skipIf(noAsterisk)('the relay is killed in mid-call', () => {
  let house: House;
  let scene: Scene;
  beforeAll(async () => {
    house = await openHouse();
  });
  beforeEach(() => {
    scene = openScene(house);
  });
  afterEach(() => scene.end());
  afterAll(() => house.close());

  it.each([
    ['and the call goes on until after the restart', false],
    ['and the call is over before the restart', true],
  ])('%s: it is logged once, with its true start', async (_how, overBefore) => {
    const first = await startRelayProcess(house);
    onTestFinished(first.kill);
    const desks = await openDesks(first.url);
    onTestFinished(() => Object.values(desks).forEach((it) => it.close()));
    await untilConnected(desks);
    const { outside, desk, id } = await connect(house, scene);
    await desks.anna.untilCall('the talk', (call) => call.id === id && call.state === 'connected');
    // The disk has seen the call a moment later.
    await talk(600);
    await first.kill();
    if (overBefore) {
      await outside.hangUp();
      await desk.until('ended');
    }
    await talk(600);

    const second = await first.again();
    onTestFinished(second.kill);
    const later = await openDesks(second.url);
    onTestFinished(() => Object.values(later).forEach((it) => it.close()));
    await untilConnected(later);
    if (!overBefore) {
      await later.anna.untilCall('the call', (call) => call.id === id && call.state === 'connected');
      await talk(600);
      await outside.hangUp();
      await desk.until('ended');
    }
    const call = overBefore ? await second.untilLogged(id) : await later.anna.untilDone(id);
    expect(told(call)).toMatchObject({ outcome: 'answered', endedBy: overBefore ? null : 'remote' });
    await expectTruth(scene, call);
  });
});
