import { expect, it } from 'vitest';
import { fullAllowance, originAllowed, readMessage, spend } from './conversation';

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

it('an allowance ends with a burst, and comes back little by little', () => {
  const allowance = fullAllowance(10, 0);
  const burst = Array.from({ length: 11 }, () => spend(allowance, 0, 10));
  expect(burst).toEqual([...Array.from({ length: 10 }, () => true), false]);
  expect([spend(allowance, 999, 10), spend(allowance, 1_000, 10), spend(allowance, 1_500, 10)]).toEqual([
    false,
    true,
    false,
  ]);
  // An hour of silence is no right to more than the whole.
  const later = Array.from({ length: 11 }, () => spend(allowance, 3_600_000, 10));
  expect(later.filter(Boolean)).toHaveLength(10);
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
