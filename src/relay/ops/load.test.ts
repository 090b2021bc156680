import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { createMemoryLog } from '../../../tests/support/log';
import { createLoad } from './load';

const create = () => {
  const clock = createFakeClock();
  const log = createMemoryLog();
  return { clock, log, load: createLoad({ clock, logger: log }) };
};
const calmly = (load: ReturnType<typeof createLoad>, times: number): void => {
  for (let i = 0; i < times; i += 1) load.measured(3);
};

describe('load', () => {
  it('leaves nothing out while the relay keeps up', () => {
    const { load } = create();
    for (const late of [0, 20, 199, 120]) load.measured(late);
    expect(load.sheds('lookups')).toBe(false);
    expect(load.figures()).toEqual({ delayMs: 120, behindSince: null, shed: { callEvents: 0, lookups: 0 } });
  });

  it('counts what it leaves out from the moment it is behind until it has been calm for two seconds', () => {
    const { clock, load, log } = create();
    load.measured(900);
    expect(load.sheds('callEvents')).toBe(true);
    expect(load.sheds('lookups')).toBe(true);
    expect(load.sheds('lookups')).toBe(true);
    calmly(load, 7);
    load.measured(120);
    clock.advance(3_000);
    calmly(load, 7);
    expect(load.figures().behindSince).toBe('2026-11-23T09:00:00.000Z');
    calmly(load, 1);
    expect(load.sheds('lookups')).toBe(false);
    expect(load.figures()).toMatchObject({ behindSince: null, shed: { callEvents: 1, lookups: 2 } });
    expect(log.text()).toMatch(/^warn The relay is behind.*\nwarn The relay has caught up\.[^\n]*$/);
  });

  it('measures itself: a task that is due on time is not late', () => {
    const { clock, load } = create();
    load.start();
    clock.advance(5_000);
    expect(load.figures()).toMatchObject({ delayMs: 0, behindSince: null });
    load.stop();
    expect(clock.pending()).toBe(0);
  });
});
