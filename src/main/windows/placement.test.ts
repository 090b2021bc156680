import { describe, expect, it } from 'vitest';
import { popBounds, stillVisible } from './placement';

const area = { x: 1920, y: 30, width: 1600, height: 970 };

describe('popBounds', () => {
  it.each([
    ['top-right', { x: 3124, y: 46, width: 380, height: 300 }],
    ['top-left', { x: 1936, y: 46, width: 380, height: 300 }],
    ['bottom-right', { x: 3124, y: 684, width: 380, height: 300 }],
    ['bottom-left', { x: 1936, y: 684, width: 380, height: 300 }],
  ] as const)('%s', (corner, bounds) => expect(popBounds(area, corner, 300)).toEqual(bounds));

  it.each([
    [0, 80],
    [299.6, 300],
    [2000, 520],
  ])('content of %d px makes a window of %d px', (content, height) =>
    expect(popBounds(area, 'top-right', content).height).toBe(height),
  );
});

describe('stillVisible', () => {
  it('is true on a screen and false where the screen is gone', () => {
    const bounds = { x: 2000, y: 100, width: 900, height: 600 };
    expect(stillVisible(bounds, [area])).toBe(true);
    expect(stillVisible(bounds, [{ x: 0, y: 0, width: 1920, height: 1080 }])).toBe(false);
  });
});
