import { expect, it } from 'vitest';
import { aCall, aLeg } from '../../../tests/support/calls';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { mayWaitMs } from './delivery';
import { createLaterUpdates } from './later-updates';

const phones = ['1001', '1002', '1003'];
const inVersion = (version: number) => aCall({ version, legs: phones.map((phone) => aLeg(phone)) });
const waitMs = mayWaitMs(inVersion(1));

const start = () => {
  const clock = createFakeClock();
  const told: [number, string[]][] = [];
  const updates = createLaterUpdates({
    clock,
    tell: ({ version }, extensions) => told.push([version, [...extensions]]),
  });
  const changed = (version: number, later: string[]): void =>
    updates.changed(inVersion(version), phones, new Set(later));
  return { clock, told, updates, changed };
};

it('tells the latest once, when the first of them has waited long enough', () => {
  const { clock, told, changed } = start();
  changed(1, ['1001', '1002']);
  clock.advance(waitMs - 1);
  changed(2, ['1002', '1003', '1001']);
  expect(told).toEqual([]);
  clock.advance(1);
  expect(told).toEqual([[2, ['1001', '1002', '1003']]]);
  clock.advance(10 * waitMs);
  expect(told).toHaveLength(1);
  expect(clock.pending()).toBe(0);
});

it('owes nothing to who was told meanwhile, and nothing at all of what was forgotten', () => {
  const { clock, told, updates, changed } = start();
  changed(1, ['1001', '1002']);
  changed(2, ['1002', '1003']);
  clock.advance(waitMs);
  expect(told).toEqual([[2, ['1002', '1003']]]);
  changed(3, ['1001']);
  changed(4, []);
  clock.advance(waitMs);
  changed(5, ['1001']);
  updates.forget([inVersion(5).id]);
  clock.advance(waitMs);
  expect(told).toHaveLength(1);
});
