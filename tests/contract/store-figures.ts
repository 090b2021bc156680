/** The part of the store's contract about sums over the history; `store.test.ts` runs it over every adapter. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/relay/store/port';
import { aCall, endedCall } from '../support/calls';

export const figureSuite = (place: () => { store: Store; reopen: () => Store }): void => {
  describe('figures', () => {
    it('count what there is, whatever was done to it, also after a restart', () => {
      const { store, reopen } = place();
      const minute = (n: number) => `2026-11-23T09:0${n}:00.000Z`;
      const calls = [1, 2, 3].map((n) =>
        endedCall({ linkedId: `1700000000.${n}`, startedAt: minute(n), endedAt: minute(n) }),
      );
      store.saveCall(aCall({ linkedId: '1700000000.9' }));
      for (const call of calls) store.saveEndedCall(call, { dueAt: 0 });
      for (const call of calls) store.saveEndedCall({ ...call, version: call.version + 1 }, { dueAt: 0 });
      const none = { pending: 0, failed: 0, logged: 0, givenUp: 0 };
      expect([store.countCalls(), store.countJobs(), store.countJobs('note')]).toEqual([
        4,
        { ...none, pending: 3 },
        none,
      ]);
      const [first, second, third] = store.dueJobs(1, 9);
      if (!first || !second || !third) throw new Error('three are due');
      store.updateJob({ ...first, status: 'logged', attempts: 1 });
      store.updateJob({ ...first, status: 'logged', attempts: 2 });
      store.updateJob({ ...second, status: 'failed', attempts: 1 });
      store.giveUpJobs({ callId: third.callId });
      expect(store.countJobs()).toEqual({ pending: 0, failed: 1, logged: 1, givenUp: 1 });
      store.retryJobs(null, 5);
      expect(store.countJobs()).toEqual({ pending: 1, failed: 0, logged: 1, givenUp: 1 });
      const again = reopen();
      expect(again.purgeCallsBefore(minute(9), 9)).toBe(2);
      expect([again.countCalls(), again.countJobs()]).toEqual([2, { ...none, pending: 1 }]);
      again.forget({ callIds: calls.map(({ id }) => id), conversationIds: [] }, 1);
      expect([again.countCalls(), again.countJobs()]).toEqual([1, none]);
    });

    it('sum calls by the minute they began in', () => {
      const { store, reopen } = place();
      const at = (time: string) => `2026-11-23T${time}Z`;
      const save = (linkedId: string, patch: object) =>
        store.saveEndedCall(endedCall({ linkedId, direction: 'inbound', ...patch }), null);
      save('1.1', { startedAt: at('08:59:59.999'), answeredAt: null });
      save('1.2', { startedAt: at('09:00:00.000'), answeredAt: at('09:00:03.000') });
      save('1.3', { startedAt: at('09:00:59.999'), answeredAt: null });
      save('1.4', { startedAt: at('09:00:30.000'), answeredAt: null, direction: 'internal' });
      save('1.5', { startedAt: at('09:01:00.000'), answeredAt: null, direction: 'outbound' });
      store.saveCall(
        aCall({ linkedId: '1.6', startedAt: at('09:01:01.000'), answeredAt: null, endedAt: null }),
      );
      expect(reopen().callFigures(at('09:00:00.000'))).toEqual([
        { minute: at('09:00:00.000'), calls: 2, answered: 1, missed: 1 },
        { minute: at('09:01:00.000'), calls: 2, answered: 0, missed: 0 },
      ]);
    });
  });
};
