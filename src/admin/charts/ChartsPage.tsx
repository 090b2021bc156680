import { useState } from 'react';
import { Segmented } from '../../renderer/components/Choices';
import type { Series } from '../../shared/protocol/series';
import { Freshness } from '../components/Freshness';
import { Page } from '../components/Page';
import { Shown } from '../components/Shown';
import { useTexts } from '../i18n';
import { useOwnPoll, usePolled } from '../state/house';
import { Chart } from './Chart';
import { answerRate, inBuckets, latest, sum, worst } from './series';
import './charts.css';

/** How far back, and how many seconds one bar of calls is. */
const ranges = {
  day: { minutes: 1_440, barSeconds: 3_600 },
  half: { minutes: 360, barSeconds: 900 },
  hour: { minutes: 60, barSeconds: 300 },
} as const;
type Range = keyof typeof ranges;
const isRange = ['day', 'half', 'hour'] as const;

/** The relay's own buckets are five minutes; asking more often brings nothing new but the last one. */
const EVERY_MS = 20_000;

const Charts = ({ series, range }: { series: Series; range: Range }) => {
  const { t, locale } = useTexts();
  const number = new Intl.NumberFormat(locale);
  const digit = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const { barSeconds } = ranges[range];
  const buckets = inBuckets(series, barSeconds);
  const all = sum(buckets);
  const rate = answerRate(all);
  const bars = { times: buckets.map(({ at }) => Date.parse(at)), stepMs: barSeconds * 1_000 };
  const fine = { times: series.points.map(({ at }) => Date.parse(at)), stepMs: series.bucketSeconds * 1_000 };
  const ms = (value: number | null): string => (value === null ? '–' : `${digit.format(value)} ms`);
  const p50 = latest(series.points, 'popP50Ms');
  const p99 = worst(series.points, 'popP99Ms');
  return (
    <div className="charts">
      <Chart
        title={t(`chart.calls.${range}`)}
        headline={t('chart.callsInAll', { count: all.calls })}
        kind="bars"
        {...bars}
        lines={[
          { label: t('chart.callsLabel'), look: 'main', values: buckets.map(({ calls }) => calls) },
          { label: t('chart.missed'), look: 'bad', values: buckets.map(({ missed }) => missed) },
        ]}
        write={(value) => number.format(value)}
      />
      <Chart
        title={t('chart.answerRate')}
        headline={rate === null ? '–' : `${Math.round(rate)} %`}
        kind="lines"
        {...bars}
        most={100}
        lines={[{ label: t('chart.answered'), look: 'main', values: buckets.map(answerRate) }]}
        write={(value) => `${Math.round(value)} %`}
      />
      <Chart
        title={t('chart.popLatency')}
        headline={t('chart.popNow', { p50: ms(p50), p99: ms(p99) })}
        kind="lines"
        {...fine}
        lines={[
          { label: t('chart.p99'), look: 'quiet', values: series.points.map(({ popP99Ms }) => popP99Ms) },
          { label: t('chart.p50'), look: 'main', values: series.points.map(({ popP50Ms }) => popP50Ms) },
        ]}
        write={ms}
      />
      <Chart
        title={t('chart.amiLag')}
        headline={t('chart.worst', { value: ms(worst(series.points, 'amiLagMs')) })}
        kind="lines"
        {...fine}
        lines={[
          { label: t('chart.amiLag'), look: 'main', values: series.points.map(({ amiLagMs }) => amiLagMs) },
        ]}
        write={ms}
      />
    </div>
  );
};

const OfRange = ({ range, onPick }: { range: Range; onPick: (range: Range) => void }) => {
  const { t } = useTexts();
  const poll = useOwnPoll((api) => api.series(ranges[range].minutes), EVERY_MS);
  const polled = usePolled(poll);
  return (
    <Page
      title={t('nav.charts')}
      aside={
        <>
          <Freshness polled={polled} />
          <Segmented
            legend={t('chart.range')}
            value={range}
            onPick={onPick}
            options={isRange.map((value) => ({ value, label: t(`chart.${value}`) }))}
          />
        </>
      }
    >
      <Shown poll={poll} lines={8}>
        {(series) => <Charts series={series} range={range} />}
      </Shown>
    </Page>
  );
};

/** How busy the relay is and how fast: the last hours, drawn small. */
export const ChartsPage = () => {
  const [range, setRange] = useState<Range>('day');
  return <OfRange key={range} range={range} onPick={setRange} />;
};
