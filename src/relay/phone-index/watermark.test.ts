import { expect, it } from 'vitest';
import { nextSince } from './watermark';

const minute = 60_000;
const at = Date.parse('2026-11-23T09:05:00Z');

it.each([
  ['just changed: the minutes about it again', { at, knownForMs: 0 }, at + minute, at - 2 * minute],
  [
    'known long enough: from behind its minute',
    { at, knownForMs: 3 * minute + 1 },
    at + 4 * minute,
    at + minute,
  ],
  ['old, by a clock that may be an hour wrong', { at, knownForMs: 0 }, at + 61 * minute, at + minute],
  ['by a clock that is behind the CRM', { at, knownForMs: 0 }, at - 90 * minute, at - 2 * minute],
  ['nothing there: all that comes', { at: null, knownForMs: 0 }, at, 0],
])('%s', (_what, newest, now, since) => {
  expect(nextSince(newest, now)).toBe(since);
});
