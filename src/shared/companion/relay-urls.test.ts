import { expect, it } from 'vitest';
import { relayUrlsOf, relayUrlText, tidyRelayUrl } from './relay-urls';

it.each([
  ['http://relay:3000/ws/ ', 'http://relay:3000'],
  ['https://relay.example/cti/companion/', 'https://relay.example/cti'],
])('%s -> %s', (typed, url) => expect(tidyRelayUrl(typed)).toBe(url));

it.each<[string, string[] | null]>([
  ['https://one.test', ['https://one.test']],
  ['https://one.test/, https://two.test/ws', ['https://one.test', 'https://two.test']],
  ['https://one.test\nhttps://two.test ; https://one.test/', ['https://one.test', 'https://two.test']],
  ['', null],
  [' , ', null],
  ['https://one.test, two.test', null],
  ['ftp://one.test', null],
  [Array.from({ length: 11 }, (_, n) => `https://r${n}.test`).join(','), null],
])('the addresses in "%s"', (text, urls) => {
  expect(relayUrlsOf(text)).toEqual(urls);
  if (urls) expect(relayUrlsOf(relayUrlText(urls))).toEqual(urls);
});
