/**
 * A relay without a sign-in at the CRM, and the desktops that log for themselves: a simulated Asterisk, a real relay, desktops as
 * Electron's main process builds them, a simulated SuiteCRM, all on real sockets. Each call is there once, whatever happens.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callRecordId } from '../../src/crm/call-record-id';
import { toCrmDate } from '../../src/crm/suitecrm/text';
import type { Call } from '../../src/shared/call/call';
import { openCallJobs } from '../../src/main/call-log/jobs';
import { demoSignIn, type RequestFault } from '../../src/simulators/suitecrm';
import { anna, startMainJob, type MainJob } from '../support/main-job';
import { startOwnDesktop, type DemoUser, type OwnDesktop } from '../support/own-desktop';
import { captureAfterLogin } from '../support/replay-ami';
import { createTurnedClock, type TurnedClock } from '../support/turned-clock';
import { until } from '../support/until';

const minute = 60_000;
const [annaUser, benUser, carlaUser] = demoSignIn.agents;
const ben = { extension: '1002', name: benUser.name };
const carla = { extension: '1003', name: carlaUser.name };

let clock: TurnedClock;
let job: MainJob;
let tokens: Map<string, string>;
let before: Set<string>;
const desktops = new Set<OwnDesktop>();

beforeEach(async () => {
  clock = createTurnedClock();
  job = await startMainJob({ relayHasCrm: false, clock });
  tokens = new Map([
    [annaUser.username, await job.addAgent('anna', anna)],
    [benUser.username, await job.addAgent('ben', ben)],
    [carlaUser.username, await job.addAgent('carla', carla)],
  ]);
  before = new Set(job.crm.records('Calls').map(({ id }) => id));
});
afterEach(async () => {
  for (const desktop of desktops) desktop.stop();
  desktops.clear();
  await job.stop();
});

const open = async (user: DemoUser, folder?: string): Promise<OwnDesktop> => {
  const desktop = await startOwnDesktop({
    relayUrl: job.url,
    token: tokens.get(user.username) ?? '',
    crmUrl: job.crm.url,
    user,
    clock,
    ...(folder !== undefined && { folder }),
  });
  desktops.add(desktop);
  await until(desktop.isLinked);
  return desktop;
};
const close = (desktop: OwnDesktop): void => {
  desktop.stop();
  desktops.delete(desktop);
};

const newRecords = () => job.crm.records('Calls').filter(({ id }) => !before.has(id));
const recordOf = (callId: string) => newRecords().find(({ id }) => id === callRecordId(callId));
const mariaRecord = () =>
  job.crm.records('Contacts').find(({ values }) => values['last_name'] === 'Lindqvist');
const creates = (): number =>
  job.crm.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/module')).length;

/** Turns the hands until it is so. */
const turnUntil = async (isSo: () => boolean, stepMs = 1_000): Promise<void> => {
  while (!isSo()) {
    clock.turn(stepMs);
    for (let turn = 0; turn < 20 && !isSo(); turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
};
const untilCall = async (callId: string, state: Call['state']): Promise<Call> => {
  for (;;) {
    const call = (await job.calls()).find(({ id }) => id === callId);
    if (call?.state === state) return call;
  }
};
/** Maria calls Anna, and they talk for three minutes. @returns the call as the relay keeps it */
const talkToAnna = async (): Promise<Call> => {
  const call = job.customerCalls();
  await untilCall(call.callId, 'ringing');
  clock.turn(5_000);
  await call.pickUp();
  await untilCall(call.callId, 'connected');
  clock.turn(3 * minute);
  await call.hangUp();
  return untilCall(call.callId, 'ended');
};
/** Maria waits in a queue where the phones of Ben and Anna ring, and gives up. */
const nobodyAnswers = async (): Promise<Call> => {
  for (const { bytes } of captureAfterLogin('queue-abandoned')) job.asterisk.raw(bytes);
  return untilCall('pbx:1795421223.45', 'ended');
};

/** Since when it looks after what ends without it. */
const hasReadHistory = async ({ folder, log }: OwnDesktop): Promise<void> => {
  while ((await openCallJobs(folder, log).read()).readUntil === null);
};
const hasLogged = ({ log }: OwnDesktop, { id }: Call): boolean =>
  log.text().includes(`call logged in the CRM ${JSON.stringify({ callId: id })}`);
/** What becomes of the request of this number, counted from now. */
const atRequest = (number: number, fault: () => RequestFault): void => {
  let seen = 0;
  job.crm.faults.perRequest = () => {
    seen += 1;
    return seen === number ? fault() : null;
  };
};

const expectOnce = (call: Call, more: Record<string, string> = {}): void => {
  expect(newRecords().filter(({ id }) => id === callRecordId(call.id))).toHaveLength(1);
  expect(recordOf(call.id)).toMatchObject({
    contacts: [mariaRecord()?.id],
    values: {
      date_start: toCrmDate(Date.parse(call.startedAt)),
      direction: 'Inbound',
      duration_hours: '0',
      parent_type: 'Accounts',
      parent_id: mariaRecord()?.values['account_id'],
      ...more,
    },
  });
};
const held = {
  status: 'Held',
  duration_minutes: '3',
  assigned_user_id: annaUser.userId,
  created_by: annaUser.userId,
};

describe('desktops whose relay has no CRM', () => {
  it('who had the call logs it, nobody else', async () => {
    const [hers, his] = [await open(annaUser), await open(benUser)];
    const call = await talkToAnna();
    await turnUntil(() => hers.recordOf(call.id) === 'logged');
    expectOnce(call, held);
    expect(hers.state().calls.find(({ id }) => id === call.id)?.crmRecord.url).toContain(
      callRecordId(call.id),
    );
    clock.turn(10 * minute);
    await his.handlers['history:list']({});
    expect(newRecords()).toHaveLength(1);
    expect(creates()).toBe(1);
  });

  it('a missed call of several phones is there once, though each desktop looks after it', async () => {
    const [hers, his, other] = [await open(annaUser), await open(benUser), await open(carlaUser)];
    const call = await nobodyAnswers();
    await turnUntil(() => hers.recordOf(call.id) === 'logged' && his.recordOf(call.id) === 'logged');
    expectOnce(call, { status: 'Not Held', duration_minutes: '0' });
    expect(newRecords()).toHaveLength(1);
    expect(other.recordOf(call.id)).toBeNull();
  });

  it('of a missed one whose first desktop is off, the next logs it', async () => {
    const hers = await open(annaUser);
    const call = await nobodyAnswers();
    await turnUntil(() => hers.recordOf(call.id) === 'logged');
    expectOnce(call, { status: 'Not Held' });
  });

  it('what ended while the desktop was off comes at its next start, with the times of then', async () => {
    const first = await open(annaUser);
    await hasReadHistory(first);
    close(first);
    const call = await talkToAnna();
    clock.turn(26 * 60 * minute);
    expect(newRecords()).toEqual([]);
    const second = await open(annaUser, first.folder);
    await turnUntil(() => newRecords().length > 0 && recordOf(call.id)?.contacts.length === 1);
    expectOnce(call, held);
    close(second);
    await open(annaUser, first.folder);
    clock.turn(minute);
    expect(newRecords()).toHaveLength(1);
  });

  it('is there once, whatever becomes of each request', async () => {
    const desktop = await open(annaUser);
    const answers = ['cut', 'never', 'html', 'garbage', 'empty500', 'unauthorized'] as const;
    let [step, hits] = [0, 1];
    while (hits > 0) {
      step += 1;
      hits = 0;
      for (const answer of answers)
        for (const done of [true, false]) {
          const call = await talkToAnna();
          await until(() => desktop.recordOf(call.id) === 'pending');
          atRequest(step, () => {
            hits += 1;
            return { done, answer };
          });
          await turnUntil(() => hasLogged(desktop, call));
          expectOnce(call, held);
          job.crm.faults.perRequest = null;
        }
    }
    // Search, read, create, link at the least.
    expect(step).toBeGreaterThan(3);
  });

  it('is there once, killed at each single request and started again', async () => {
    let desktop = await open(annaUser);
    let [step, hits] = [0, 1];
    while (hits > 0) {
      step += 1;
      hits = 0;
      for (const done of [true, false]) {
        const call = await talkToAnna();
        await until(() => desktop.recordOf(call.id) === 'pending');
        let disk = '';
        atRequest(step, () => {
          hits += 1;
          disk = desktop.kill();
          return { done, answer: 'cut' };
        });
        await turnUntil(() => disk !== '' || hasLogged(desktop, call));
        if (disk !== '') desktop = await open(annaUser, disk);
        await turnUntil(() => disk === '' || hasLogged(desktop, call));
        expectOnce(call, held);
        job.crm.faults.perRequest = null;
      }
    }
    expect(step).toBeGreaterThan(3);
  });

  it('waits while the CRM is down, and nothing is doubled when the relay gets its settings', async () => {
    const [hers, his] = [await open(annaUser), await open(benUser)];
    const logged = await talkToAnna();
    await turnUntil(() => hasLogged(hers, logged));
    job.crm.faults.down = true;
    const waiting = await talkToAnna();
    await turnUntil(() => hers.log.text().includes('could not be logged yet'));
    close(hers);
    const meanwhile = await talkToAnna();
    await job.stopRelay();
    job.crm.faults.down = false;
    await job.startRelayAgain({ hasCrm: true });

    const again = await open(annaUser, hers.folder);
    await turnUntil(() => [waiting, meanwhile].every((call) => hasLogged(again, call)));
    await turnUntil(his.isLinked);
    const byRelay = await talkToAnna();
    await turnUntil(
      () => again.recordOf(byRelay.id) === 'logged' && recordOf(byRelay.id)?.contacts.length === 1,
    );
    clock.turn(10 * minute);
    for (const call of [logged, waiting, meanwhile]) expectOnce(call, held);
    // The relay does not know Anna's user, so it is its own.
    expectOnce(byRelay, { status: 'Held' });
    expect(recordOf(byRelay.id)?.values['created_by']).not.toBe(annaUser.userId);
    expect(newRecords()).toHaveLength(4);
    expect(hasLogged(again, byRelay)).toBe(false);
  });
});

describe('two desktops of one agent', () => {
  it('show what was written on the other, and go on from there', async () => {
    const [desk, laptop] = [await open(annaUser), await open(annaUser)];
    const call = await talkToAnna();
    const callId = call.id;
    await turnUntil(() => hasLogged(desk, call) && hasLogged(laptop, call));
    const write = (on: OwnDesktop, text: string) =>
      on.handlers['note:save']({ callId, text, disposition: null });
    const noteOn = async (at: OwnDesktop) => (await at.handlers['note:of']({ callId })).mine?.text;
    const description = () => recordOf(callId)?.values['description'] ?? '';
    const untilSettled = async (at: OwnDesktop, text: string): Promise<void> => {
      await turnUntil(() => description().includes(text) && at.state().notes[callId]?.status === 'saved');
      while ((await noteAtRelay()) !== text) clock.turn(1_000);
    };
    const noteAtRelay = async () => (await job.notesOf(callId))[0]?.text;

    await write(desk, 'Wants the invoice');
    await untilSettled(desk, 'Wants the invoice');
    expect(await noteOn(laptop)).toBe('Wants the invoice');
    expect(laptop.state().notes[callId]).toMatchObject({ text: 'Wants the invoice', status: 'saved' });

    await write(laptop, 'Wants the invoice, has it');
    await untilSettled(laptop, 'Wants the invoice, has it');
    // The first shows the newer one, and does not put its own back.
    clock.turn(10 * minute);
    await expect.poll(() => noteOn(desk)).toBe('Wants the invoice, has it');
    await write(desk, 'Wants the invoice, has it, paid');
    await untilSettled(desk, 'Wants the invoice, has it, paid');
    expect(description().split('Note by Anna Berger:')).toHaveLength(2);
    await expect.poll(() => noteOn(laptop)).toBe('Wants the invoice, has it, paid');
  });
});
