import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { silentLogger } from '../../shared/logger';
import { createReviver, reviveDelayMs } from './revive';

describe('how long a crashed page waits', () => {
  it.each([
    ['the first time', [5_000], 0],
    ['three times in a minute', [5_000, 6_000, 7_000], 0],
    ['a fourth time in a minute', [5_000, 6_000, 7_000, 64_999], 60_000],
    ['a fourth time, later', [5_000, 6_000, 7_000, 65_000], 0],
  ])('%s', (_, crashes, delay) => {
    expect(reviveDelayMs(crashes)).toBe(delay);
  });
});

describe('a window', () => {
  const stage = () => {
    const clock = createFakeClock();
    const contents = new EventEmitter();
    let destroyed = false;
    const counts = { loads: 0, loops: 0, gone: 0 };
    const revive = createReviver({ clock, log: silentLogger, onLoop: () => void (counts.loops += 1) });
    revive(
      { isDestroyed: () => destroyed, webContents: contents },
      () => {
        counts.loads += 1;
        return counts.loads === 1 ? Promise.reject(new Error('ERR_ABORTED')) : Promise.resolve();
      },
      () => void (counts.gone += 1),
    );
    return {
      clock,
      counts,
      crash: (reason = 'crashed') => void contents.emit('render-process-gone', {}, { reason }),
      destroy: () => (destroyed = true),
    };
  };

  it('is loaded at once, and in a loop once a minute, which is told', () => {
    const { clock, counts, crash } = stage();
    for (let n = 0; n < 4; n += 1) crash();
    expect(counts).toEqual({ loads: 3, loops: 1, gone: 4 });
    clock.advance(59_999);
    expect(counts.loads).toBe(3);
    clock.advance(1);
    expect(counts.loads).toBe(4);
    // A minute of peace, and it is as at the beginning.
    clock.advance(60_000);
    crash();
    expect(counts).toEqual({ loads: 5, loops: 1, gone: 5 });
  });

  it('that ended as it should, or is closed, is left alone', () => {
    const { clock, counts, crash, destroy } = stage();
    crash('clean-exit');
    for (let n = 0; n < 4; n += 1) crash('oom');
    destroy();
    clock.advance(60_000);
    crash();
    expect(counts).toEqual({ loads: 3, loops: 1, gone: 4 });
  });
});
