/** What an agent's open desktops hear when his entry changes, or when another desktop of his comes or goes. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Agent } from '../../src/shared/protocol/agent';
import { changeAgentResponseSchema, newAgentResponseSchema } from '../../src/shared/protocol/rest';
import { aCall, aLeg, ended } from '../support/calls';
import { signIn, startRelay, withKey, type TestRelay } from './relay-harness';

let relay: TestRelay;
let carla: Agent;
let token: string;
beforeEach(async () => {
  relay = await startRelay();
  const body = { id: 'carla', name: 'Carla', extensions: ['1003'] };
  const created = await relay.request('POST', '/api/agents', { ...withKey, body });
  ({ agent: carla, token } = newAgentResponseSchema.parse(created.body));
});
afterEach(() => relay.stop());

type Desktop = Awaited<ReturnType<typeof signIn>>;

const change = (body: Partial<Agent>, id = 'carla') =>
  relay.request('PATCH', `/api/agents/${id}`, { ...withKey, body });

/** That nothing more was sent to a desktop before its own question is answered. */
const expectNothingMore = async (desktop: Desktop): Promise<void> => {
  desktop.send({ type: 'ping', id: 'barrier' });
  expect(await desktop.next()).toMatchObject({ type: 'pong', re: 'barrier' });
};

describe('another desktop of an agent', () => {
  it('comes and goes: his others are told, nobody else, and not itself', async () => {
    const anna = await signIn(relay.url, 'anna');
    const first = await signIn(relay.url, 'carla', { token });
    expect(first.registered.desktops).toBe(1);
    const second = await signIn(relay.url, 'carla', { token });
    expect(second.registered.desktops).toBe(2);
    expect(await first.next()).toMatchObject({ type: 'agent_update', agent: carla, desktops: 2 });
    await expectNothingMore(second);
    second.close();
    expect(await first.next()).toMatchObject({ type: 'agent_update', agent: carla, desktops: 1 });
    await expectNothingMore(first);
    await expectNothingMore(anna);
    first.close();
    anna.close();
  });
});

describe('an entry that is changed', () => {
  it('is told to his desktops; calls follow the new extensions', async () => {
    const anna = await signIn(relay.url, 'anna');
    const desktops = [
      await signIn(relay.url, 'carla', { token }),
      await signIn(relay.url, 'carla', { token }),
    ];
    expect((await desktops[0]?.next())?.type).toBe('agent_update');
    const running = aCall({ linkedId: 'runs-at-1004', legs: [aLeg('1004')] });
    relay.pbx.tell(running);

    const answer = await change({ name: 'Carla Conti', extensions: ['1004', '1004'] });
    const changed = { ...carla, name: 'Carla Conti', extensions: ['1004'] };
    expect(changeAgentResponseSchema.parse(answer.body).agent).toEqual(changed);
    for (const desktop of desktops) {
      expect(await desktop.next()).toMatchObject({ type: 'agent_update', agent: changed, desktops: 2 });
      expect(await desktop.next()).toMatchObject({ type: 'call_update', callData: running });
    }
    // The old phone is not his any more, the new one is: also for who dials from his desktop.
    relay.pbx.tell(aCall({ linkedId: 'old', legs: [aLeg('1003')] }));
    relay.pbx.tell(aCall({ linkedId: 'new', legs: [aLeg('1004')] }));
    for (const desktop of desktops) {
      expect(await desktop.next()).toMatchObject({ type: 'screen_pop', callData: { linkedId: 'new' } });
      desktop.send({ type: 'dial', id: 'd', number: '030 1', extension: '1003' });
      expect(await desktop.next()).toMatchObject({ type: 'error', re: 'd', error: { code: 'forbidden' } });
      await expectNothingMore(desktop);
      desktop.close();
    }
    await expectNothingMore(anna);
    anna.close();
  });

  it('keeps what is not named, is kept itself, and shows no call that is over', async () => {
    const desktop = await signIn(relay.url, 'carla', { token });
    const over = aCall({ linkedId: 'over', legs: [aLeg('1004')] });
    relay.pbx.tell(over);
    relay.pbx.tell(ended(over));
    await change({ extensions: ['1003', '1004'] });
    expect(await desktop.next()).toMatchObject({ agent: { name: 'Carla', extensions: ['1003', '1004'] } });
    await expectNothingMore(desktop);
    desktop.close();
    const again = await signIn(relay.url, 'carla', { token });
    expect(again.registered.agent).toEqual({ ...carla, extensions: ['1003', '1004'] });
    again.close();
  });

  it.each<[string, string, Record<string, unknown>, number]>([
    ['an agent that is not there', 'nobody', { name: 'X' }, 404],
    ['an agent of config.json', 'anna', { name: 'X' }, 409],
    ['nothing', 'carla', {}, 400],
    ['no extension at all', 'carla', { extensions: [] }, 400],
    ['another PBX', 'carla', { pbxId: 'south' }, 400],
  ])('not: %s', async (_, id, body, status) => {
    const desktop = await signIn(relay.url, 'carla', { token });
    expect((await change(body, id)).status).toBe(status);
    await expectNothingMore(desktop);
    desktop.close();
  });
});
