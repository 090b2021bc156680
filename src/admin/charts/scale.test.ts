import { describe, expect, it } from 'vitest';
import { hourTicks, linePath, niceTicks, walkPoints } from './scale';

describe('the scale of a chart', () => {
  it.each([
    [0, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2, 4, 6, 8]],
    [180, [0, 50, 100, 150, 200]],
    [0.9, [0, 0.5, 1]],
    [100, [0, 50, 100]],
  ])('of values up to %d has the lines %o', (most, ticks) => expect(niceTicks(most)).toEqual(ticks));

  it('names even hours of the local clock', () => {
    const from = new Date(2026, 2, 3, 9, 20).getTime();
    const ticks = hourTicks(from, from + 24 * 3_600_000);
    expect(ticks.map((tick) => new Date(tick).getMinutes())).toEqual(ticks.map(() => 0));
    expect(ticks.length).toBeGreaterThan(5);
    expect(ticks.length).toBeLessThan(10);
  });

  it('breaks the line where nothing was measured, and shows a lone value', () =>
    expect(
      linePath(
        [1, 2, null, 3],
        (x) => x,
        (y) => y,
      ),
    ).toBe('M0.0 1.0L1.0 2.0M3.0 3.0L3.0 3.0'));

  it.each([
    ['ArrowLeft', null, 9],
    ['ArrowLeft', 0, 0],
    ['ArrowRight', 9, 9],
    ['ArrowRight', 3, 4],
    ['Home', 5, 0],
    ['End', 5, 9],
    ['Enter', 5, null],
  ])('%s leads from %s to %s', (key, at, to) => expect(walkPoints(key, at, 10)).toBe(to));
});
