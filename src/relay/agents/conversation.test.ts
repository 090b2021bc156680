import { expect, it } from 'vitest';
import { originAllowed, readMessage, spend } from './conversation';

it.each<[string, string | undefined, boolean]>([
  ['a desktop program, which names none', undefined, true],
  ['the relay’s own page', 'https://relay.example:3000', true],
  ['an allowed page', 'https://desk.example', true],
  ['the own host on another port', 'https://relay.example:4000', false],
  ['a foreign page', 'https://evil.example', false],
  ['a page that hides', 'null', false],
])('origin: %s', (_, origin, allowed) => {
  expect(originAllowed(origin, 'relay.example:3000', ['https://desk.example'])).toBe(allowed);
});

it('an allowance ends within ten seconds and then begins anew', () => {
  const allowance = { windowStart: 0, used: 0 };
  expect([spend(allowance, 1, 2), spend(allowance, 2, 2), spend(allowance, 9_999, 2)]).toEqual([
    true,
    true,
    false,
  ]);
  expect(spend(allowance, 10_000, 2)).toBe(true);
});

it.each<[string, string, string | null]>([
  ['no JSON', '{', null],
  ['null', 'null', null],
  ['an unknown type with an id', '{"type":"x","id":"a1"}', 'a1'],
  ['an id that is no text', '{"type":"x","id":5}', null],
  ['an id without end', `{"type":"x","id":"${'a'.repeat(100)}"}`, null],
])('%s is answered', (_, text, re) => {
  expect(readMessage(text)).toMatchObject({ ok: false, re });
});
