import { describe, expect, it } from 'vitest';
import { aCall } from '../../../tests/support/past-calls';
import { HEADING_PX, heightOf, layDays, lineOf, ROW_PX, shownDays, walkTo } from './day-blocks';

const day = (key: string, count: number) => ({
  key,
  calls: Array.from({ length: count }, (_, at) => aCall({ id: `${key}/${at}` })),
});
const blocks = layDays([day('mon', 2), day('sun', 1), day('sat', 3)]);

describe('the lines of the history', () => {
  it('lays one day under the other', () =>
    expect(blocks.map(({ line, top, height }) => [line, top, height])).toEqual([
      [0, 0, HEADING_PX + 2 * ROW_PX],
      [3, HEADING_PX + 2 * ROW_PX, HEADING_PX + ROW_PX],
      [5, 2 * HEADING_PX + 3 * ROW_PX, HEADING_PX + 3 * ROW_PX],
    ]));
  it('knows headings from rows', () =>
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8].map((line) => heightOf(blocks, line) === HEADING_PX)).toEqual([
      true,
      false,
      false,
      true,
      false,
      true,
      false,
      false,
      false,
    ]));
  it('shows a day with its heading as soon as one of its rows is in sight', () =>
    expect(
      shownDays(blocks, [2, 3, 4, 7]).map(({ block, rows }) => [block.key, rows.map(({ call }) => call.id)]),
    ).toEqual([
      ['mon', ['mon/1']],
      ['sun', ['sun/0']],
      ['sat', ['sat/1']],
    ]));
  it('finds each call where it is shown', () => {
    for (const { calls } of blocks)
      for (const { id } of calls) {
        const line = lineOf(blocks, id);
        expect(shownDays(blocks, line === null ? [] : [line])[0]?.rows[0]?.call.id).toBe(id);
      }
    expect(lineOf(blocks, 'gone')).toBeNull();
    expect(lineOf(blocks, null)).toBeNull();
  });
  it.each([
    [null, 'ArrowDown', 'mon/0'],
    [2, 'ArrowDown', 'sun/0'],
    [6, 'ArrowUp', 'sun/0'],
    [1, 'ArrowUp', 'mon/0'],
    [8, 'ArrowDown', 'sat/2'],
    [4, 'Home', 'mon/0'],
    [4, 'End', 'sat/2'],
    [4, 'x', undefined],
  ])('from line %s, %s leads to %s', (from, key, id) => expect(walkTo(blocks, from, key)?.id).toBe(id));
  it('leads nowhere in an empty list', () => expect(walkTo([], null, 'ArrowDown')).toBeNull());
});
