/** What is looked for in the history, and the question to the relay it makes. */
import type { directions, outcomes } from '../../shared/call/call';
import type { CallQuery } from '../../shared/protocol/rest';

export interface Filters {
  number: string;
  extension: string;
  outcome: (typeof outcomes)[number] | 'all';
  direction: (typeof directions)[number] | 'all';
  /** Local days, `2026-03-02`; empty: no bound. */
  from: string;
  to: string;
}
export const noFilters: Filters = {
  number: '',
  extension: '',
  outcome: 'all',
  direction: 'all',
  from: '',
  to: '',
};

/** The first moment of a local day, or of the day after it; undefined where it is no day. */
const dayStart = (day: string, daysLater: number): string | undefined => {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const at = new Date(year, month - 1, date + daysLater);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

/** What is too short to look for, or no extension, is left out while it is being typed. */
export const toQuery = (filters: Filters): Partial<CallQuery> => {
  const number = filters.number.trim();
  const extension = filters.extension.trim();
  return {
    ...(number.length >= 2 && { number: number.slice(0, 40) }),
    ...(/^[0-9*#]{1,20}$/.test(extension) && { extension }),
    ...(filters.outcome !== 'all' && { outcome: filters.outcome }),
    ...(filters.direction !== 'all' && { direction: filters.direction }),
    ...(filters.from !== '' && { from: dayStart(filters.from, 0) }),
    ...(filters.to !== '' && { to: dayStart(filters.to, 1) }),
  };
};

/** Whether anything is typed or picked, be it complete or not. */
export const isFiltered = (filters: Filters): boolean =>
  JSON.stringify(filters) !== JSON.stringify(noFilters);
