import { describe, expect, it } from 'vitest';
import { HEADING_PX, heightOf, layDays, lineOf, ROW_PX, shownDays, walkTo } from './day-blocks';

const blocks = layDays([
  { key: 'mon', count: 2 },
  { key: 'sun', count: 1 },
  { key: 'sat', count: 3 },
]);

describe('the lines of the history', () => {
  it('lays one day under the other', () =>
    expect(blocks.map(({ first, line, top, height }) => [first, line, top, height])).toEqual([
      [0, 0, 0, HEADING_PX + 2 * ROW_PX],
      [2, 3, HEADING_PX + 2 * ROW_PX, HEADING_PX + ROW_PX],
      [3, 5, 2 * HEADING_PX + 3 * ROW_PX, HEADING_PX + 3 * ROW_PX],
    ]));
  it('knows headings from rows', () =>
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8].filter((line) => heightOf(blocks, line) === HEADING_PX)).toEqual([
      0, 3, 5,
    ]));
  it('shows a day with its heading as soon as one of its rows is in sight', () =>
    expect(
      shownDays(blocks, [2, 3, 4, 7]).map(({ block, rows }) => [
        block.key,
        rows.map(({ index, at }) => [index, at]),
      ]),
    ).toEqual([
      ['mon', [[1, 1]]],
      ['sun', [[2, 0]]],
      ['sat', [[4, 1]]],
    ]));
  it('finds each call where it is shown', () => {
    for (let index = 0; index < 6; index++) {
      const line = lineOf(blocks, index);
      expect(shownDays(blocks, line === null ? [] : [line])[0]?.rows[0]?.index).toBe(index);
    }
    expect([lineOf(blocks, 6), lineOf(blocks, null), lineOf([], 0)]).toEqual([null, null, null]);
  });
  it.each([
    [null, 'ArrowDown', 0],
    [1, 'ArrowDown', 2],
    [3, 'ArrowUp', 2],
    [0, 'ArrowUp', 0],
    [5, 'ArrowDown', 5],
    [2, 'Home', 0],
    [2, 'End', 5],
    [2, 'x', null],
  ])('from call %s, %s leads to %s', (from, key, to) => expect(walkTo(blocks, from, key)).toBe(to));
  it('leads nowhere in an empty list', () => expect(walkTo([], null, 'ArrowDown')).toBeNull());
});
