/** Search and filters over the rows: one pass, each row asked at most once per word. Pure. */
import { digitsOf, fold, isMissedRow, type Row } from './row';
import type { HistoryQuery } from '../../ipc/history';

interface Term {
  words: string;
  /** Empty: this term is no number. */
  digits: string;
}

/** Zeros in front are a habit of one country, `(0)` of a business card: neither is in the number itself. */
const numberIn = (text: string): string => digitsOf(text.replace('(0)', '')).replace(/^0+/, '');

/** All must be there. What is one number stays one, however it is spaced. */
export const termsOf = (text: string): Term[] => {
  const trimmed = text.trim();
  if (/^[\d\s()+./-]+$/.test(trimmed)) {
    const digits = numberIn(trimmed);
    return digits === '' ? [] : [{ words: trimmed, digits }];
  }
  return trimmed
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => ({ words: fold(word), digits: /^[\d()+./-]{2,}$/.test(word) ? numberIn(word) : '' }));
};

const has = ({ words, digits }: Row, term: Term): boolean =>
  words.includes(term.words) || (term.digits !== '' && digits.includes(term.digits));

const passes = (row: Row, filter: HistoryQuery['filter'], mine: readonly string[]): boolean => {
  switch (filter) {
    case 'all':
      return true;
    case 'missed':
      return isMissedRow(row, mine);
    case 'ai':
      return row.ai;
    default:
      return row.direction === filter;
  }
};

/** @param mine the agent's extensions: what is missed depends on who asks */
export const findRows = (
  rows: readonly Row[],
  { text, filter, queue }: HistoryQuery,
  mine: readonly string[],
): readonly Row[] => {
  const terms = termsOf(text);
  // What can not be a part of anything, such as a lone `+`, is not "everything".
  if (terms.length === 0 && text.trim() !== '') return [];
  if (terms.length === 0 && filter === 'all' && queue === null) return rows;
  return rows.filter(
    (row) =>
      passes(row, filter, mine) &&
      (queue === null || row.queue === queue) &&
      terms.every((term) => has(row, term)),
  );
};

export interface DayCount {
  /** Local calendar day, `2026-03-02`. */
  key: string;
  count: number;
}

/** How many calls each day has, by this computer's own calendar. @param rows newest first */
export const countDays = (rows: readonly Pick<Row, 'at'>[]): DayCount[] => {
  const days: DayCount[] = [];
  // The calendar is asked once for a day and not for each of its calls.
  let [fromMs, untilMs] = [0, 0];
  let day: DayCount | null = null;
  for (const { at } of rows) {
    if (day && at >= fromMs && at < untilMs) {
      day.count += 1;
      continue;
    }
    const date = new Date(at);
    const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
    fromMs = new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
    untilMs = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
    day = { key: parts.map((part) => String(part).padStart(2, '0')).join('-'), count: 1 };
    days.push(day);
  }
  return days;
};
