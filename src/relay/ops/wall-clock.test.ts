import { expect, it } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { createMemoryLog } from '../../../tests/support/log';
import { createWallClockWatch } from './wall-clock';

const hour = 60 * 60_000;

it('says when the clock was set, and tells of a way back alone', () => {
  const clock = createFakeClock();
  const logger = createMemoryLog();
  let back = 0;
  const look = createWallClockWatch({ clock, logger, onSetBack: () => (back += 1) });
  clock.advance(10_000);
  look();
  // What NTP corrects is nobody's business.
  clock.set(clock.now() + 2_000);
  look();
  expect(logger.text()).toBe('');
  clock.set(clock.now() + 3 * hour);
  look();
  expect(logger.text()).toContain('set forward by 3 hours');
  expect(back).toBe(0);
  clock.set(clock.now() - 3 * hour);
  clock.advance(10_000);
  look();
  look();
  expect(logger.text()).toContain('set back by 3 hours');
  expect(back).toBe(1);
});
