/** From an ended call in the store to one record in the CRM, through every trouble between. Real HTTP, real SQLite. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callRecordId } from '../../src/crm/call-record-id';
import type { CrmClient } from '../../src/crm/port';
import { createSuiteCrm } from '../../src/crm/suitecrm';
import {
  belongsInCrm,
  createCallLog,
  createFollowers,
  type AgentByExtension,
  type CallLog,
} from '../../src/relay/call-log';
import { createCallBook, type CallBook } from '../../src/relay/calls/call-book';
import type { Store } from '../../src/relay/store/port';
import { createSqliteStore } from '../../src/relay/store/sqlite';
import type { Call } from '../../src/shared/call/call';
import {
  createSuiteCrmSimulator,
  demoSeed,
  demoSignIn,
  type SuiteCrmSimulator,
} from '../../src/simulators/suitecrm';
import { aCall, answeredBy, ended } from '../support/calls';
import { createFakeClock, type FakeClock } from '../support/fake-clock';
import { createMemoryLog } from '../support/log';
import { until } from '../support/until';
import { tempFolder } from '../support/temp-folder';

const start = Date.parse('2026-11-23T09:05:00.000Z');
const day = 24 * 60 * 60_000;
const agents: AgentByExtension = (_, extension) =>
  extension === '1001' ? { name: 'Anna Berger', crmUserId: demoSignIn.agents[0].userId } : null;

let crm: SuiteCrmSimulator;
let clock: FakeClock;
let dir: string;
let store: Store;
let client: CrmClient;
let book: CallBook;
let callLog: CallLog;
let told: Call[];
let log: ReturnType<typeof createMemoryLog>;

const openRelay = (retry: { maxAttempts?: number; giveUpAfterMs?: number } = {}): void => {
  store = createSqliteStore({ dir }, { clock, logger: log });
  client = createSuiteCrm(
    {
      url: crm.url,
      clientId: demoSignIn.clientId,
      clientSecret: demoSignIn.clientSecret,
      ...demoSignIn.relay,
      // Real time, so long enough for a busy machine; only the slow CRM makes a test wait for it.
      timeoutMs: 1_000,
      signInPauseMs: 0,
    },
    { clock },
  );
  book = createCallBook({
    links: [],
    store,
    clock,
    logger: log,
    isLogged: belongsInCrm,
    tell: ({ call }) => told.push(call),
    onLogJob: () => callLog.wake(),
  });
  callLog = createCallLog({
    store,
    calls: book,
    crm: client,
    clock,
    random: () => 0.5,
    log,
    followers: createFollowers({
      store,
      crm: client,
      agentByExtension: agents,
      crmUserOf: () => null,
    }),
    agentByExtension: agents,
    retry,
  });
  callLog.start();
};
const closeRelay = async (): Promise<void> => {
  await callLog.stop(0);
  book.stop();
  client.close();
  store.close();
};

const aCustomerCall = (n = 1): Call => {
  const id = `1700000000.${n}`;
  return ended(answeredBy(aCall({ id: `pbx:${id}`, linkedId: id }), '1001'));
};
const enqueue = (call: Call): void => book.take({ call, previous: null });
const statusOf = (call: Call) => store.getCall(call.id)?.crmRecord.status;
const written = () =>
  crm.records('Calls').filter(({ values }) => (values['description'] ?? '').includes('Call id: pbx:'));
/** Failed tries; a call's version does not rise when the same error comes again, so jobs are read. */
const attempts = (): number =>
  store.dueJobs(clock.now() + 100 * day, 100).reduce((sum, job) => sum + job.attempts, 0);

const maria = () => crm.records('Contacts').find(({ values }) => values['last_name'] === 'Lindqvist');

const expectLoggedOnce = (call: Call): void => {
  expect(written()).toHaveLength(1);
  expect(written()[0]).toMatchObject({
    id: callRecordId(call.id),
    contacts: [maria()?.id],
    values: {
      parent_type: 'Accounts',
      parent_id: maria()?.values['account_id'],
      assigned_user_id: demoSignIn.agents[0].userId,
      date_start: '2026-11-23 09:00:00',
      duration_minutes: '3',
    },
  });
  expect(store.getCall(call.id)?.crmRecord).toEqual({
    status: 'logged',
    id: callRecordId(call.id),
    url: client.recordUrl('Calls', callRecordId(call.id)),
    error: null,
  });
};

beforeEach(async () => {
  clock = createFakeClock(start);
  told = [];
  log = createMemoryLog();
  dir = tempFolder('call-log');
  crm = await createSuiteCrmSimulator({ data: demoSeed(start), clock });
  openRelay();
});
afterEach(async () => {
  await closeRelay();
  await crm.stop();
});

