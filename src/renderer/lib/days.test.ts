import { describe, expect, it } from 'vitest';
import { dayKey, dayLabel, shortMoment } from './days';

const words = { today: 'Today', yesterday: 'Yesterday' };
const now = new Date(2026, 2, 2, 12, 0);
const at = (day: number, hour: number): string => new Date(2026, 2, day, hour, 15).toISOString();

describe('dayLabel', () => {
  it.each([
    [dayKey(now), 'Today'],
    ['2026-03-01', 'Yesterday'],
    ['2026-02-26', 'Thursday 26 February'],
    ['2025-12-31', 'Wednesday 31 December 2025'],
  ])('%s', (key, label) => expect(dayLabel(key, now, words, 'en-GB').replaceAll(',', '')).toBe(label));
});

describe('shortMoment', () => {
  it('is the time today', () => expect(shortMoment(at(2, 9), now, 'en-GB')).toBe('09:15'));
  it('adds the weekday within a week', () =>
    expect(shortMoment(new Date(2026, 1, 26, 14, 2).toISOString(), now, 'en-GB')).toBe('Thu 14:02'));
  it('is a date before that', () =>
    expect(shortMoment(new Date(2026, 0, 9, 14, 2).toISOString(), now, 'en-GB')).toBe('9 Jan'));
  it.each([[null], ['yesterday-ish']])('shows nothing for %s', (value) =>
    expect(shortMoment(value, now, 'en-GB')).toBe(''),
  );
});
