/**
 * The last day in buckets of five minutes, for small charts. Calls are counted by when they began and come from the store after a
 * restart; how late pops and the PBX were is known of this life of the relay alone.
 */
import type { Call } from '../../shared/call/call';
import type { CallChange } from '../../shared/call/change';
import { iso, type Clock } from '../../shared/clock';
import type { Series, SeriesPoint, SeriesQuery } from '../../shared/protocol/series';
import type { FigureStore } from '../store/figure-port';

const bucketMs = 5 * 60_000;
const keptBuckets = (24 * 60 * 60_000) / bucketMs + 1;
/** Latencies are counted in steps of a tenth, from 0.1 ms on. */
const step = 1.1;
const firstMs = 0.1;
const steps = 140;

interface Bucket {
  calls: number;
  answered: number;
  missed: number;
  /** How many pops fell into each step; made with the first one. */
  pops: Uint32Array | null;
  amiLagMs: number | null;
}
type Counts = Pick<Bucket, 'calls' | 'answered' | 'missed'>;

const countsOf = ({ direction, answeredAt, state }: Call): Counts => ({
  calls: direction === 'internal' ? 0 : 1,
  answered: direction === 'inbound' && answeredAt !== null ? 1 : 0,
  missed: direction === 'inbound' && answeredAt === null && state === 'ended' ? 1 : 0,
});

const stepOf = (ms: number): number =>
  ms <= firstMs ? 0 : Math.min(steps - 1, Math.ceil(Math.log(ms / firstMs) / Math.log(step)));

/** The upper end of the step in which the share of all is reached, at most a tenth above the truth. */
const quantile = (pops: Uint32Array, share: number): number => {
  const wanted = Math.ceil(share * pops.reduce((sum, count) => sum + count, 0));
  let seen = 0;
  const at = pops.findIndex((count) => (seen += count) >= wanted);
  return Math.round(firstMs * step ** at * 100) / 100;
};

export type SeriesKeeper = ReturnType<typeof createSeries>;

export const createSeries = (store: Pick<FigureStore, 'callFigures'>, { clock }: { clock: Clock }) => {
  /** By number: `ms / bucketMs`. */
  const buckets = new Map<number, Bucket>();
  const numberOf = (ms: number): number => Math.floor(ms / bucketMs);

  const bucketAt = (ms: number): Bucket | null => {
    const [number, now] = [numberOf(ms), numberOf(clock.now())];
    if (number <= now - keptBuckets || number > now + 1) return null;
    let bucket = buckets.get(number);
    if (!bucket) {
      bucket = { calls: 0, answered: 0, missed: 0, pops: null, amiLagMs: null };
      buckets.set(number, bucket);
      for (const old of buckets.keys()) if (old <= now - keptBuckets) buckets.delete(old);
    }
    return bucket;
  };
  const add = (at: string, counts: Counts, sign: 1 | -1): void => {
    const bucket = bucketAt(Date.parse(at));
    if (!bucket) return;
    bucket.calls += sign * counts.calls;
    bucket.answered += sign * counts.answered;
    bucket.missed += sign * counts.missed;
  };
  for (const { minute, ...counts } of store.callFigures(iso(clock.now() - keptBuckets * bucketMs)))
    add(minute, counts, 1);

  const point = (number: number): SeriesPoint => {
    const { pops = null, ...bucket } = buckets.get(number) ?? {
      calls: 0,
      answered: 0,
      missed: 0,
      amiLagMs: null,
    };
    return {
      at: iso(number * bucketMs),
      ...bucket,
      popP50Ms: pops && quantile(pops, 0.5),
      popP99Ms: pops && quantile(pops, 0.99),
    };
  };

  return {
    /** A call changed; what it was counted as before is taken back. */
    changed: ({ call, previous }: CallChange): void => {
      if (previous) add(previous.startedAt, countsOf(previous), -1);
      add(call.startedAt, countsOf(call), 1);
    },
    popSent: (latencyMs: number): void => {
      const bucket = bucketAt(clock.now());
      if (!bucket) return;
      const at = stepOf(latencyMs);
      const pops = (bucket.pops ??= new Uint32Array(steps));
      pops[at] = (pops[at] ?? 0) + 1;
    },
    /** To be told every few seconds; the longest of a bucket stays. */
    lagged: (lagMs: number | null): void => {
      const bucket = lagMs === null ? null : bucketAt(clock.now());
      if (bucket) bucket.amiLagMs = Math.max(bucket.amiLagMs ?? 0, lagMs ?? 0);
    },
    series: ({ minutes }: SeriesQuery): Series => {
      const last = numberOf(clock.now());
      const first = numberOf(clock.now() - minutes * 60_000) + 1;
      return {
        bucketSeconds: bucketMs / 1_000,
        points: Array.from({ length: last - first + 1 }, (_, at) => point(first + at)),
      };
    },
  };
};
