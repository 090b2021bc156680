import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeCodes } from '../../src/shared/protocol/close-codes';
import { newAgentResponseSchema } from '../../src/shared/protocol/rest';
import { openDesktop, signIn, startRelay, tokenOf, withKey, type TestRelay } from './relay-harness';
import { aCall, aLeg, endedCall } from '../support/calls';

let relay: TestRelay;
beforeEach(async () => {
  relay = await startRelay({ file: fastSockets });
});
afterEach(() => relay.stop());

const fastSockets = { webSocket: { registerTimeoutSeconds: 0.2, messagesPerTenSeconds: 20 } };

describe('signing in', () => {
  it('answers with the agent, his PBX and his calls', async () => {
    relay.pbx.tell(aCall({ linkedId: 'mine' }));
    relay.pbx.tell(aCall({ linkedId: 'not-mine', legs: [aLeg('1002')] }));
    relay.pbx.tell(endedCall({ linkedId: 'over', endedAt: '2026-11-23T09:05:00.000Z' }));
    relay.pbx.tell(endedCall({ linkedId: 'long-over', endedAt: '2026-03-01T09:05:00.000Z' }));
    const { registered, close } = await signIn(relay.url, 'anna', { lastSeenAt: '2026-11-23T09:00:00.000Z' });
    expect(registered.agent.extensions).toEqual(['1001']);
    expect(registered.pbx.map(({ state }) => state)).toEqual(['connected']);
    expect(registered.snapshot.live.map((call) => call.linkedId)).toEqual(['mine']);
    expect(registered.snapshot.ended.map((call) => call.linkedId)).toEqual(['over']);
    close();
  });

  it.each<[string, unknown, number]>([
    ['garbage', '{{{', closeCodes.badRegister],
    ['another message', { type: 'ack', id: '1' }, closeCodes.badRegister],
    ['no token', { type: 'register_agent' }, closeCodes.badRegister],
    ['an unknown token', { type: 'register_agent', token: 'cti_unknown' }, closeCodes.unauthorized],
    [
      'the extension of another',
      { type: 'register_agent', token: tokenOf('anna'), extension: '1002' },
      closeCodes.unauthorized,
    ],
    [
      'the name of another',
      { type: 'register_agent', token: tokenOf('anna'), agentId: 'ben' },
      closeCodes.unauthorized,
    ],
    ['a frame of 1 MB', 'x'.repeat(1_000_000), closeCodes.tooBig],
  ])('with %s is refused', async (_, message, code) => {
    const desktop = openDesktop(relay.url);
    await desktop.opened();
    desktop.send(message);
    expect((await desktop.closed()).code).toBe(code);
    expect((await relay.request('GET', '/health')).status).toBe(200);
  });

  it('is not waited for longer than the deadline', async () => {
    const desktop = openDesktop(relay.url);
    expect((await desktop.closed()).code).toBe(closeCodes.registerTimeout);
  });

  it('from a foreign web page is refused, from the own one it is not', async () => {
    const foreign = openDesktop(relay.url, { origin: 'https://evil.example' });
    expect((await foreign.closed()).code).toBe(1006);
    const own = openDesktop(relay.url, { origin: relay.url });
    await own.opened();
    own.close();
  });
});

describe('delivery', () => {
  it('pops where it rings and nowhere else, then updates', async () => {
    const [anna, ben] = [await signIn(relay.url, 'anna'), await signIn(relay.url, 'ben')];
    const call = aCall();
    relay.pbx.tell(call);
    const pop = await anna.nextOfType('screen_pop');
    expect(pop).toMatchObject({ extension: '1001', reason: 'ringing', callData: call });
    relay.pbx.tell({ ...call, queue: 'support', version: 2 });
    expect(await anna.next()).toMatchObject({ type: 'call_update', callData: { queue: 'support' } });
    // Ben's own answer comes after everything that could have been sent to him before.
    ben.send({ type: 'ping', id: 'barrier' });
    expect(await ben.next()).toMatchObject({ type: 'pong', re: 'barrier' });
    anna.close();
    ben.close();
  });

  it('reaches two desktops of one agent, and counts what they have shown', async () => {
    const desktops = [await signIn(relay.url, 'anna'), await signIn(relay.url, 'anna')];
    relay.pbx.tell(aCall());
    for (const desktop of desktops) {
      const pop = await desktop.nextOfType('screen_pop');
      desktop.send({ type: 'ack', id: pop.id });
      desktop.send({ type: 'ping', id: 'barrier' });
      await desktop.nextOfType('pong');
      desktop.close();
    }
    const { body } = await relay.request('GET', '/api/status', withKey);
    expect(body).toMatchObject({ delivery: { popsSent: 2, popsAcknowledged: 2 }, agents: { known: 2 } });
  });

  it('pops once for an agent with two phones that ring', async () => {
    const ben = await signIn(relay.url, 'ben');
    relay.pbx.tell(aCall({ legs: [aLeg('1002'), aLeg('1012')] }));
    ben.send({ type: 'ping', id: 'barrier' });
    expect((await ben.next()).type).toBe('screen_pop');
    expect((await ben.next()).type).toBe('pong');
    ben.close();
  });

  it('tells when the link to the PBX is lost', async () => {
    const anna = await signIn(relay.url, 'anna');
    relay.pbx.setState('down');
    expect(await anna.nextOfType('pbx_status')).toMatchObject({ pbx: { state: 'down' } });
    anna.close();
  });
});

