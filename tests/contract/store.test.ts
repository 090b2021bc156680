import { basename } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../src/relay/store/sqlite';
import type { Store } from '../../src/relay/store/port';
import { systemClock } from '../../src/shared/clock';
import { silentLogger } from '../../src/shared/logger';
import { aCall, aLeg, endedCall } from '../support/calls';
import { noRedis, startRedis } from '../support/redis-server';
import { openSharedStore } from '../support/shared-stores';
import { tempFolder } from '../support/temp-folder';
import { agentSuite } from './store-agents';
import { adminSuite } from './store-admins';
import { apiKeySuite } from './store-api-keys';
import { auditSuite } from './store-audit';
import { conversationSuite } from './store-conversations';
import { figureSuite } from './store-figures';
import { noteSuite } from './store-notes';
import { privacySuite } from './store-privacy';

interface Adapter {
  name: string;
  /** Opens the store of this place; a second open of one place sees what the first has left. */
  open(place: string): Store;
}

const redis = noRedis === null ? await startRedis() : null;
afterAll(() => redis?.stop());

const adapters: Adapter[] = [
  {
    name: 'sqlite',
    open: (dir) => createSqliteStore({ dir }, { clock: systemClock, logger: silentLogger }),
  },
  ...(redis
    ? [
        {
          name: 'sqlite that shares over Redis',
          open: (dir: string) => openSharedStore(dir, { url: redis.url, prefix: `${basename(dir)}:` }),
        },
      ]
    : []),
];

const query = { limit: 50, extensions: null };
const minute = (n: number): string => `2026-11-23T09:${String(n).padStart(2, '0')}:00.000Z`;

