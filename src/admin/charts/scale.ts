/** The arithmetic of the charts: what stands where, and which lines are drawn. */

/** Round steps that a person counts in. */
const steps = [1, 2, 5, 10];

/** 0 and a few round values up to or just above `most`. */
export const niceTicks = (most: number, wanted = 4): number[] => {
  if (!(most > 0)) return [0, 1];
  const rough = most / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (steps.find((one) => one * power >= rough) ?? 10) * power;
  const count = Math.ceil(most / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
};

/** Full hours (or every second, third, sixth one) that a time axis names, within `fromMs` and `untilMs`, by local time. */
export const hourTicks = (fromMs: number, untilMs: number, wanted = 8): number[] => {
  const hourMs = 3_600_000;
  const hours = (untilMs - fromMs) / hourMs;
  const every = [0.25, 0.5, 1, 2, 3, 6, 12].find((step) => hours / step <= wanted) ?? 24;
  const stepMs = every * hourMs;
  const shiftMs = new Date(fromMs).getTimezoneOffset() * 60_000;
  const first = Math.ceil((fromMs - shiftMs) / stepMs) * stepMs + shiftMs;
  const ticks: number[] = [];
  for (let at = first; at <= untilMs; at += stepMs) ticks.push(at);
  return ticks;
};

/** A line through the points as an SVG path; where a value is missing the line is broken, and a lone value is a dot. */
export const linePath = (
  values: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string => {
  let path = '';
  values.forEach((value, index) => {
    if (value === null) return;
    const point = `${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    const before = values[index - 1] ?? null;
    const after = values[index + 1] ?? null;
    path += before === null ? `M${point}` : `L${point}`;
    // Of no length, so that the round cap of the line shows it.
    if (before === null && after === null) path += `L${point}`;
  });
  return path;
};

/** Which point a key leads to; null: not a key of the chart. */
export const walkPoints = (key: string, at: number | null, count: number): number | null => {
  if (count === 0) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key === 'ArrowLeft') return at === null ? count - 1 : Math.max(0, at - 1);
  if (key === 'ArrowRight') return at === null ? 0 : Math.min(count - 1, at + 1);
  return null;
};