describe('a signed-in desktop', () => {
  it('hangs up in a call of his own, and in no other', async () => {
    const [anna, ben] = [await signIn(relay.url, 'anna'), await signIn(relay.url, 'ben')];
    const call = aCall();
    relay.pbx.tell(call);
    await anna.nextOfType('screen_pop');
    const hangUp = { type: 'call_control', id: 'k1', callId: call.id, action: 'hang_up' };
    anna.send(hangUp);
    expect(await anna.nextOfType('call_controlled')).toMatchObject({ re: 'k1', callId: call.id });
    ben.send(hangUp);
    expect(await ben.nextOfType('error')).toMatchObject({ re: 'k1', error: { code: 'not_found' } });
    anna.send({ ...hangUp, id: 'k2', action: 'eject' });
    expect(await anna.nextOfType('error')).toMatchObject({ re: 'k2', error: { code: 'bad_request' } });
    expect(relay.pbx.controlled).toEqual([{ callId: call.id, extensions: ['1001'], action: 'hang_up' }]);
    anna.close();
    ben.close();
  });

  it('a desktop that runs wild on the buttons is told to wait', async () => {
    const anna = await signIn(relay.url, 'anna');
    for (let i = 0; i < 11; i += 1)
      anna.send({ type: 'call_control', id: `w${i}`, callId: 'pbx:none', action: 'hang_up' });
    const codes: string[] = [];
    while (codes.length < 11) {
      const { error } = await anna.nextOfType('error');
      codes.push(error.code);
    }
    expect(codes).toEqual([...Array<string>(10).fill('not_found'), 'rate_limited']);
    anna.close();
  });

  it('dials on its own phone', async () => {
    const ben = await signIn(relay.url, 'ben');
    ben.send({ type: 'dial', id: 'd1', number: '+49 30 1', extension: '1012' });
    expect(await ben.next()).toMatchObject({ type: 'dialling', re: 'd1', callId: 'pbx:dialled' });
    ben.send({ type: 'dial', id: 'd2', number: '+49 30 1', extension: '1001' });
    expect(await ben.next()).toMatchObject({ type: 'error', re: 'd2', error: { code: 'forbidden' } });
    expect(relay.pbx.dialled).toEqual([{ extension: '1012', number: '+49 30 1' }]);
    ben.close();
  });

  it('is told what was wrong with a message, and stays', async () => {
    const anna = await signIn(relay.url, 'anna');
    anna.send('garbage');
    expect(await anna.next()).toMatchObject({ type: 'error', re: null });
    anna.send({ type: 'from_the_future', id: 'f1' });
    expect(await anna.next()).toMatchObject({ type: 'error', re: 'f1', error: { code: 'bad_request' } });
    anna.send({ type: 'register_agent', token: tokenOf('anna') });
    expect(await anna.next()).toMatchObject({ type: 'error' });
    anna.close();
  });

  it('that talks too much is closed', async () => {
    const anna = await signIn(relay.url, 'anna');
    for (let n = 0; n < 30; n++) anna.send({ type: 'ack', id: `${n}` });
    expect((await anna.closed()).code).toBe(closeCodes.rateLimited);
  });

  it('is closed when its agent is removed, and can not come back', async () => {
    const created = await relay.request('POST', '/api/agents', {
      ...withKey,
      body: { id: 'carla', name: 'Carla', extensions: ['1003'] },
    });
    const { token } = newAgentResponseSchema.parse(created.body);
    const carla = openDesktop(relay.url);
    await carla.opened();
    carla.send({ type: 'register_agent', token });
    await carla.nextOfType('registered');
    expect((await relay.request('DELETE', '/api/agents/carla', withKey)).status).toBe(204);
    expect((await carla.closed()).code).toBe(closeCodes.unauthorized);
    const again = openDesktop(relay.url);
    await again.opened();
    again.send({ type: 'register_agent', token });
    expect((await again.closed()).code).toBe(closeCodes.unauthorized);
  });
});

describe('the end', () => {
  it('of the relay is told to every desktop', async () => {
    const anna = await signIn(relay.url, 'anna');
    await relay.stop();
    expect((await anna.closed()).code).toBe(closeCodes.goingAway);
    relay = await startRelay();
  });

  it('of a desktop that answers no ping comes after two of them', async () => {
    const quick = await startRelay({ file: { webSocket: { heartbeatSeconds: 0.05 } } });
    const anna = await signIn(quick.url, 'anna');
    const silent = openDesktop(quick.url);
    Object.assign(silent.socket, { _autoPong: false });
    await silent.opened();
    silent.send({ type: 'register_agent', token: tokenOf('ben') });
    expect((await silent.closed()).code).toBe(1006);
    // Anna's socket answers its pings by itself and is still there.
    anna.send({ type: 'ping', id: 'barrier' });
    expect(await anna.nextOfType('pong')).toMatchObject({ re: 'barrier' });
    anna.close();
    await quick.stop();
  });
});
