import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { paced } from './pace';

const start = () => {
  const clock = createFakeClock();
  const shown: number[] = [];
  return { clock, shown, pace: paced<number>({ clock, everyMs: 50 }, (value) => shown.push(value)) };
};

describe('a paced window', () => {
  it('shows the first at once, and of a burst only the newest', () => {
    const { clock, shown, pace } = start();
    for (const value of [1, 2, 3, 4]) pace.show(value);
    expect(shown).toEqual([1]);
    clock.advance(50);
    expect(shown).toEqual([1, 4]);
    clock.advance(49);
    pace.show(5);
    expect(shown).toEqual([1, 4]);
    clock.advance(1);
    expect(shown).toEqual([1, 4, 5]);
  });

  it('shows the next at once when nothing has come for a while, and keeps no timer running', () => {
    const { clock, shown, pace } = start();
    pace.show(1);
    clock.advance(50);
    expect(clock.pending()).toBe(0);
    pace.show(2);
    expect(shown).toEqual([1, 2]);
  });

  it('shows nothing more after the end', () => {
    const { clock, shown, pace } = start();
    pace.show(1);
    pace.show(2);
    pace.stop();
    clock.advance(1_000);
    expect(shown).toEqual([1]);
  });
});
