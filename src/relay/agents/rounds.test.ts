import { expect, it } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { createRounds } from './rounds';

const start = (count: number) => {
  const clock = createFakeClock();
  const everybody = new Set(Array.from({ length: count }, (_, n) => n));
  const visits: (readonly number[])[] = [];
  const rounds = createRounds({
    clock,
    everyMs: 10_000,
    everybody,
    visit: (some) => {
      visits.push(some);
    },
  });
  rounds.start();
  return { clock, everybody, visits, rounds };
};

it('visits everybody once a round, some at a time, but nobody who has left', () => {
  const { clock, everybody, visits } = start(450);
  clock.advance(9_999);
  expect(visits).toEqual([]);
  clock.advance(1);
  expect(visits.map((some) => some.length)).toEqual([200]);
  everybody.delete(449);
  clock.advance(1_000);
  expect(visits.map((some) => some.length)).toEqual([200, 200, 49]);
  expect(visits.flat()).toEqual([...everybody]);
  clock.advance(10_000);
  expect(visits.flat()).toHaveLength(2 * 449);
});

it('goes on where nobody is there, and stops', () => {
  const { clock, visits, rounds } = start(0);
  clock.advance(20_000);
  expect(visits).toEqual([[], []]);
  rounds.stop();
  clock.advance(20_000);
  expect(visits).toHaveLength(2);
  expect(clock.pending()).toBe(0);
});
