import { describe, expect, it } from 'vitest';
import { aCall, aLeg, anna, answeredBy, endedCall, ended, maria } from '../../../tests/support/calls';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { tempFolder } from '../../../tests/support/temp-folder';
import { callRecordId } from '../../crm/call-record-id';
import type { CallRecord } from '../../crm/port';
import type { Call, CrmRecord } from '../../shared/call/call';
import { iso } from '../../shared/clock';
import { initialState } from '../../shared/companion/initial-state';
import { AppError } from '../../shared/errors';
import { settingsSchema, type CompanionState } from '../../shared/ipc/state';
import { silentLogger } from '../../shared/logger';
import { err, ok, type Result } from '../../shared/result';
import { openCallJobs } from './jobs';
import { createOwnCallLog } from './own-call-log';
import { shareOf } from './share';

const now = Date.parse('2026-11-23T09:05:00.000Z');
const mine = ended(answeredBy(aCall(), '1001'));
const down = new AppError('crm_unavailable', 'SuiteCRM is away.', { retryable: true });

const hello = (callLog: 'relay' | 'off' | undefined) => ({ callLog, agent: anna, at: iso(now) });

const open = async (
  options: { folder?: string; answers?: Result<{ id: string; url: string }, AppError>[]; past?: Call[] } = {},
) => {
  const folder = options.folder ?? tempFolder('own-call-log');
  const clock = createFakeClock(now);
  const written: CallRecord[] = [];
  const told: [string, CrmRecord['status']][] = [];
  const asked: unknown[] = [];
  const answers = [...(options.answers ?? [])];
  const log = await createOwnCallLog({
    file: openCallJobs(folder, silentLogger),
    crm: () => ({
      logCall: (record) => {
        written.push(record);
        return Promise.resolve(answers.shift() ?? ok({ id: record.id, url: 'https://crm.example/1' }));
      },
      findByNumber: () => Promise.resolve(ok({ contact: maria, accountId: 'a-1', title: null })),
      candidate: () => Promise.resolve(ok(null)),
    }),
    history: (query) => {
      asked.push(query);
      return { calls: options.past ?? [], nextCursor: null };
    },
    tell: (callId, { status }) => void told.push([callId, status]),
    clock,
    random: () => 0,
    log: silentLogger,
  });
  const base = initialState({
    platform: 'electron',
    initial: {
      relayUrl: null,
      token: null,
      settings: settingsSchema.parse({}),
      secretStore: { kind: 'memory', warning: null },
    },
    crm: null,
  });
  const state = (calls: Call[]): CompanionState => ({ ...base, agent: anna, calls });
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) {
      await new Promise((resolve) => setImmediate(resolve));
      clock.advance(500);
    }
  };
  return { folder, log, written, told, asked, clock, state, until };
};

describe('a desktop without a relay that logs', () => {
  it('logs the call of its agent, under the id that a relay would use', async () => {
    const { log, written, told, state, until } = await open();
    log.registered(hello('off'));
    log.follow(state([mine]));
    log.follow(state([mine]));
    await until(() => told.some(([, status]) => status === 'logged'));
    expect(written).toMatchObject([
      { id: callRecordId(mine.id), status: 'Held', contact: { id: maria.id }, accountId: 'a-1' },
    ]);
    expect(told).toContainEqual([mine.id, 'pending']);
  });

  it('keeps what the CRM did not take, over a restart, and does not write it twice', async () => {
    const first = await open({ answers: [err(down)] });
    first.log.registered(hello('off'));
    first.log.follow(first.state([mine]));
    await first.until(() => first.told.length > 1);
    first.log.stop();
    const second = await open({ folder: first.folder, past: [mine] });
    second.log.registered(hello('off'));
    await second.until(() => second.told.some(([, status]) => status === 'logged'));
    second.log.stop();
    const third = await open({ folder: first.folder, past: [mine] });
    third.log.registered(hello('off'));
    await third.until(() => third.asked.length > 0);
    third.log.follow(third.state([mine]));
    expect(third.told).toEqual([[mine.id, 'logged']]);
    expect(third.written).toEqual([]);
  });

  it('logs what ended while it was off', async () => {
    const first = await open();
    first.log.registered(hello('off'));
    const file = openCallJobs(first.folder, silentLogger);
    while ((await file.read()).readUntil === null);
    first.log.stop();
    const missed = endedCall({
      linkedId: '1700000009.1',
      endedAt: '2026-11-23T09:20:00.000Z',
      owner: '1001',
    });
    const second = await open({ folder: first.folder, past: [missed] });
    second.log.registered(hello('off'));
    await second.until(() => second.written.length > 0);
    expect(second.written[0]?.id).toBe(callRecordId(missed.id));
  });

  it('does not try again what was deleted', async () => {
    const { log, written, told, state, until } = await open({
      answers: [err(new AppError('crm_refused', 'Deleted.'))],
    });
    log.registered(hello('off'));
    log.follow(state([mine]));
    await until(() => told.some(([, status]) => status === 'failed'));
    expect(written).toHaveLength(1);
  });

  it.each(['relay', undefined] as const)('leaves it to the relay where that says %s', async (callLog) => {
    const { log, told, state } = await open();
    log.registered(hello(callLog));
    log.follow(state([mine]));
    expect(told).toEqual([]);
  });
});

describe('shareOf', () => {
  const missed = ended(aCall({ legs: [aLeg('1002'), aLeg('1001')] }));
  it.each([
    ['who had it, at once', mine, ['1001'], 0],
    ['not who only rang', mine, ['1002'], null],
    ['a missed one: whose phone rang first', missed, ['1002'], 0],
    ['then the next', missed, ['1001'], 60_000],
    ['nobody else', missed, ['1003'], null],
    ['nobody of another PBX', { ...mine, pbxId: 'other' }, ['1001'], null],
  ])('%s', (_, call, extensions, share) => {
    expect(shareOf(call, { pbxId: 'pbx', extensions })).toBe(share);
  });
});
