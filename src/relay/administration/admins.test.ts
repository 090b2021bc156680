import { expect, it } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock';
import type { StoredAdmin } from '../store/admin-port';
import { createAdmins } from './admins';

const stored = (passwordHash: string): StoredAdmin => ({
  account: {
    name: 'boss',
    createdAt: '2026-11-23T08:00:00.000Z',
    createdBy: 'API_KEY',
    passwordChangedAt: '2026-11-23T08:00:00.000Z',
    lastSignInAt: null,
  },
  passwordHash,
});

it('a password that a key gave him while he changed it himself stays: it may be to keep a thief out', async () => {
  let now = stored('first');
  const admins = createAdmins(
    {
      getAdmin: () => now,
      listAdmins: () => [now.account],
      addAdmin: () => {},
      removeAdmin: () => true,
      changeAdminPassword: (_name, hash) => {
        now = stored(hash);
        return true;
      },
    },
    {
      clock: createFakeClock(),
      proof: {
        whoIs: () => 'admin:boss',
        prove: () => Promise.resolve({ result: 'right', admin: stored('first') }),
      },
      passwords: {
        verify: () => Promise.resolve(true),
        isOutdated: () => false,
        hash: (password) => {
          if (password === 'of the key, in the meantime') return Promise.resolve('of the key');
          return admins.changePassword('boss', 'of the key, in the meantime').then(() => 'of the thief');
        },
      },
    },
  );
  const own = { password: 'a long one of the thief', currentPassword: 'seen', address: '192.0.2.1' };
  await expect(admins.changeOwnPassword('boss', own)).rejects.toMatchObject({ code: 'conflict' });
  expect(now.passwordHash).toBe('of the key');
});
