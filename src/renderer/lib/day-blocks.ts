/** Heights that components/history.css gives a row and a day's heading. CSS px. */
export const ROW_PX = 44;
export const HEADING_PX = 32;

/**
 * One day of the history and where it lies. The list counts in lines, a heading being one as each row is, so that
 * 100,000 calls are drawn by arithmetic and only those in sight are in the page.
 */
export interface DayBlock {
  /** Local calendar day, `2026-03-02`. */
  key: string;
  /** How many calls it has. */
  count: number;
  /** Which call of the whole list is its first. */
  first: number;
  /** The line of its heading; its rows follow. */
  line: number;
  /** Distance from the list's top, and the height with the heading. CSS px. */
  top: number;
  height: number;
}

export const layDays = (days: readonly { key: string; count: number }[]): DayBlock[] => {
  let [first, line, top] = [0, 0, 0];
  return days.map(({ key, count }) => {
    const block = { key, count, first, line, top, height: HEADING_PX + count * ROW_PX };
    first += count;
    line += count + 1;
    top += block.height;
    return block;
  });
};

/** The last block that begins at or before this place. */
const blockAt = (blocks: readonly DayBlock[], place: number, by: 'line' | 'first'): number => {
  let [from, to] = [0, blocks.length - 1];
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    if ((blocks[middle]?.[by] ?? 0) <= place) from = middle;
    else to = middle - 1;
  }
  return from;
};

export const heightOf = (blocks: readonly DayBlock[], line: number): number =>
  blocks[blockAt(blocks, line, 'line')]?.line === line ? HEADING_PX : ROW_PX;

export interface ShownRow {
  line: number;
  /** Its place in its day, and in the whole list. */
  at: number;
  index: number;
}
export interface ShownDay {
  block: DayBlock;
  rows: ShownRow[];
}

/** The days and rows of these lines, which rise. */
export const shownDays = (blocks: readonly DayBlock[], lines: readonly number[]): ShownDay[] => {
  const shown: ShownDay[] = [];
  for (const line of lines) {
    const block = blocks[blockAt(blocks, line, 'line')];
    if (!block) continue;
    if (shown.at(-1)?.block !== block) shown.push({ block, rows: [] });
    const at = line - block.line - 1;
    if (at >= 0 && at < block.count) shown.at(-1)?.rows.push({ line, at, index: block.first + at });
  }
  return shown;
};

const total = (blocks: readonly DayBlock[]): number => {
  const last = blocks.at(-1);
  return last ? last.first + last.count : 0;
};

/** The line of a call by its place in the whole list; null where the list is shorter. */
export const lineOf = (blocks: readonly DayBlock[], index: number | null): number | null => {
  if (index === null || index < 0 || index >= total(blocks)) return null;
  const block = blocks[blockAt(blocks, index, 'first')];
  return block ? block.line + 1 + index - block.first : null;
};

/** The call that a key leads to from another: ↑ and ↓, Home and End to the ends; null: no such key. */
export const walkTo = (blocks: readonly DayBlock[], from: number | null, key: string): number | null => {
  const end = total(blocks) - 1;
  if (end < 0) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return end;
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return null;
  if (from === null) return 0;
  return Math.min(end, Math.max(0, from + (key === 'ArrowDown' ? 1 : -1)));
};
