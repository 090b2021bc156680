/** The relay's own machine stands still for a moment: what it leaves out, and what it never does. */
import { afterEach, expect, it } from 'vitest';
import type { CrmClient } from '../../src/crm/port';
import { statusSchema } from '../../src/shared/protocol/rest';
import { ok } from '../../src/shared/result';
import { aCall, ended } from '../support/calls';
import { signIn, startRelay, withKey, type TestRelay } from './relay-harness';

let relay: TestRelay;
afterEach(() => relay.stop());

/** Nothing else of this process runs meanwhile. */
const standStill = (ms: number): void => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

it('pops, ends and logs every call while it is behind, and leaves the names out until it has caught up', async () => {
  const asked: string[] = [];
  const logged: string[] = [];
  const crm: CrmClient = {
    kind: 'counted',
    findByNumber: (number) => {
      asked.push(number);
      return Promise.resolve(ok(null));
    },
    context: () => new Promise(() => {}),
    candidate: () => new Promise(() => {}),
    logConversation: () => Promise.reject(new Error('not asked for')),
    logNote: () => Promise.reject(new Error('not asked for')),
    logFollowUp: () => Promise.reject(new Error('not asked for')),
    logCall: ({ id }) => {
      logged.push(id);
      return Promise.resolve(ok({ id, url: 'https://crm.example/' }));
    },
    check: () => Promise.resolve(ok({ userId: 'u', userName: 'cti' })),
    recordUrl: () => 'https://crm.example/',
    close: () => {},
  };
  relay = await startRelay({ crm });
  const anna = await signIn(relay.url, 'anna');
  const load = async () => statusSchema.parse((await relay.request('GET', '/api/status', withKey)).body).load;
  const ring = (linkedId: string) => {
    const call = aCall({ linkedId });
    relay.pbx.tell(call);
    return call;
  };

  while ((await load()).behindSince === null) standStill(700);
  const during = ring('1');
  expect(await anna.next()).toMatchObject({ type: 'screen_pop', callData: { id: during.id } });
  expect(asked).toEqual([]);
  relay.pbx.tell(ended(during));
  expect(await anna.next()).toMatchObject({ type: 'call_update', callData: { state: 'ended' } });
  while (logged.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect((await load()).shed.lookups).toBe(1);

  while ((await load()).behindSince !== null) await new Promise((resolve) => setTimeout(resolve, 100));
  // The call log has asked for the record of the first call.
  const before = asked.length;
  ring('2');
  expect(asked).toHaveLength(before + 1);
  expect(relay.log.text()).toMatch(/The relay is behind[^]*The relay has caught up/);
  anna.close();
});
