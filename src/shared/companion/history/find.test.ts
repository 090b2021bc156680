import { describe, expect, it } from 'vitest';
import { endedCall, maria } from '../../../../tests/support/calls';
import type { HistoryFilter } from '../../ipc/history';
import { countDays, findRows } from './find';
import { rowOf } from './row';

const remote = (number: string, display: string, name: string | null = null) => ({
  number,
  display,
  name,
  anonymous: false,
});
const missed = { outcome: 'abandoned' as const };
const calls = {
  maria: { contact: maria },
  muller: { remote: remote('+4930123456', '+49 30 123456', 'Jürgen Müller'), queue: 'Support', ...missed },
  strasse: { remote: remote('+431234', '+43 1 234'), contact: { ...maria, name: 'Großmann', account: null } },
  yamada: { remote: remote('+81312345678', '+81 3 1234 5678', '山田 太郎') },
  jonas: { direction: 'internal' as const, remote: remote('1002', '1002', 'Jonas') },
};
const notes: Record<string, string> = { maria: 'Möchte den neuen Tarif', jonas: 'lunch' };
const rows = Object.entries(calls).map(([id, patch]) =>
  rowOf({ call: { ...endedCall(patch), id }, note: notes[id] ?? null }),
);
const found = (text: string, filter: HistoryFilter = 'all', queue: string | null = null): string[] =>
  findRows(rows, { text, filter, queue }, ['1001']).map(({ id }) => id);

describe('the search', () => {
  it.each([
    ['maria', ['maria']],
    ['LINDQ', ['maria']],
    ['muller', ['muller']],
    ['Müller jürgen', ['muller']],
    ['grossmann', ['strasse']],
    ['großmann', ['strasse']],
    ['山田', ['yamada']],
    ['neuen tarif', ['maria']],
    ['mochte', ['maria']],
    ['maria lunch', []],
    ['0171 123', ['maria']],
    ['+49 (0)171 1234567', ['maria']],
    ['030/123', ['muller']],
    ['1002', ['jonas']],
    ['nordwind 171', ['maria']],
    ['   ', Object.keys(calls)],
    ['+', []],
    ['0', []],
    ['nobody', []],
  ])('%j finds %j', (text, ids) => expect(found(text)).toEqual(ids));

  it('filters by what happened and by queue, together with the words', () => {
    expect(found('', 'missed')).toEqual(['muller']);
    expect(found('maria', 'missed')).toEqual([]);
    expect(found('', 'inbound')).toEqual(['maria', 'muller', 'strasse', 'yamada']);
    expect(found('', 'ai')).toEqual([]);
    expect(found('', 'all', 'Support')).toEqual(['muller']);
    expect(found('', 'all', 'Sales')).toEqual([]);
  });
});

describe('the days', () => {
  const at = (day: number, hour: number) => ({ at: new Date(2026, 2, day, hour, 15).getTime() });
  it('begin at local midnight and keep the order', () =>
    expect(countDays([at(2, 9), at(2, 0), at(1, 23)])).toEqual([
      { key: '2026-03-02', count: 2 },
      { key: '2026-03-01', count: 1 },
    ]));
  it('of nothing are none', () => expect(countDays([])).toEqual([]));
});
