/** From the relay's five-minute buckets to what each chart shows. */
import type { Series, SeriesPoint } from '../../shared/protocol/series';

export interface Bucket {
  at: string;
  untilMs: number;
  calls: number;
  answered: number;
  missed: number;
}

/** Several buckets to one, along the clock: a bucket of an hour begins at the full hour. */
export const inBuckets = ({ bucketSeconds, points }: Series, seconds: number): Bucket[] => {
  const sizeMs = Math.max(seconds, bucketSeconds) * 1_000;
  const buckets = new Map<number, Bucket>();
  for (const { at, calls, answered, missed } of points) {
    const from = Math.floor(Date.parse(at) / sizeMs) * sizeMs;
    const bucket = buckets.get(from) ?? {
      at: new Date(from).toISOString(),
      untilMs: from + sizeMs,
      calls: 0,
      answered: 0,
      missed: 0,
    };
    bucket.calls += calls;
    bucket.answered += answered;
    bucket.missed += missed;
    buckets.set(from, bucket);
  }
  return [...buckets.values()];
};

/** Of the inbound calls that are over, how many in a hundred were answered; null: there were none. */
export const answerRate = ({ answered, missed }: Pick<Bucket, 'answered' | 'missed'>): number | null =>
  answered + missed === 0 ? null : (answered / (answered + missed)) * 100;

export const sum = (buckets: readonly Bucket[]): Pick<Bucket, 'calls' | 'answered' | 'missed'> =>
  buckets.reduce(
    (all, { calls, answered, missed }) => ({
      calls: all.calls + calls,
      answered: all.answered + answered,
      missed: all.missed + missed,
    }),
    { calls: 0, answered: 0, missed: 0 },
  );

type Measure = 'popP50Ms' | 'popP99Ms' | 'amiLagMs';

/** The last value that was measured. */
export const latest = (points: readonly SeriesPoint[], measure: Measure): number | null =>
  points.findLast((point) => point[measure] !== null)?.[measure] ?? null;

/** The worst value of the time that is shown. */
export const worst = (points: readonly SeriesPoint[], measure: Measure): number | null => {
  const measured = points.map((point) => point[measure]).filter((value) => value !== null);
  return measured.length === 0 ? null : Math.max(...measured);
};
