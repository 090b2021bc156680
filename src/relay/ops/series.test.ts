import { expect, it } from 'vitest';
import { aCall, endedCall } from '../../../tests/support/calls';
import { createFakeClock } from '../../../tests/support/fake-clock';
import type { CallFigures } from '../store/figure-port';
import { createSeries } from './series';

const start = (stored: CallFigures[] = []) => {
  const clock = createFakeClock();
  return { clock, series: createSeries({ callFigures: () => stored }, { clock }) };
};
const at = (minute: number): string => `2026-11-23T09:${String(minute).padStart(2, '0')}:00.000Z`;

it('counts a call where it began, as what it has become', () => {
  const { clock, series } = start();
  clock.advance(10 * 60_000);
  const ringing = aCall({ startedAt: at(3), answeredAt: null });
  const talking = { ...ringing, answeredAt: at(4), version: 2 };
  series.changed({ call: ringing, previous: null });
  const first = () => series.series({ minutes: 15 }).points.find((point) => point.at === at(0));
  expect(first()).toMatchObject({ calls: 1, answered: 0, missed: 0 });
  series.changed({ call: talking, previous: ringing });
  series.changed({ call: { ...talking, state: 'ended', endedAt: at(9) }, previous: talking });
  const missed = endedCall({ startedAt: at(4), answeredAt: null });
  series.changed({ call: missed, previous: null });
  series.changed({ call: aCall({ direction: 'internal', startedAt: at(4) }), previous: null });
  series.changed({
    call: endedCall({ direction: 'outbound', startedAt: at(4), answeredAt: null }),
    previous: null,
  });
  expect(first()).toMatchObject({ calls: 3, answered: 1, missed: 1 });
});

it('has every bucket of the span, the running one last, and no more than a day', () => {
  const { clock, series } = start([{ minute: at(0), calls: 4, answered: 2, missed: 1 }]);
  clock.advance(7 * 60_000);
  const hour = series.series({ minutes: 60 });
  expect([hour.bucketSeconds, hour.points.length]).toEqual([300, 12]);
  expect(hour.points.slice(-2)).toEqual([
    { at: at(0), calls: 4, answered: 2, missed: 1, popP50Ms: null, popP99Ms: null, amiLagMs: null },
    { at: at(5), calls: 0, answered: 0, missed: 0, popP50Ms: null, popP99Ms: null, amiLagMs: null },
  ]);
  expect(series.series({ minutes: 1_440 }).points).toHaveLength(288);
  clock.advance(25 * 60 * 60_000);
  series.lagged(1);
  expect(series.series({ minutes: 1_440 }).points.reduce((sum, { calls }) => sum + calls, 0)).toBe(0);
});

it('tells how late pops and the PBX were, to within a tenth', () => {
  const { series } = start();
  for (let pop = 0; pop < 98; pop += 1) series.popSent(2);
  series.popSent(150);
  series.popSent(90_000_000);
  for (const lag of [3, 12, null, 5]) series.lagged(lag);
  const point = series.series({ minutes: 5 }).points.at(-1);
  expect(point?.amiLagMs).toBe(12);
  expect(point?.popP50Ms).toBeGreaterThanOrEqual(2);
  expect(point?.popP50Ms).toBeLessThan(2.2);
  expect(point?.popP99Ms).toBeGreaterThanOrEqual(150);
  expect(point?.popP99Ms).toBeLessThan(165);
});
