/** A CRM that is away for a day and a half: what the relay owes it is written as soon as it answers again, once. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { callRecordId } from '../../src/crm/call-record-id';
import { createSuiteCrm } from '../../src/crm/suitecrm';
import { statusSchema } from '../../src/shared/protocol/rest';
import {
  createSuiteCrmSimulator,
  demoSeed,
  demoSignIn,
  type SuiteCrmSimulator,
} from '../../src/simulators/suitecrm';
import { aCall, answeredBy, ended } from '../support/calls';
import { createFakeClock, type FakeClock } from '../support/fake-clock';
import { until } from '../support/until';
import { startRelay, withKey, type TestRelay } from './relay-harness';

const hour = 60 * 60_000;

let clock: FakeClock;
let crm: SuiteCrmSimulator;
let relay: TestRelay;
/** Record ids as they were sent, and how many were under way at most. */
let sent: string[];
/** Numbers in the order in which they were looked for, which is what each call begins with. */
let begun: string[];
let most: number;

beforeEach(async () => {
  clock = createFakeClock(Date.parse('2026-11-23T09:05:00.000Z'));
  crm = await createSuiteCrmSimulator({ data: demoSeed(clock.now()), clock });
  crm.faults.down = true;
  sent = [];
  begun = [];
  most = 0;
  let running = 0;
  const { clientId, clientSecret, relay: user } = demoSignIn;
  const client = createSuiteCrm(
    { url: crm.url, clientId, clientSecret, ...user, timeoutMs: 5_000 },
    { clock },
  );
  relay = await startRelay({
    clock,
    crm: {
      ...client,
      findByNumber: (number) => {
        begun.push(number);
        return client.findByNumber(number);
      },
      logCall: async (record) => {
        sent.push(record.id);
        most = Math.max(most, (running += 1));
        return client.logCall(record).finally(() => (running -= 1));
      },
    },
    file: { crm: { retry: { baseSeconds: 5, maxSeconds: 3 * 3_600 } } },
  });
});
afterEach(async () => {
  await relay.stop();
  await crm.stop();
});

const callerOf = (n: number) => ({
  number: `+49151000000${n}0`,
  display: `+49 1510 00000${n}0`,
  name: null,
  anonymous: false,
});
const failures = (): number[] =>
  [...relay.log.text().matchAll(/could not be logged yet .*"againInMs":(\d+)/g)].map(([, ms]) => Number(ms));

it('writes all that waited at once, the oldest first, four at a time, each exactly once', async () => {
  // The ids run against the order in which the calls ended.
  const calls = [6, 5, 4, 3, 2, 1].map((n, at) => ({
    ...ended(answeredBy(aCall({ linkedId: `170000000${n}.1`, remote: callerOf(at) }), '1001')),
    endedAt: `2026-11-23T09:03:0${at}.000Z`,
  }));
  for (const call of calls) relay.pbx.tell(call);
  const rounds = 13;
  for (let round = 1; round <= rounds; round += 1) {
    await until(() => failures().length >= calls.length * round);
    if (round < rounds) await clock.advanceAsync(3 * hour);
  }
  expect(Math.min(...failures().slice(-calls.length))).toBeGreaterThan(hour);
  const waiting = statusSchema.parse((await relay.request('GET', '/api/status', withKey)).body);
  expect(waiting.callLog).toMatchObject({ pending: calls.length, failed: 0, logged: 0 });
  expect(waiting.crm.state).toBe('down');
  expect(waiting.lookups.breaker).toMatchObject({ state: 'half-open', failuresInARow: 5 });
  expect(sent).toEqual([]);

  crm.faults.down = false;
  begun = [];
  const backAt = clock.now();
  await clock.advanceAsync(30_000);
  const stored = async (id: string) =>
    (await relay.request('GET', `/api/calls/${encodeURIComponent(id)}`, withKey)).body;
  await until(() => relay.log.text().split('Call logged in the CRM').length - 1 === calls.length);
  expect(clock.now() - backAt).toBe(30_000);

  const ids = calls.map(({ id }) => callRecordId(id));
  expect(begun).toEqual(calls.map(({ remote }) => remote.number));
  expect([...sent].sort()).toEqual([...ids].sort());
  expect(most).toBeLessThanOrEqual(4);
  const written = crm
    .records('Calls')
    .filter(({ values }) => values['description']?.includes('Call id: pbx:'));
  expect(written.map(({ id }) => id).sort()).toEqual([...ids].sort());
  for (const call of calls)
    // Two steps after the end: that the CRM is away (said once, not at each try), and the record.
    expect(await stored(call.id)).toMatchObject({
      version: call.version + 2,
      crmRecord: { status: 'logged' },
    });
});
