import { expect, it } from 'vitest';
import { noHistory } from '../../shared/ipc/history';
import { createBadge } from './badge';

it('follows the missed calls, and is asked of the system only when they change', () => {
  const told: number[] = [];
  const badge = createBadge((count) => told.push(count));
  for (const missed of [[], ['a'], ['a'], ['a', 'b'], []])
    badge.render({ history: { ...noHistory, missed } });
  expect(told).toEqual([1, 2, 0]);
});
