import { describe, expect, it } from 'vitest';
import { aCall, aLeg, anna, answeredBy, ended } from '../../../tests/support/calls';
import { startTestCompanion } from '../../../tests/support/companion';
import { callUpdate, screenPop } from '../../../tests/support/fake-relay-socket';
import { companionStateSchema } from '../ipc/state';

describe('the companion', () => {
  it('rises in version with each change, and every state satisfies the contract', () => {
    const { relay, states, clock } = startTestCompanion();
    relay.accept({ live: [aCall()] });
    relay.tell(callUpdate(answeredBy(aCall(), '1001')));
    relay.tell(callUpdate(ended(answeredBy(aCall(), '1001'))));
    clock.advance(10_000);
    const versions = states.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    for (const state of states) companionStateSchema.parse(state);
    expect(states.at(-1)).toMatchObject({ agent: anna, links: { relay: { state: 'connected' } }, pops: [] });
  });

  it('shows the pop, keeps it while talking, and takes it away 10 s after the end', () => {
    const { clock, relay, state } = startTestCompanion();
    relay.accept();
    relay.tell(screenPop(aCall()));
    expect(state().pops).toMatchObject([{ callId: aCall().id, closing: null }]);
    const talking = answeredBy(aCall(), '1001');
    relay.tell(callUpdate(talking));
    relay.tell(callUpdate(ended(talking)));
    clock.advance(9_999);
    expect(state().pops).toHaveLength(1);
    clock.advance(1);
    expect(state().pops).toHaveLength(0);
  });

  it('follows the phone systems that the relay reads', () => {
    const { relay, state } = startTestCompanion();
    relay.accept();
    const down = {
      id: 'pbx',
      state: 'down',
      since: '2026-11-23T09:01:00.000Z',
      lagMs: null,
      lastEventAt: null,
    } as const;
    relay.tell({
      type: 'pbx_status',
      id: 'p',
      at: down.since,
      pbx: { ...down, problem: 'Asterisk is away.' },
    });
    expect(state().links.pbx).toEqual([{ ...down, problem: 'Asterisk is away.' }]);
  });

  it('asks for a new sign-in when the relay refuses the token, and shows nothing of the agent any more', async () => {
    const { relay, state, companion } = startTestCompanion();
    relay.accept({ live: [aCall()] });
    relay.tell(screenPop(aCall()));
    expect(state().pops).toHaveLength(1);
    relay.close(4401);
    expect(state()).toMatchObject({
      stage: 'needs-token',
      agent: null,
      calls: [],
      pops: [],
      links: {
        relay: { state: 'down', problem: expect.stringContaining('no longer accepts') as string },
        pbx: [],
      },
    });
    await expect(companion.handlers['history:list']({ limit: 50 })).rejects.toThrow('Connect to your relay');
  });

  it('follows a change of the agent: his name, and no call of an extension that is not his any more', () => {
    const { relay, state } = startTestCompanion();
    relay.accept();
    const second = { ...anna, extensions: ['1001', '1002'] };
    const update = { type: 'agent_update', id: 'a', at: '2026-11-23T09:00:00.000Z' } as const;
    relay.tell({ ...update, agent: second, desktops: 2 });
    expect(state().agent).toEqual(second);
    const other = aCall({ linkedId: 'other', legs: [aLeg('1002')] });
    relay.tell(screenPop(other, { extension: '1002' }));
    relay.tell(screenPop(aCall(), { id: 'm2' }));
    expect(state().pops.map(({ callId }) => callId)).toEqual([aCall().id, other.id]);
    relay.tell({ ...update, agent: { ...anna, name: 'Anna Conti' } });
    expect(state()).toMatchObject({ agent: { name: 'Anna Conti' }, pops: [{ callId: aCall().id }] });
    expect(state().calls.map(({ id }) => id)).toEqual([aCall().id]);
  });

  it('dismisses a pop and hands dial results on', async () => {
    const { relay, companion, state } = startTestCompanion();
    relay.accept();
    relay.tell(screenPop(aCall()));
    await companion.handlers['pop:dismiss']({ callId: aCall().id });
    expect(state().pops).toHaveLength(0);
    const dialled = companion.handlers['call:dial']({ number: '123' });
    relay.tell({ type: 'dialling', id: 'd', at: '2026-11-23T09:00:00.000Z', re: 'c1', callId: 'pbx:9' });
    expect(await dialled).toEqual({ callId: 'pbx:9' });
  });
});

describe('history', () => {
  it('is asked of the relay with the agent own token', async () => {
    const { companion, requests } = startTestCompanion({
      answer: () => Promise.resolve({ status: 200, body: { calls: [aCall()], nextCursor: null } }),
    });
    const page = await companion.handlers['history:list']({ limit: 20, number: '+49' });
    expect(page.calls).toHaveLength(1);
    expect(requests).toEqual([
      { method: 'GET', url: 'http://relay.test/api/calls?limit=20&number=%2B49', token: 'token-of-anna' },
    ]);
  });

  it('asks for the words of a call when they are looked at', async () => {
    const { companion, requests } = startTestCompanion({
      answer: () => Promise.resolve({ status: 200, body: { callId: 'pbx:1', conversations: [] } }),
    });
    expect(await companion.handlers['call:transcript']({ callId: 'pbx:1' })).toMatchObject({
      conversations: [],
    });
    expect(requests).toEqual([
      { method: 'GET', url: 'http://relay.test/api/calls/pbx%3A1/transcript', token: 'token-of-anna' },
    ]);
  });

  it('says that the relay is away', async () => {
    const { companion } = startTestCompanion();
    await expect((async () => companion.handlers['history:list']({}))()).rejects.toThrow(
      'can not be reached',
    );
  });
});
