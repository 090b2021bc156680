import { describe, expect, it } from 'vitest';
import { dueAt, dueMoment, fromLocalInput, shorten, toLocalInput } from './due-times';

/** A Tuesday. */
const now = new Date(2026, 2, 3, 14, 7, 31);

describe('dueAt', () => {
  it('in an hour is at the next full five minutes', () =>
    expect(toLocalInput(dueAt('hour', now))).toBe('2026-03-03T15:10'));
  it('in an hour may be tomorrow', () =>
    expect(toLocalInput(dueAt('hour', new Date(2026, 2, 3, 23, 30)))).toBe('2026-03-04T00:30'));
  it('tomorrow is at 9, over the end of a month too', () =>
    expect(toLocalInput(dueAt('tomorrow', new Date(2026, 1, 28, 8)))).toBe('2026-03-01T09:00'));
  it.each([
    ['Tuesday', 3, '2026-03-09T09:00'],
    ['Sunday', 8, '2026-03-09T09:00'],
    ['Monday', 9, '2026-03-16T09:00'],
  ])('seen from a %s the coming Monday is ahead', (_, day, expected) =>
    expect(toLocalInput(dueAt('monday', new Date(2026, 2, day, 8)))).toBe(expected),
  );
});

describe('local moments', () => {
  it('come back as they went', () =>
    expect(fromLocalInput(toLocalInput(now))?.getTime()).toBe(new Date(2026, 2, 3, 14, 7).getTime()));
  it.each(['', 'soon'])('"%s" is none', (text) => expect(fromLocalInput(text)).toBeNull());
  it('are told with the year only where it is another one', () => {
    expect(dueMoment(new Date(2026, 2, 9, 9), now, 'en-GB').replaceAll(',', '')).toBe('Mon 9 Mar 09:00');
    expect(dueMoment(new Date(2027, 0, 4, 9), now, 'en-GB')).toContain('2027');
  });
});

describe('shorten', () => {
  it('leaves what fits', () => expect(shorten('Call back 山田 太郎', 100)).toBe('Call back 山田 太郎'));
  it('cuts between whole characters', () => expect(shorten('ab👩‍👩‍👧c', 5)).toBe('ab…'));
  it.each([10, 100])('never exceeds %s', (most) =>
    expect(shorten('Ümlaut '.repeat(50), most).length).toBeLessThanOrEqual(most),
  );
});
