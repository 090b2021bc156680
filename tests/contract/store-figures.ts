/** The part of the store's contract about sums over the history; `store.test.ts` runs it over every adapter. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/relay/store/port';
import { aCall, endedCall } from '../support/calls';

export const figureSuite = (place: () => { store: Store; reopen: () => Store }): void => {
  describe('figures', () => {
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
