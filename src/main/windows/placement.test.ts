import { describe, expect, it } from 'vitest';
import { draggedTo, namedScreens, popBounds, stillVisible } from './placement';

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

describe('a dragged pop', () => {
  const put = popBounds(area, 'top-right', 300);

  it('stays where it was put while nobody drags it', () => {
    expect(draggedTo({ ...put, x: put.x + 5, y: put.y - 5 }, put, area)).toBeNull();
  });

  it.each([
    [
      { x: 1920, y: 30 },
      { across: 0, down: 0 },
    ],
    [
      { x: 2530, y: 365 },
      { across: 0.5, down: 0.5 },
    ],
    [
      { x: 9999, y: 9999 },
      { across: 1, down: 1 },
    ],
    [
      { x: -500, y: -500 },
      { across: 0, down: 0 },
    ],
  ])('at %j has its place %j', (at, place) => {
    expect(draggedTo({ ...put, ...at }, put, area)).toEqual(place);
  });

  it('comes back to its place on another screen, too, and never leaves it', () => {
    const small = { x: 0, y: 0, width: 1280, height: 720 };
    expect(popBounds(small, 'top-right', 300, { across: 0.5, down: 1 })).toEqual({
      x: 450,
      y: 420,
      width: 380,
      height: 300,
    });
    expect(popBounds({ ...small, width: 300 }, 'top-right', 300, { across: 1, down: 0 }).x).toBe(0);
  });
});

it('names the screens from left to right', () => {
  const right = { id: 7, label: '', bounds: { ...area, x: 1600 } };
  const left = { id: 9, label: 'DELL U2720Q', bounds: { ...area, x: 0 } };
  expect(namedScreens([right, left])).toEqual([
    { id: '9', name: '1 · DELL U2720Q · 1600 × 970' },
    { id: '7', name: '2 · 1600 × 970' },
  ]);
});
