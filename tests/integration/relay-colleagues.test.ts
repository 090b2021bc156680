/** Whose phones ring beside the agent's own: told to the agents of that call, and to nobody else. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { callListSchema, callPageSchema } from '../../src/shared/protocol/rest';
import type { Call } from '../../src/shared/call/call';
import { aCall, aLeg, ended } from '../support/calls';
import { signIn, startRelay, withKey, withToken, type TestRelay } from './relay-harness';

let relay: TestRelay;
beforeEach(async () => {
  relay = await startRelay();
});
afterEach(() => relay.stop());

const named = (call: Call | undefined) =>
  call?.legs.map(({ extension, name }) => (name === undefined ? extension : `${name} (${extension})`));

it('names colleagues in every word about a shared call, and keeps no name', async () => {
  const startedAt = new Date().toISOString();
  const call = aCall({ startedAt, legs: [aLeg('1001'), aLeg('1012'), aLeg('1009')] });
  const names = ['Anna (1001)', 'Ben (1012)', '1009'];
  const anna = await signIn(relay.url, 'anna');
  relay.pbx.tell(call);
  expect(named((await anna.nextOfType('screen_pop')).callData)).toEqual(names);
  const again = await signIn(relay.url, 'anna');
  expect(again.registered.snapshot.live.map(named)).toEqual([names]);
  const active = async (who: Record<string, string>) =>
    callListSchema.parse((await relay.request('GET', '/api/calls/active', who)).body).calls.map(named);
  expect(await active(withToken('anna'))).toEqual([names]);
  // A program has its own list of agents, if it may.
  expect(await active(withKey)).toEqual([['1001', '1012', '1009']]);

  relay.pbx.tell({ ...ended(call), endedAt: startedAt, version: 9 });
  expect(named((await anna.nextOfType('call_update')).callData)).toEqual(names);
  const kept = async (who: Record<string, string>) =>
    callPageSchema.parse((await relay.request('GET', '/api/calls', who)).body).calls.map(named);
  expect(await kept(withToken('ben'))).toEqual([names]);
  expect(await kept(withKey)).toEqual([['1001', '1012', '1009']]);
  anna.close();
  again.close();
});

it('tells an agent nothing about phones of calls that are not his', async () => {
  const ben = await signIn(relay.url, 'ben');
  relay.pbx.tell(aCall({ legs: [aLeg('1001')] }));
  ben.send({ type: 'ping', id: 'barrier' });
  expect(await ben.next()).toMatchObject({ type: 'pong', re: 'barrier' });
  expect(JSON.stringify(ben.messages)).not.toContain('Anna');
  ben.close();
});
