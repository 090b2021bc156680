import type { Call } from '../../shared/call/call';
import type { Day } from './days';

/** Heights that components/history.css gives a row and a day's heading. CSS px. */
export const ROW_PX = 44;
export const HEADING_PX = 32;

/**
 * One day of the history and where it lies. The list counts in lines, a heading being one as each row is, so that
 * 100,000 calls are drawn by arithmetic and only those in sight are in the page.
 */
export interface DayBlock extends Day {
  /** The line of its heading; its rows follow. */
  line: number;
  /** Distance from the list's top, and the height with the heading. CSS px. */
  top: number;
  height: number;
}

export const layDays = (days: readonly Day[]): DayBlock[] => {
  let line = 0;
  let top = 0;
  return days.map((day) => {
    const block = { ...day, line, top, height: HEADING_PX + day.calls.length * ROW_PX };
    line += day.calls.length + 1;
    top += block.height;
    return block;
  });
};

/** The index of the block that a line lies in. */
const blockOf = (blocks: readonly DayBlock[], line: number): number => {
  let [from, to] = [0, blocks.length - 1];
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    if ((blocks[middle]?.line ?? 0) <= line) from = middle;
    else to = middle - 1;
  }
  return from;
};

export const heightOf = (blocks: readonly DayBlock[], line: number): number =>
  blocks[blockOf(blocks, line)]?.line === line ? HEADING_PX : ROW_PX;

export interface ShownDay {
  block: DayBlock;
  rows: { call: Call; line: number; at: number }[];
}

/** The days and rows of these lines, which rise. */
export const shownDays = (blocks: readonly DayBlock[], lines: readonly number[]): ShownDay[] => {
  const shown: ShownDay[] = [];
  for (const line of lines) {
    const block = blocks[blockOf(blocks, line)];
    if (!block) continue;
    if (shown.at(-1)?.block !== block) shown.push({ block, rows: [] });
    const at = line - block.line - 1;
    const call = block.calls[at];
    if (call) shown.at(-1)?.rows.push({ call, line, at });
  }
  return shown;
};

/** The line of a call, null where it is not in the list. */
export const lineOf = (blocks: readonly DayBlock[], callId: string | null): number | null => {
  if (callId === null) return null;
  for (const block of blocks) {
    const at = block.calls.findIndex(({ id }) => id === callId);
    if (at >= 0) return block.line + 1 + at;
  }
  return null;
};

/** The call that a key leads to from a line: ↑ and ↓ over the headings, Home and End to the ends; null: no such key. */
export const walkTo = (blocks: readonly DayBlock[], from: number | null, key: string): Call | null => {
  const last = blocks.at(-1);
  if (!last) return null;
  const first = blocks[0]?.calls[0] ?? null;
  const end = last.calls.at(-1) ?? null;
  if (key === 'Home') return first;
  if (key === 'End') return end;
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return null;
  if (from === null) return first;
  const index = blockOf(blocks, from);
  const at = from - (blocks[index]?.line ?? 0) - 1 + (key === 'ArrowDown' ? 1 : -1);
  if (at < 0) return blocks[index - 1]?.calls.at(-1) ?? first;
  return blocks[index]?.calls[at] ?? blocks[index + 1]?.calls[0] ?? end;
};
