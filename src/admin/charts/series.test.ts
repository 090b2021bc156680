import { expect, it } from 'vitest';
import type { SeriesPoint } from '../../shared/protocol/series';
import { answerRate, inBuckets, latest, sum, worst } from './series';

const point = (at: string, part: Partial<SeriesPoint> = {}): SeriesPoint => ({
  at: `2026-03-03T${at}:00.000Z`,
  calls: 2,
  answered: 1,
  missed: 0,
  popP50Ms: null,
  popP99Ms: null,
  amiLagMs: null,
  ...part,
});

it('adds the buckets of an hour, by the full hour', () => {
  const points = [point('09:50'), point('09:55', { missed: 1 }), point('10:00')];
  const buckets = inBuckets({ bucketSeconds: 300, points }, 3_600);
  expect(buckets).toMatchObject([
    { at: '2026-03-03T09:00:00.000Z', calls: 4, answered: 2, missed: 1 },
    { at: '2026-03-03T10:00:00.000Z', calls: 2, answered: 1, missed: 0 },
  ]);
  expect(sum(buckets)).toEqual({ calls: 6, answered: 3, missed: 1 });
});

it('has no answer rate where nobody called', () =>
  expect([answerRate({ answered: 0, missed: 0 }), answerRate({ answered: 3, missed: 1 })]).toEqual([
    null,
    75,
  ]));

it('knows the last value that was measured, and the worst one', () => {
  const points = [point('09:50', { amiLagMs: 9 }), point('09:55', { amiLagMs: 2 }), point('10:00')];
  expect([latest(points, 'amiLagMs'), worst(points, 'amiLagMs'), worst(points, 'popP99Ms')]).toEqual([
    2,
    9,
    null,
  ]);
});
