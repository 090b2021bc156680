/** Moments and durations as the dashboard writes them. */
import { dayKey, shortMoment, timeOfDay } from '../../renderer/lib/days';
import { spokenDuration } from '../../renderer/lib/durations';
import type { T } from '../i18n';

/** `14:02:07`, for what happened within seconds. */
export const secondOfDay = (iso: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(iso));

/** `14:02:07.123`; in German with a comma. */
export const millisecondOfDay = (iso: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  }).format(new Date(iso));

/** With its day where that is not today, `3 Mar, 14:02`. */
export const moment = (iso: string, now: Date, locale: string): string => {
  const at = new Date(iso);
  const time = timeOfDay(iso, locale);
  if (dayKey(at) === dayKey(now)) return time;
  const day = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(at.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(at);
  return `${day}, ${time}`;
};

/** For a tooltip: the whole of it. */
export const wholeMoment = (iso: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' }).format(new Date(iso));

/** "since 14:02", "since Tue 14:02", "since 3 Mar". */
export const sinceText = (iso: string, now: Date, locale: string, t: T): string =>
  t('time.since', { time: shortMoment(iso, now, locale) });

/** "3 s ago", "2 min ago". */
export const agoText = (fromMs: number, nowMs: number, t: T): string =>
  t('time.ago', { time: spokenDuration(Math.max(0, (nowMs - fromMs) / 1_000)) });

/** "in 40 s"; "now" once it is due. */
export const inText = (iso: string, nowMs: number, t: T): string => {
  const seconds = (Date.parse(iso) - nowMs) / 1_000;
  return seconds < 1 ? t('time.due') : t('time.in', { time: spokenDuration(seconds) });
};
