import { describe, expect, it } from 'vitest';
import { secretOf, webAddressOf, relayAddressesOf } from './setup-input';

describe('secretOf', () => {
  it.each([
    [' ABCD-EFGH ', { kind: 'code', code: 'ABCD-EFGH' }],
    ['x'.repeat(43), { kind: 'token', token: 'x'.repeat(43) }],
    ['cti_short', { kind: 'token', token: 'cti_short' }],
    ['abc', null],
    ['', null],
    ['x'.repeat(201), null],
  ])('%j', (text, secret) => expect(secretOf(text)).toEqual(secret));
});

describe('webAddressOf', () => {
  it.each([
    ['https://relay.example.com/', 'https://relay.example.com'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['relay.example.com', 'https://relay.example.com'],
    ['relay.example.com:8443', 'https://relay.example.com:8443'],
    ['javascript:alert(1)', null],
    ['file:///etc/passwd', null],
    ['two words', null],
    ['', null],
  ])('%j', (text, url) => expect(webAddressOf(text)).toBe(url));
});

it.each<[string, string | null]>([
  ['relay.example.com', 'https://relay.example.com'],
  [
    ' one.example.com,\nhttp://two.example.com:3000/ ',
    'https://one.example.com, http://two.example.com:3000',
  ],
  ['one.example.com, ftp://two', null],
  [' , ', null],
])('several relays: "%s" -> %s', (text, addresses) => {
  expect(relayAddressesOf(text)).toBe(addresses);
});
