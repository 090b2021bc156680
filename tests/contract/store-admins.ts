/** The part of the store's contract about administrators; `store.test.ts` runs it over every adapter. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/relay/store/port';
import type { AdminAccount } from '../../src/shared/protocol/admin-accounts';

const account = (patch: Partial<AdminAccount> = {}): AdminAccount => ({
  name: 'boss',
  createdAt: '2026-11-23T09:00:00.000Z',
  createdBy: 'API_KEY',
  passwordChangedAt: '2026-11-23T09:00:00.000Z',
  lastSignInAt: null,
  ...patch,
});
const session = (hash: string, patch: object = {}) => ({
  hash,
  name: 'boss',
  startedAt: 1_000,
  usedAt: 1_000,
  ...patch,
});

export const adminSuite = (place: () => { store: Store; reopen: () => Store }): void => {
  describe('administrators', () => {
    it('come back as they were added, whatever the case of the name, also after a restart', () => {
      const { store, reopen } = place();
      store.addAdmin(account(), 'hash-b');
      store.addAdmin(account({ name: 'anna', createdBy: 'admin:boss' }), 'hash-a');
      expect(() => store.addAdmin(account({ name: 'BOSS' }), 'x')).toThrow(
        expect.objectContaining({ code: 'conflict' }),
      );
      const again = reopen();
      expect(again.listAdmins().map(({ name }) => name)).toEqual(['anna', 'boss']);
      expect(again.getAdmin('Boss')).toEqual({ account: account(), passwordHash: 'hash-b' });
      expect(again.getAdmin('nobody')).toBeNull();
    });

    it('are signed out when the password changes, and when they are removed', () => {
      const { store } = place();
      store.addAdmin(account(), 'old');
      store.addAdmin(account({ name: 'anna' }), 'hers');
      for (const one of [session('s1'), session('s2'), session('s3', { name: 'anna' })])
        store.addAdminSession(one);
      expect(store.changeAdminPassword('BOSS', 'new', '2026-11-23T10:00:00.000Z')).toBe(true);
      expect(store.getAdmin('boss')).toMatchObject({
        passwordHash: 'new',
        account: { passwordChangedAt: '2026-11-23T10:00:00.000Z' },
      });
      expect(['s1', 's2', 's3'].map((hash) => store.adminSession(hash)?.name ?? null)).toEqual([
        null,
        null,
        'anna',
      ]);
      expect(store.changeAdminPassword('nobody', 'x', '2026-11-23T10:00:00.000Z')).toBe(false);
      expect([store.removeAdmin('anna'), store.removeAdmin('anna')]).toEqual([true, false]);
      expect(store.adminSession('s3')).toBeNull();
    });

    it('get a newer hash of the same password only', () => {
      const { store } = place();
      store.addAdmin(account(), 'weak');
      store.addAdminSession(session('s1'));
      store.rehashAdmin('boss', 'weak', 'strong');
      store.rehashAdmin('boss', 'weak', 'late');
      expect(store.getAdmin('boss')?.passwordHash).toBe('strong');
      expect(store.adminSession('s1')).not.toBeNull();
      store.noteAdminSignIn('boss', '2026-11-23T11:00:00.000Z');
      expect(store.listAdmins()[0]?.lastSignInAt).toBe('2026-11-23T11:00:00.000Z');
    });
  });

  describe('addresses of administrators', () => {
    it('are remembered, twenty of each', () => {
      const { store, reopen } = place();
      store.addAdmin(account(), 'hash');
      store.addAdmin(account({ name: 'anna' }), 'hash');
      for (let at = 0; at < 21; at += 1) store.noteAdminAddress('boss', `from-${at}`, at);
      store.noteAdminAddress('boss', 'from-1', 30);
      const again = reopen();
      const knows = (name: string, address: string) => again.isAdminAddress(name, address);
      expect([knows('BOSS', 'from-1'), knows('boss', 'from-0'), knows('boss', 'from-20')]).toEqual([
        true,
        false,
        true,
      ]);
      expect(knows('anna', 'from-1')).toBe(false);
    });
  });

  describe('sessions of administrators', () => {
    it('stay over a restart until they are ended or too old', () => {
      const { store, reopen } = place();
      store.addAdmin(account(), 'hash');
      for (const hash of ['one', 'two', 'idle', 'old'])
        store.addAdminSession(session(hash, { startedAt: 500 }));
      store.addAdminSession(session('older', { startedAt: 499 }));
      for (const hash of ['one', 'two', 'older']) store.noteAdminSessionUsed(hash, 2_000);
      const again = reopen();
      expect(again.adminSession('one')).toEqual(session('one', { startedAt: 500, usedAt: 2_000 }));
      expect([again.removeAdminSession('two'), again.removeAdminSession('two')]).toEqual([true, false]);
      again.purgeAdminSessions({ usedAt: 1_001, startedAt: 500 });
      expect(['one', 'two', 'idle', 'older'].map((hash) => again.adminSession(hash) !== null)).toEqual([
        true,
        false,
        false,
        false,
      ]);
    });
  });

  describe('failed sign-ins', () => {
    it('are remembered by key, over a restart, until they are cleared or long ago', () => {
      const { store, reopen } = place();
      store.noteSignInFailures({ key: 'a', count: 1, lastAt: 10 }, 9);
      store.noteSignInFailures({ key: 'b', count: 5, lastAt: 20 }, 9);
      store.noteSignInFailures({ key: 'a', count: 2, lastAt: 30 }, 9);
      const again = reopen();
      expect(again.signInFailures(['b', 'x', 'a'])).toEqual([
        { count: 5, lastAt: 20 },
        null,
        { count: 2, lastAt: 30 },
      ]);
      again.purgeSignInFailures(30);
      expect(again.signInFailures(['b', 'a'])).toEqual([null, { count: 2, lastAt: 30 }]);
      again.clearSignInFailures(['a', 'x']);
      expect(again.signInFailures(['a'])).toEqual([null]);
    });

    it('are of so many keys at most: what is longest ago goes', () => {
      const { store } = place();
      ['a', 'b', 'c'].forEach((key, at) => store.noteSignInFailures({ key, count: 1, lastAt: at }, 2));
      expect(store.signInFailures(['a', 'b', 'c']).map((found) => found !== null)).toEqual([
        false,
        true,
        true,
      ]);
    });
  });
};
