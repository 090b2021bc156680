import { describe, expect, it } from 'vitest';
import { clockDuration, secondsBetween, spokenDuration } from './durations';

describe('clockDuration', () => {
  it.each([
    [0, '0:00'],
    [7, '0:07'],
    [59.9, '0:59'],
    [60, '1:00'],
    [760, '12:40'],
    [3599, '59:59'],
    [3600, '1:00:00'],
    [3723, '1:02:03'],
    [-4, '0:00'],
  ])('%d s is %s', (seconds, text) => expect(clockDuration(seconds)).toBe(text));
});

describe('spokenDuration', () => {
  it.each([
    [0, '0 s'],
    [59, '59 s'],
    [60, '1 min'],
    [345, '6 min'],
    [3600, '1 h'],
    [3900, '1 h 5 min'],
    [7170, '2 h'],
  ])('%d s is %s', (seconds, text) => expect(spokenDuration(seconds)).toBe(text));
});

describe('secondsBetween', () => {
  const start = '2026-03-02T10:00:00.000Z';
  it('counts whole seconds', () => expect(secondsBetween(start, Date.parse(start) + 7999)).toBe(7));
  it('is 0 when the relay is ahead of this clock', () =>
    expect(secondsBetween(start, Date.parse(start) - 3000)).toBe(0));
});
