/** The part of the store's contract about what administrators did; `store.test.ts` runs it over every adapter. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/relay/store/port';

const entry = (minute: number, patch: object = {}) => ({
  at: `2026-11-23T09:${String(minute).padStart(2, '0')}:00.000Z`,
  who: 'API_KEY',
  act: 'agents.add',
  target: `agent-${minute}`,
  address: '127.0.0.1',
  result: 'done' as const,
  status: 201,
  ...patch,
});

export const auditSuite = (place: () => { store: Store; reopen: () => Store }): void => {
  describe('the audit log', () => {
    it('comes back newest first, in pages that newer entries do not move, also after a restart', () => {
      const { store, reopen } = place();
      for (const minute of [1, 2, 3]) store.addAudit(entry(minute));
      const first = store.listAudit({ limit: 2 });
      store.addAudit(entry(4, { target: null }));
      const again = reopen();
      const second = again.listAudit({ limit: 2, cursor: first.nextCursor ?? '' });
      expect([first, second].map(({ entries }) => entries.map(({ target }) => target))).toEqual([
        ['agent-3', 'agent-2'],
        ['agent-1'],
      ]);
      expect(second).toMatchObject({ entries: [entry(1)], nextCursor: null });
      expect(again.listAudit({ limit: 1 }).entries).toMatchObject([entry(4, { target: null })]);
    });

    it('is found by who and by act', () => {
      const { store } = place();
      store.addAudit(entry(1));
      store.addAudit(entry(2, { who: 'boss', act: 'keys.revoke' }));
      const minutes = (query: object) => store.listAudit({ limit: 9, ...query }).entries.map(({ at }) => at);
      expect(minutes({ who: 'boss' })).toEqual([entry(2).at]);
      expect(minutes({ act: 'agents.add' })).toEqual([entry(1).at]);
      expect(minutes({ who: 'boss', act: 'agents.add' })).toEqual([]);
    });

    it('loses what is too old, and never gives an id twice', () => {
      const { store } = place();
      for (const minute of [1, 2, 3]) store.addAudit(entry(minute));
      const [newest] = store.listAudit({ limit: 1 }).entries;
      expect(store.purgeAuditBefore(entry(3).at)).toBe(2);
      expect(store.listAudit({ limit: 9 }).entries).toMatchObject([entry(3)]);
      expect(store.purgeAuditBefore(entry(4).at)).toBe(1);
      store.addAudit(entry(5));
      expect(store.listAudit({ limit: 1 }).entries[0]?.id).toBeGreaterThan(newest?.id ?? 0);
    });
  });
};
