import { ChartNoAxesColumn } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../renderer/components/Button';
import { timeOfDay } from '../../renderer/lib/days';
import { useTexts } from '../i18n';
import { hourTicks, linePath, niceTicks, walkPoints } from './scale';

export interface Line {
  label: string;
  /** Which colour and stroke; the legend shows it beside the word. */
  look: 'main' | 'bad' | 'quiet';
  /** One for each of `times`; null: nothing was measured. */
  values: readonly (number | null)[];
}

/** Room for the values at the left and the hours below. CSS px. */
const LEFT = 52;
const BOTTOM = 20;
const TOP = 8;
const RIGHT = 16;
const HEIGHT = 168;

/** How wide it may be drawn, watched because the window changes. */
const useWidth = (): [React.RefObject<HTMLDivElement | null>, number] => {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(480);
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(200, Math.floor(entry.contentRect.width)));
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return [box, width];
};

/**
 * A small chart over time: bars or lines, with a value for each moment under the pointer or by the arrow keys, and the same
 * as a table.
 */
export const Chart = ({
  title,
  headline,
  kind,
  times,
  stepMs,
  lines,
  most,
  write,
}: {
  title: string;
  /** The one number that matters, above the picture. */
  headline: string;
  kind: 'bars' | 'lines';
  /** When each point begins, ms since the epoch, evenly spaced by `stepMs`. */
  times: readonly number[];
  stepMs: number;
  lines: readonly Line[];
  /** Top of the scale; else what the values need. */
  most?: number;
  /** A value with its unit. */
  write: (value: number) => string;
}) => {
  const { t, locale } = useTexts();
  const id = useId();
  const [box, width] = useWidth();
  const [at, setAt] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const empty = lines.every(({ values }) => values.every((value) => value === null || value === 0));
  const highest = Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const ticks = niceTicks(most ?? highest);
  const top = most ?? ticks.at(-1) ?? 1;
  const from = times[0] ?? 0;
  const span = Math.max(stepMs, times.length * stepMs);
  const plot = { width: width - LEFT - RIGHT, height: HEIGHT - TOP - BOTTOM };
  const xOf = (ms: number): number => LEFT + ((ms - from) / span) * plot.width;
  const middle = (index: number): number => xOf((times[index] ?? 0) + stepMs / 2);
  const yOf = (value: number): number => TOP + plot.height * (1 - Math.min(value, top) / top);
  const shown = at === null ? null : Math.min(at, times.length - 1);
  const moment = (index: number): string => {
    const begin = times[index] ?? 0;
    const word = timeOfDay(new Date(begin).toISOString(), locale);
    return `${word}–${timeOfDay(new Date(begin + stepMs).toISOString(), locale)}`;
  };
  const said = (index: number): string =>
    [
      moment(index),
      ...lines.map(({ label, values }) => {
        const value = values[index] ?? null;
        return `${lines.length > 1 ? `${label} ` : ''}${value === null ? '–' : write(value)}`;
      }),
    ].join(' · ');
  const point = (event: React.PointerEvent<SVGSVGElement>): void => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const index = Math.floor(((event.clientX - left - LEFT) / plot.width) * times.length);
    setAt(index >= 0 && index < times.length ? index : null);
  };

  return (
    <section className="chart block" aria-labelledby={id} data-testid="chart">
      <header>
        <h2 id={id}>{title}</h2>
        <p className="chart-now tabular">{headline}</p>
        <p className="chart-at tabular" aria-live="polite" data-testid="chart-at">
          {shown === null ? '' : said(shown)}
        </p>
        {lines.length > 1 && (
          <p className="legend" aria-hidden>
            {lines.map(({ label, look }) => (
              <span key={label} data-look={look}>
                {label}
              </span>
            ))}
          </p>
        )}
        <Button look="link" aria-pressed={asTable} disabled={empty} onClick={() => setAsTable(!asTable)}>
          {asTable ? t('chart.asPicture') : t('chart.asTable')}
        </Button>
      </header>
      <div ref={box} className="chart-box">
        {empty && (
          <p className="chart-empty" role="status">
            <ChartNoAxesColumn className="icon" aria-hidden />
            {t('chart.empty')}
          </p>
        )}
        {!empty && !asTable && (
          <svg
            width={width}
            height={HEIGHT}
            role="img"
            aria-label={t('chart.label', { title, headline })}
            tabIndex={0}
            onPointerMove={point}
            onPointerLeave={() => setAt(null)}
            onBlur={() => setAt(null)}
            onKeyDown={(event) => {
              const next = walkPoints(event.key, shown, times.length);
              if (next === null) return;
              event.preventDefault();
              setAt(next);
            }}
          >
            {ticks.map((tick) => (
              <g key={tick} className="tick">
                <line x1={LEFT} x2={width - RIGHT} y1={yOf(tick)} y2={yOf(tick)} />
                <text x={LEFT - 8} y={yOf(tick)} dy="0.32em" textAnchor="end">
                  {tick === top ? write(tick) : new Intl.NumberFormat(locale).format(tick)}
                </text>
              </g>
            ))}
            {hourTicks(from, from + span, width < 420 ? 4 : 8).map((tick) => (
              <text key={tick} x={xOf(tick)} y={HEIGHT - 4} textAnchor="middle">
                {timeOfDay(new Date(tick).toISOString(), locale)}
              </text>
            ))}
            {shown !== null && (
              <rect
                className="cursor"
                x={xOf(times[shown] ?? 0)}
                y={TOP}
                width={Math.max(1, plot.width / times.length)}
                height={plot.height}
              />
            )}
            {kind === 'bars' &&
              lines.map(({ label, look, values }) =>
                values.map((value, index) => {
                  const wide = plot.width / times.length;
                  const gap = Math.min(4, wide * 0.25);
                  if (value === null || value === 0) return null;
                  return (
                    <rect
                      key={`${label} ${index}`}
                      className="bar"
                      data-look={look}
                      x={xOf(times[index] ?? 0) + gap / 2}
                      y={yOf(value)}
                      width={Math.max(1, wide - gap)}
                      height={Math.max(1, TOP + plot.height - yOf(value))}
                      rx={Math.min(2, wide / 4)}
                    />
                  );
                }),
              )}
            {kind === 'lines' &&
              lines.map(({ label, look, values }) => (
                <path key={label} className="line" data-look={look} d={linePath(values, middle, yOf)} />
              ))}
          </svg>
        )}
        {!empty && asTable && (
          <div className="chart-table" tabIndex={0} role="region" aria-label={title}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('chart.time')}</th>
                  {lines.map(({ label }) => (
                    <th key={label} scope="col" className="number">
                      {label}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody className="tabular">
                {times.map((time, index) => (
                  <tr key={time}>
                    <th scope="row">{moment(index)}</th>
                    {lines.map(({ label, values }) => {
                      const value = values[index] ?? null;
                      return (
                        <td key={label} className="number">
                          {value === null ? '–' : write(value)}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </section>
  );
};
