/** The local calendar day of a moment. */
export const dayKey = (at: Date): string =>
  [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-');

/** "Today", "Yesterday", a weekday within the week, else a date; the year only when it is another one. */
export const dayLabel = (
  key: string,
  now: Date,
  words: { today: string; yesterday: string },
  locale: string,
): string => {
  if (key === dayKey(now)) return words.today;
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (key === dayKey(yesterday)) return words.yesterday;
  const [year = 0, month = 1, day = 1] = key.split('-').map(Number);
  const at = new Date(year, month - 1, day);
  const sameYear = year === now.getFullYear();
  return new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(at);
};

export const timeOfDay = (iso: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(iso),
  );

/** `14:02` today, `Tue 14:02` within a week, else `2 Mar`. Null and unreadable dates become an empty text. */
export const shortMoment = (iso: string | null, now: Date, locale: string): string => {
  const at = iso === null ? NaN : Date.parse(iso);
  if (Number.isNaN(at)) return '';
  const date = new Date(at);
  if (dayKey(date) === dayKey(now)) return timeOfDay(date.toISOString(), locale);
  const ageDays = (now.getTime() - at) / 86_400_000;
  if (ageDays >= 0 && ageDays < 6.5) {
    const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' }).format(date);
    return `${weekday} ${timeOfDay(date.toISOString(), locale)}`;
  }
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(date);
};