describe('an ended call', () => {
  it('is in the CRM, linked, and the call knows its record', async () => {
    const call = aCustomerCall();
    enqueue(call);
    expect(statusOf(call)).toBe('pending');
    await until(() => statusOf(call) === 'logged');
    expectLoggedOnce(call);
    expect(
      told.map(({ id, version, crmRecord, contact }) => [id, version, crmRecord.status, contact?.name]),
    ).toEqual([
      [call.id, call.version, 'pending', undefined],
      [call.id, call.version + 1, 'logged', 'Maria Lindqvist'],
    ]);
  });

  it('is not logged when it was internal', async () => {
    const internal = { ...aCustomerCall(), direction: 'internal' as const };
    const external = aCustomerCall(2);
    enqueue(internal);
    enqueue(external);
    await until(() => statusOf(external) === 'logged');
    expect(written().map(({ id }) => id)).toEqual([callRecordId(external.id)]);
    expect(statusOf(internal)).toBe('off');
    expect(store.countJobs()).toEqual({ pending: 0, failed: 0, logged: 1, givenUp: 0 });
  });

  it('is one of many, and none is written twice', async () => {
    const calls = Array.from({ length: 25 }, (_, n) => aCustomerCall(n + 1));
    for (const call of calls) enqueue(call);
    for (const call of calls) enqueue(call);
    await until(() => store.countJobs().logged === calls.length);
    expect(new Set(written().map(({ id }) => id)).size).toBe(calls.length);
    expect(written()).toHaveLength(calls.length);
    expect(
      crm.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/V8/module')),
    ).toHaveLength(calls.length);
  });
});

describe('a CRM in trouble', () => {
  const troubles: [string, (on: boolean) => void][] = [
    ['down', (on) => (crm.faults.down = on)],
    ['a maintenance page', (on) => (crm.faults.html = on)],
    ['an empty 500', (on) => (crm.faults.emptyError500 = on)],
    ['refusing the sign-in', (on) => (crm.faults.refuseToken = on)],
    ['slow (30 s)', (on) => (crm.faults.slowMs = on ? 30_000 : 0)],
  ];

  it.each(troubles)('%s: tried again, logged once', async (_, trouble) => {
    trouble(true);
    const call = aCustomerCall();
    enqueue(call);
    await until(() => attempts() === 1);
    expect(store.getCall(call.id)?.crmRecord).toMatchObject({
      status: 'pending',
      error: expect.stringContaining('127.0.0.1') as string,
    });
    await clock.advanceAsync(10_000);
    await until(() => attempts() === 2);
    trouble(false);
    await clock.advanceAsync(20_000);
    await until(() => statusOf(call) === 'logged');
    expectLoggedOnce(call);
  });

  it('over a restart of the relay: the new one takes it up', async () => {
    crm.faults.down = true;
    const call = aCustomerCall();
    enqueue(call);
    await until(() => attempts() === 1);
    await closeRelay();
    crm.faults.down = false;
    openRelay();
    expect(statusOf(call)).toBe('pending');
    await clock.advanceAsync(10_000);
    await until(() => statusOf(call) === 'logged');
    expectLoggedOnce(call);
  });

  it('killed between the write and the note of it: still one record', async () => {
    const call = aCustomerCall();
    crm.faults.failLink = 1;
    enqueue(call);
    await until(() => attempts() === 1);
    expect(written()).toHaveLength(1);
    await closeRelay();
    openRelay();
    await clock.advanceAsync(10_000);
    await until(() => statusOf(call) === 'logged');
    expectLoggedOnce(call);
  });

  it.each(['failBeforeSave', 'failAfterSave', 'failLink'] as const)(
    '%s: one complete record',
    async (fault) => {
      crm.faults[fault] = 2;
      const call = aCustomerCall();
      enqueue(call);
      for (let tried = 1; tried <= 3 && statusOf(call) !== 'logged'; tried += 1) {
        await until(() => attempts() >= tried || statusOf(call) === 'logged');
        if (statusOf(call) !== 'logged') await clock.advanceAsync(20_000);
      }
      await until(() => statusOf(call) === 'logged');
      expectLoggedOnce(call);
    },
  );

  it('is given up after the last try, visibly', async () => {
    await closeRelay();
    openRelay({ maxAttempts: 3, giveUpAfterMs: 60_000 });
    crm.faults.emptyError500 = true;
    const call = aCustomerCall();
    enqueue(call);
    for (let tried = 1; tried < 3; tried += 1) {
      await until(() => attempts() === tried);
      await clock.advanceAsync(20_000);
    }
    await until(() => statusOf(call) === 'failed');
    expect(store.countJobs()).toEqual({ pending: 0, failed: 1, logged: 0, givenUp: 0 });
    expect(told.at(-1)?.crmRecord).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('database') as string,
    });
  });

  it('writes neither the password nor a whole number into the log', async () => {
    crm.faults.refuseToken = true;
    const call = aCustomerCall();
    enqueue(call);
    await until(() => attempts() === 1);
    expect(log.text()).toContain('refused the sign-in');
    expect(log.text()).not.toContain(demoSignIn.relay.password);
    expect(log.text()).not.toContain('1234567');
  });
});

describe('stopping', () => {
  it('waits for what is being written', async () => {
    const call = aCustomerCall();
    enqueue(call);
    await callLog.stop(60_000);
    expect(statusOf(call)).toBe('logged');
    expectLoggedOnce(call);
  });

  it('does not wait for a CRM that never answers', async () => {
    crm.faults.slowMs = day;
    enqueue(aCustomerCall());
    const stopped = callLog.stop(5_000);
    clock.advance(5_000);
    await stopped;
    expect(store.countJobs().pending).toBe(1);
  });
});
