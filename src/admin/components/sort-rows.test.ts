import { describe, expect, it } from 'vitest';
import { nextOrder, sortRows } from './sort-rows';

const names = (rows: readonly { name: string | null }[]) => rows.map(({ name }) => name);
const sorted = (down: boolean, ...list: (string | null)[]) =>
  names(
    sortRows(
      list.map((name) => ({ name })),
      ({ name }) => name,
      down,
      'de',
    ),
  );

describe('rows', () => {
  it('stand as people sort names and numbers', () => {
    expect(sorted(false, 'Zoe', 'Ärzte', 'anna', 'Ben')).toEqual(['anna', 'Ärzte', 'Ben', 'Zoe']);
    expect(sorted(false, '1010', '999', '1001')).toEqual(['999', '1001', '1010']);
    expect(sortRows([{ ms: 30 }, { ms: 4 }], ({ ms }) => ms, false, 'en')).toEqual([{ ms: 4 }, { ms: 30 }]);
  });
  it('without a value stand last both ways', () => {
    expect(sorted(false, null, 'b', 'a')).toEqual(['a', 'b', null]);
    expect(sorted(true, null, 'a', 'b')).toEqual(['b', 'a', null]);
  });
  it('that are alike stay as they came, and the list that was given is not touched', () => {
    const rows = [
      { id: 2, group: 'x' },
      { id: 1, group: 'x' },
    ];
    expect(sortRows(rows, ({ group }) => group, true, 'en').map(({ id }) => id)).toEqual([2, 1]);
    sortRows(rows, ({ id }) => id, false, 'en');
    expect(rows[0]?.id).toBe(2);
  });
});

it('clicks go up, down, and back to how the rows came', () => {
  const up = nextOrder(null, 'name');
  expect(up).toEqual({ column: 'name', down: false });
  const down = nextOrder(up, 'name');
  expect(down).toEqual({ column: 'name', down: true });
  expect(nextOrder(down, 'name')).toBeNull();
  expect(nextOrder(down, 'since')).toEqual({ column: 'since', down: false });
});
