import { expect, it } from 'vitest';
import { notificationAccess } from './notification-access';

it.each([
  [true, 'default', 'ask'],
  [true, 'granted', 'allowed'],
  [true, 'denied', 'blocked'],
  // Browsers say "denied" there without ever having asked.
  [false, 'denied', 'insecure'],
  [true, null, 'missing'],
] as const)('over HTTPS %s with permission %s: %s', (isSecureContext, permission, access) => {
  expect(notificationAccess({ isSecureContext }, permission)).toBe(access);
});
