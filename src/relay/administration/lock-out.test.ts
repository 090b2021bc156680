import { expect, it } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { addressGroup, createLockOut } from './lock-out';
import type { SignInFailures } from '../store/admin-port';

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:0:1::7', '2001:db8:0:1::/64'],
  ['2001:0DB8:0000:0001:aaaa:bbbb:cccc:dddd', '2001:db8:0:1::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s counts as %s', (address, group) => {
  expect(addressGroup(address)).toBe(group);
});

it('makes nobody wait for hours because the clock was set back', () => {
  const clock = createFakeClock();
  const failures = new Map<string, SignInFailures>();
  const lockOut = createLockOut(
    {
      getAdmin: () => null,
      isAdminAddress: () => false,
      noteAdminAddress: () => {},
      signInFailures: (keys) => keys.map((key) => failures.get(key) ?? null),
      noteSignInFailures: ({ key, count, lastAt }) => void failures.set(key, { count, lastAt }),
      clearSignInFailures: (keys) => keys.forEach((key) => failures.delete(key)),
    },
    { clock },
  );
  const attempt = { name: 'root', address: '192.0.2.1' };
  for (let n = 0; n < 6; n += 1) lockOut.begin(attempt);
  expect(lockOut.waitMs(attempt)).toBeGreaterThan(0);
  clock.set(clock.now() - 3 * 60 * 60_000);
  expect(lockOut.waitMs(attempt)).toBe(0);
  // The next one waits again.
  expect(lockOut.begin(attempt).lockedMs).toBeGreaterThan(0);
});
