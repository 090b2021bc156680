import { expect, it } from 'vitest';
import { numberIn } from './number-in';

it.each([
  ['0171 1234567', '01711234567', null],
  ['  +49 (0)171-1234567\n', '+491711234567', null],
  ['tel:+491711234567;ext=12', '+491711234567', '12'],
  ['Call Maria Lindqvist on 0171 1234567 before noon', '+491711234567', null],
  ['Mobile: +43 664 1234567, office: +49 30 123456', '+436641234567', null],
  ['1001', '1001', null],
])('in %j is %s', (text, number, extension) => {
  expect(numberIn(text, 'DE')).toEqual({ ok: true, value: { number, extension } });
});

it.each(['', 'Good morning', 'x'.repeat(100_000)])('in %j is none, and that is said', (text) => {
  expect(numberIn(text, 'DE')).toMatchObject({ ok: false, error: { details: { reason: 'text-no-number' } } });
});
