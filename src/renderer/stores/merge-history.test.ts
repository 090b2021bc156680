import { describe, expect, it } from 'vitest';
import { aCall } from '../../../tests/support/past-calls';
import { fits, mergeHistory } from './merge-history';

const at = (minute: number): string => `2026-03-02T10:${String(minute).padStart(2, '0')}:00.000Z`;
const ids = (calls: { id: string }[]): string[] => calls.map((call) => call.id);

describe('mergeHistory', () => {
  const page = [aCall({ id: 'pbx:c', startedAt: at(30) }), aCall({ id: 'pbx:b', startedAt: at(20) })];

  it('puts what has just ended on top', () =>
    expect(ids(mergeHistory(page, [aCall({ id: 'pbx:d', startedAt: at(40) })], false))).toEqual([
      'pbx:d',
      'pbx:c',
      'pbx:b',
    ]));
  it('shows a call once, in its newest version', () => {
    const merged = mergeHistory(page, [aCall({ id: 'pbx:c', startedAt: at(30), version: 9 })], false);
    expect(merged.map((call) => [call.id, call.version])).toEqual([
      ['pbx:c', 9],
      ['pbx:b', 1],
    ]);
  });
  it('lets an older call wait for its page', () => {
    const old = aCall({ id: 'pbx:a', startedAt: at(1) });
    expect(ids(mergeHistory(page, [old], false))).not.toContain('pbx:a');
    expect(ids(mergeHistory(page, [old], true))).toContain('pbx:a');
  });
});

describe('fits', () => {
  it.each([
    ['all', '', true],
    ['inbound', '', true],
    ['outbound', '', false],
    ['missed', '', true],
    ['all', '0171 123', true],
    ['all', '+49 171', true],
    ['all', '999', false],
  ] as const)('%s %s', (filter, number, expected) =>
    expect(fits(aCall({ outcome: 'no-answer' }), filter, number, ['1001'])).toBe(expected),
  );
  it('never a running call', () => expect(fits(aCall({ state: 'ringing' }), 'all', '', [])).toBe(false));
});
