/** When a follow-up is due: the usual moments, in the agent's own time zone. */
export const dueChoices = ['hour', 'tomorrow', 'monday', 'own'] as const;
export type DueChoice = (typeof dueChoices)[number];

const MORNING_HOUR = 9;
const STEP_MS = 5 * 60_000;

const morning = (now: Date, inDays: number): Date =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + inDays, MORNING_HOUR);

/** In an hour (at the next full five minutes), tomorrow at 9, on the coming Monday at 9. */
export const dueAt = (choice: Exclude<DueChoice, 'own'>, now: Date): Date => {
  switch (choice) {
    case 'hour':
      return new Date(Math.ceil((now.getTime() + 3_600_000) / STEP_MS) * STEP_MS);
    case 'tomorrow':
      return morning(now, 1);
    case 'monday':
      return morning(now, (8 - now.getDay()) % 7 || 7);
  }
};

/** What `<input type="datetime-local">` holds: `2026-03-03T15:10`, local time. */
export const toLocalInput = (at: Date): string => {
  const two = (part: number): string => String(part).padStart(2, '0');
  const date = [String(at.getFullYear()).padStart(4, '0'), two(at.getMonth() + 1), two(at.getDate())];
  return `${date.join('-')}T${two(at.getHours())}:${two(at.getMinutes())}`;
};

/** Null for what is no moment. */
export const fromLocalInput = (text: string): Date | null => {
  const at = new Date(text);
  return text === '' || Number.isNaN(at.getTime()) ? null : at;
};

/** "Tue 3 Mar, 15:10"; the year only when it is another one. */
export const dueMoment = (at: Date, now: Date, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(at.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(at);

/** A subject that the CRM takes, whole characters only. */
export const shorten = (text: string, most: number): string => {
  if (text.length <= most) return text;
  let short = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (short.length + segment.length > most - 1) break;
    short += segment;
  }
  return `${short}…`;
};