for (const adapter of adapters)
  describe(`store on ${adapter.name}`, () => {
    let place: string;
    let store: Store;
    beforeEach(() => {
      place = tempFolder('store');
      store = adapter.open(place);
    });
    afterEach(() => store.close());

    describe('calls', () => {
      it('come back as they were saved, also after a restart', () => {
        const call = aCall({
          remote: { number: null, display: 'Zoë, "x"', name: 'Ωmega', anonymous: true },
        });
        store.saveCall(call);
        store.close();
        store = adapter.open(place);
        expect(store.getCall(call.id)).toEqual(call);
        expect(store.getCall('pbx:none')).toBeNull();
        expect(store.countCalls()).toBe(1);
      });

      it('never go back to an older version', () => {
        store.saveCall(aCall({ version: 3, queue: 'support' }));
        store.saveCall(aCall({ version: 2, queue: 'sales' }));
        expect(store.getCall('pbx:1700000000.1')?.queue).toBe('support');
      });

      it('are found by the legs of their newest version', () => {
        store.saveCall(aCall({ version: 1, legs: [aLeg('1001')] }));
        store.saveCall(aCall({ version: 2, legs: [aLeg('1001'), aLeg('1002')] }));
        const of = (...extensions: string[]) => store.listCalls({ ...query, extensions }).calls.length;
        expect([of('1001'), of('1002'), of('1003'), of('1001', '1002')]).toEqual([1, 1, 0, 1]);
      });

      it('show an agent without extensions nothing', () => {
        store.saveCall(aCall());
        expect(store.listCalls({ ...query, extensions: [] }).calls).toEqual([]);
        expect(store.endedSince('pbx', [], minute(0), 10)).toEqual([]);
      });

      it('can not be widened by asking for another extension', () => {
        store.saveCall(aCall({ legs: [aLeg('1002')] }));
        expect(store.listCalls({ ...query, extensions: ['1001'], extension: '1002' }).calls).toEqual([]);
      });

      it.each(['+49 171 1234567', '0049 171 1234567', '0171 1234567', '1234567', '(0171) 12-34'])(
        'are found by the number typed as %s',
        (number) => {
          store.saveCall(aCall());
          store.saveCall(aCall({ linkedId: '2', remote: { ...aCall().remote, number: '+4930555' } }));
          expect(store.listCalls({ ...query, number }).calls.map((call) => call.linkedId)).toEqual([
            '1700000000.1',
          ]);
        },
      );

      it('are not found by a number without digits', () => {
        store.saveCall(aCall());
        expect(store.listCalls({ ...query, number: '%%' }).calls).toEqual([]);
      });

      it('are found by exactly their number and when they began', () => {
        const at = (n: number) => Date.parse(minute(n));
        const remote = (number: string | null) => ({ remote: { ...aCall().remote, number } });
        for (const n of [1, 2, 3])
          store.saveCall(aCall({ linkedId: `${n}`, startedAt: minute(n), ...remote('+49 171/1234567') }));
        store.saveCall(aCall({ linkedId: 'longer', startedAt: minute(2), ...remote('+491711234567890') }));
        store.saveCall(aCall({ linkedId: 'hidden', startedAt: minute(2), ...remote(null) }));
        const ids = (number: string, from: number, to: number, limit = 10) =>
          store.callsOfNumber(number, { from: at(from), to: at(to) }, limit);
        expect(ids('+491711234567', 1, 3)).toEqual(['pbx:3', 'pbx:2', 'pbx:1']);
        expect(ids('+49 (171) 1234567', 2, 2)).toEqual(['pbx:2']);
        expect(ids('+491711234567', 1, 3, 1)).toEqual(['pbx:3']);
        expect(ids('1234567', 1, 3)).toEqual([]);
        expect(ids('', 1, 3)).toEqual([]);
      });

      it('are found by time, outcome, direction and PBX', () => {
        store.saveCall(endedCall({ linkedId: 'a', startedAt: minute(1), outcome: 'busy' }));
        store.saveCall(endedCall({ linkedId: 'b', startedAt: minute(2), direction: 'outbound' }));
        store.saveCall(endedCall({ linkedId: 'c', startedAt: minute(3), pbxId: 'north' }));
        const ids = (more: object) => store.listCalls({ ...query, ...more }).calls.map((c) => c.linkedId);
        expect(ids({})).toEqual(['c', 'b', 'a']);
        expect(ids({ from: '2026-11-23T09:02:00Z' })).toEqual(['c', 'b']);
        expect(ids({ to: '2026-11-23T09:02:00Z' })).toEqual(['b', 'a']);
        expect(ids({ outcome: 'busy' })).toEqual(['a']);
        expect(ids({ direction: 'inbound' })).toEqual(['c', 'a']);
        expect(ids({ direction: 'outbound' })).toEqual(['b']);
        expect(ids({ pbxId: 'pbx' })).toEqual(['b', 'a']);
      });

      it('come in pages that newer calls do not move', () => {
        for (let n = 0; n < 5; n++) store.saveCall(aCall({ linkedId: `${n}`, startedAt: minute(n >> 1) }));
        const first = store.listCalls({ ...query, limit: 2 });
        store.saveCall(aCall({ linkedId: 'new', startedAt: minute(30) }));
        const second = store.listCalls({ ...query, limit: 2, cursor: first.nextCursor ?? '' });
        const third = store.listCalls({ ...query, limit: 2, cursor: second.nextCursor ?? '' });
        const seen = [first, second, third].map((page) => page.calls.map((call) => call.linkedId));
        expect(seen).toEqual([['4', '3'], ['2', '1'], ['0']]);
        expect(third.nextCursor).toBeNull();
      });

      it('refuse a cursor that was not given out', () => {
        expect(() => store.listCalls({ ...query, cursor: 'abc' })).toThrow(/cursor/);
      });

      it('that ended since a time are listed newest first and bounded', () => {
        for (const n of [1, 2, 3]) store.saveCall(endedCall({ linkedId: `${n}`, endedAt: minute(n) }));
        store.saveCall(aCall({ linkedId: 'live' }));
        const since = (limit: number) =>
          store.endedSince('pbx', ['1001'], minute(2), limit).map((c) => c.linkedId);
        expect(since(10)).toEqual(['3', '2']);
        expect(since(1)).toEqual(['3']);
        expect(store.endedSince('north', ['1001'], minute(2), 10)).toEqual([]);
      });

      it('that ran unseen: when their PBX was last seen is known after a restart', () => {
        expect(store.lastSeen('pbx')).toBeNull();
        store.noteSeen('pbx', 1_700_000_000_000);
        store.noteSeen('pbx', 1_700_000_002_000);
        store.noteSeen('other', 1);
        store.close();
        store = adapter.open(place);
        expect(store.lastSeen('pbx')).toBe(1_700_000_002_000);
      });

      it('that were running are known after a restart', () => {
        store.saveCall(aCall({ linkedId: 'live' }));
        store.saveCall(endedCall({ linkedId: 'over' }));
        expect(store.unfinishedCalls('pbx').map((call) => call.linkedId)).toEqual(['live']);
        expect(store.unfinishedCalls('north')).toEqual([]);
      });
    });

    describe('jobs for the CRM', () => {
      it('exist once, however often the end is saved', () => {
        const call = endedCall();
        store.saveEndedCall(call, { dueAt: 100 });
        store.updateJob({
          callId: call.id,
          kind: 'call',
          status: 'logged',
          attempts: 1,
          dueAt: 100,
          error: null,
        });
        store.saveEndedCall({ ...call, version: 9 }, { dueAt: 200 });
        expect(store.dueJobs(1_000, 10)).toEqual([]);
        expect(store.countJobs()).toEqual({ pending: 0, failed: 0, logged: 1, givenUp: 0 });
      });

      it('come when they are due, in that order, also after a restart', () => {
        store.saveEndedCall(endedCall({ linkedId: 'late' }), { dueAt: 300 });
        store.saveEndedCall(endedCall({ linkedId: 'b' }), { dueAt: 200 });
        store.saveEndedCall(endedCall({ linkedId: 'a' }), { dueAt: 100 });
        store.saveEndedCall(endedCall({ linkedId: 'none' }), null);
        store.close();
        store = adapter.open(place);
        expect(store.nextDueAt()).toBe(100);
        expect(store.dueJobs(200, 10).map((job) => job.callId)).toEqual(['pbx:a', 'pbx:b']);
        expect(store.dueJobs(200, 1)).toEqual([
          { callId: 'pbx:a', kind: 'call', status: 'pending', attempts: 0, dueAt: 100, error: null },
        ]);
      });

      it('wait no longer when they are hastened: whose call ended first comes first', () => {
        for (const [linkedId, minute, dueAt] of [
          ['c', '01', 9_000_000_000_000],
          ['a', '03', 9_100_000_000_000],
          ['b', '02', 9_200_000_000_000],
        ] as const)
          store.saveEndedCall(endedCall({ linkedId, endedAt: `2026-11-23T09:${minute}:00.000Z` }), { dueAt });
        const now = Date.parse('2026-11-23T12:00:00.000Z');
        expect(store.dueJobs(now, 10)).toEqual([]);
        expect(store.hastenJobs(now)).toBe(3);
        expect(store.dueJobs(now, 10).map((job) => job.callId)).toEqual(['pbx:c', 'pbx:b', 'pbx:a']);
        const [first] = store.dueJobs(now, 1);
        if (first) store.updateJob({ ...first, status: 'logged' });
        expect(store.hastenJobs(now)).toBe(0);
        expect(store.countJobs()).toEqual({ pending: 2, failed: 0, logged: 1, givenUp: 0 });
      });

      it('are listed by the start of their call, newest first, in pages', () => {
        for (const [linkedId, minute] of [
          ['a', '01'],
          ['b', '03'],
          ['c', '02'],
        ] as const)
          store.saveEndedCall(endedCall({ linkedId, startedAt: `2026-11-23T09:${minute}:00.000Z` }), {
            dueAt: 5,
          });
        const job = { kind: 'call', attempts: 3, dueAt: 5, error: 'no' } as const;
        store.updateJob({ ...job, callId: 'pbx:a', status: 'failed' });
        store.updateJob({ ...job, callId: 'pbx:b', status: 'logged' });
        const first = store.listJobs({ limit: 2 });
        expect(first.jobs.map(({ callId, status }) => [callId, status])).toEqual([
          ['pbx:b', 'logged'],
          ['pbx:c', 'pending'],
        ]);
        expect(store.listJobs({ limit: 2, cursor: first.nextCursor ?? '' })).toEqual({
          jobs: [{ ...job, callId: 'pbx:a', status: 'failed', startedAt: '2026-11-23T09:01:00.000Z' }],
          nextCursor: null,
        });
        expect(store.listJobs({ limit: 9, status: 'failed' }).jobs.map(({ callId }) => callId)).toEqual([
          'pbx:a',
        ]);
        expect(() => store.listJobs({ limit: 9, cursor: 'x' })).toThrow('The cursor is not one');
      });

      it('get a second chance: one, or all that failed; what is logged never', () => {
        const job = { kind: 'call', attempts: 20, dueAt: 5, error: 'no' } as const;
        for (const status of ['failed', 'logged', 'pending'] as const) {
          store.saveEndedCall(endedCall({ linkedId: status }), { dueAt: 9_000 });
          store.updateJob({ ...job, dueAt: 9_000, callId: `pbx:${status}`, status });
        }
        const fresh = { kind: 'call', status: 'pending', attempts: 0, dueAt: 100, error: null };
        expect(store.retryJobs('pbx:logged', 100)).toEqual([]);
        expect(store.retryJobs('pbx:nowhere', 100)).toEqual([]);
        expect(store.retryJobs(null, 100)).toEqual([{ ...fresh, callId: 'pbx:failed' }]);
        expect(store.retryJobs('pbx:pending', 100)).toEqual([{ ...fresh, callId: 'pbx:pending' }]);
        expect(store.dueJobs(100, 9).map(({ callId }) => callId)).toEqual(['pbx:failed', 'pbx:pending']);
      });

      it('are let go by hand, which a try that is under way does not undo, unless it succeeds', () => {
        for (const linkedId of ['a', 'b', 'c']) store.saveEndedCall(endedCall({ linkedId }), { dueAt: 1 });
        const [a, b, c] = store.dueJobs(1, 9);
        if (!a || !b || !c) throw new Error('no jobs');
        store.updateJob({ ...b, status: 'logged' });
        expect(store.giveUpJobs({ callId: 'pbx:b' })).toEqual([]);
        expect(store.giveUpJobs({ callId: 'pbx:a' })).toEqual([{ ...a, status: 'given-up' }]);
        expect(store.giveUpJobs({ callId: 'pbx:c' })).toHaveLength(1);
        expect(store.updateJob({ ...a, attempts: 1, error: 'no' })).toBe(false);
        expect(store.updateJob({ ...c, attempts: 1, status: 'logged' })).toBe(true);
        expect([store.dueJobs(9, 9), store.nextDueAt()]).toEqual([[], null]);
        expect(store.countJobs()).toEqual({ pending: 0, failed: 0, logged: 2, givenUp: 1 });
        expect(store.listJobs({ limit: 9, status: 'given-up' }).jobs).toMatchObject([{ callId: 'pbx:a' }]);
        expect(store.retryJobs(null, 5)).toEqual([]);
        expect(store.retryJobs('pbx:a', 5)).toMatchObject([{ callId: 'pbx:a', status: 'pending' }]);
      });

      it('that the CRM does not have are summed, with when the first of their calls ended', () => {
        const job = { kind: 'call', attempts: 20, dueAt: 5, error: 'no' } as const;
        for (const [linkedId, at, status] of [
          ['a', 3, 'pending'],
          ['b', 2, 'pending'],
          ['c', 1, 'failed'],
          ['d', 0, 'logged'],
        ] as const) {
          store.saveEndedCall(endedCall({ linkedId, endedAt: minute(at) }), { dueAt: 5 });
          store.updateJob({ ...job, callId: `pbx:${linkedId}`, status });
        }
        const owed = store.owedJobs().sort((one, other) => other.count - one.count);
        expect(owed).toEqual([
          { kind: 'call', status: 'pending', count: 2, oldestEndedAt: minute(2) },
          { kind: 'call', status: 'failed', count: 1, oldestEndedAt: minute(1) },
        ]);
      });

      it('have no next time when nothing is pending', () => {
        expect(store.nextDueAt()).toBeNull();
      });
    });

    it('forgets old calls, but none that still has to reach the CRM', () => {
      store.saveEndedCall(endedCall({ linkedId: 'old', endedAt: minute(1) }), null);
      const failed = { kind: 'call', status: 'failed', attempts: 20, dueAt: 1, error: 'no' } as const;
      for (const linkedId of ['owed', 'failed', 'let-go'])
        store.saveEndedCall(endedCall({ linkedId, endedAt: minute(1) }), { dueAt: 1 });
      for (const callId of ['pbx:failed', 'pbx:let-go']) store.updateJob({ ...failed, callId });
      store.giveUpJobs({ callId: 'pbx:let-go' });
      store.saveEndedCall(endedCall({ linkedId: 'young', endedAt: minute(9) }), null);
      store.saveCall(aCall({ linkedId: 'live' }));
      expect([1, 2, 3].map(() => store.purgeCallsBefore(minute(5), 1))).toEqual([1, 1, 0]);
      expect(
        store
          .listCalls(query)
          .calls.map((call) => call.linkedId)
          .sort(),
      ).toEqual(['failed', 'live', 'owed', 'young']);
      expect(store.giveUpJobs({ endedBefore: minute(1) })).toEqual([]);
      expect(store.giveUpJobs({ endedBefore: minute(5) })).toHaveLength(2);
      expect(store.purgeCallsBefore(minute(5), 9)).toBe(2);
      expect(store.listJobs({ limit: 9 }).jobs).toEqual([]);
    });

    describe('what made a call', () => {
      const events = {
        complete: true,
        events: [
          {
            at: minute(1),
            event: 'DialEnd',
            headers: { DialStatus: 'BUSY', DestChannel: 'PJSIP/1002-00000001' },
            summary: 'DialEnd BUSY 1002: no change',
            changed: [{ field: 'remote.name', before: null, after: 'Zoë; "x"' }],
            pops: [{ action: 'opened' as const, extension: '1001', reason: 'ringing', agents: ['anna'] }],
          },
        ],
      };

      it('comes back as it was saved, also after a restart', () => {
        store.saveCall(aCall());
        store.saveCallEvents(aCall().id, { ...events, complete: false });
        store.saveCallEvents(aCall().id, events);
        store.close();
        store = adapter.open(place);
        expect(store.getCallEvents(aCall().id)).toEqual(events);
        expect(store.getCallEvents('pbx:none')).toBeNull();
      });

      it('is kept for calls that are stored only, and goes with them or before', () => {
        store.saveCallEvents('pbx:never-stored', events);
        expect(store.getCallEvents('pbx:never-stored')).toBeNull();
        for (const n of [1, 2, 3]) {
          const call = endedCall({ linkedId: `${n}`, endedAt: minute(n) });
          store.saveEndedCall(call, null);
          store.saveCallEvents(call.id, events);
        }
        const kept = () => [1, 2, 3].filter((n) => store.getCallEvents(`pbx:${n}`));
        expect([store.purgeCallEventsBefore(minute(2), null, 9), kept()]).toEqual([null, [2, 3]]);
        expect(store.countCalls()).toBe(3);
        expect([store.purgeCallsBefore(minute(3), 9), kept()]).toEqual([2, [3]]);
      });

      it('goes a few at a time, those of one instant too, and each step says where it has come to', () => {
        const ids = ['a', 'b', 'c', 'd', 'e'].map((linkedId, n) => {
          const call = endedCall({ linkedId, endedAt: minute(n < 3 ? 1 : n) });
          store.saveEndedCall(call, null);
          store.saveCallEvents(call.id, events);
          return call.id;
        });
        const kept = () => ids.filter((id) => store.getCallEvents(id)).length;
        const first = store.purgeCallEventsBefore(minute(4), null, 2);
        expect([first, kept()]).toEqual([{ id: 'pbx:b', endedAt: minute(1) }, 3]);
        const second = store.purgeCallEventsBefore(minute(4), first, 2);
        expect([second, kept()]).toEqual([{ id: 'pbx:d', endedAt: minute(3) }, 1]);
        expect([store.purgeCallEventsBefore(minute(4), second, 2), kept()]).toEqual([null, 1]);
      });

      it('of a call that runs is not thrown away', () => {
        store.saveCall(aCall());
        store.saveCallEvents(aCall().id, events);
        expect(store.purgeCallEventsBefore(minute(59), null, 9)).toBeNull();
      });
    });

    const suitePlace = () => ({
      store,
      reopen: () => {
        store.close();
        return (store = adapter.open(place));
      },
    });
    conversationSuite(suitePlace);
    privacySuite(suitePlace);

    noteSuite(suitePlace);
    adminSuite(suitePlace);
    apiKeySuite(suitePlace);
    auditSuite(suitePlace);
    figureSuite(suitePlace);

    agentSuite(suitePlace);
  });
