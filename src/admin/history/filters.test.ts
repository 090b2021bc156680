import { expect, it } from 'vitest';
import { isFiltered, noFilters, toQuery } from './filters';

it('asks for nothing that is not typed or not complete', () => {
  expect(toQuery(noFilters)).toEqual({});
  expect(toQuery({ ...noFilters, number: ' 0 ', extension: 'abc' })).toEqual({});
  expect([isFiltered(noFilters), isFiltered({ ...noFilters, number: '0' })]).toEqual([false, true]);
});

it('takes the last day whole, by the local clock', () =>
  expect(
    toQuery({ ...noFilters, number: '0171', outcome: 'busy', from: '2026-03-28', to: '2026-03-29' }),
  ).toEqual({
    number: '0171',
    outcome: 'busy',
    from: new Date(2026, 2, 28).toISOString(),
    to: new Date(2026, 2, 30).toISOString(),
  }));
