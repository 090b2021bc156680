import { expect, it } from 'vitest';
import { createClientAddress } from './client-address';

it.each<[string, boolean | string, string, string | undefined, string]>([
  ['nobody is trusted', false, '192.0.2.1', '198.51.100.7', '192.0.2.1'],
  ['IPv4 on an IPv6 socket', false, '::ffff:192.0.2.1', undefined, '192.0.2.1'],
  ['a trusted proxy', '127.0.0.1', '127.0.0.1', '198.51.100.7', '198.51.100.7'],
  ['the same, over IPv6', '127.0.0.1', '::ffff:127.0.0.1', '198.51.100.7', '198.51.100.7'],
  ['a client that makes one up', '127.0.0.1', '127.0.0.1', '10.9.9.9, 198.51.100.7', '198.51.100.7'],
  ['two trusted proxies', '127.0.0.1, 10.0.0.0/8', '127.0.0.1', '198.51.100.7, 10.1.2.3', '198.51.100.7'],
  ['a proxy that is none', '10.0.0.1', '192.0.2.1', '198.51.100.7', '192.0.2.1'],
  ['no header', '127.0.0.1', '127.0.0.1', undefined, '127.0.0.1'],
  ['nonsense in it', '127.0.0.1', '127.0.0.1', 'unknown', '127.0.0.1'],
  ['all are trusted', true, '192.0.2.1', '198.51.100.7, 10.1.2.3', '198.51.100.7'],
  ['IPv6', '::1', '::1', '2001:db8::7', '2001:db8::7'],
])('%s', (_, trustProxy, remoteAddress, forwarded, expected) => {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  expect(createClientAddress(trustProxy)({ headers, socket: { remoteAddress } })).toBe(expected);
});
