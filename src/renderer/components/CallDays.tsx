import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { dayLabel } from '../lib/days';
import { heightOf, layDays, lineOf, shownDays, walkTo } from '../lib/day-blocks';

/** Lines beyond the window's edges that are drawn all the same, so that a quick scroll shows no holes. */
const OVERSCAN = 12;

/** What a row of the list is told about itself. */
export interface RowPlace {
  /** Its line in the whole list; at which place of how many calls of its day. */
  place: { line: number; at: number; of: number };
  tabStop: boolean;
  onFocus: () => void;
}

/**
 * The calls under their days. Only what is in sight is in the page, and the row that Tab reaches, which is the focused,
 * else the selected, else the first one. Calls are known by their place in the list: most of them were never read.
 */
export const CallDays = ({
  days,
  selected,
  keyOf,
  placeOf,
  words,
  locale,
  scroller,
  onSight,
  children,
}: {
  /** Newest first. */
  days: readonly { key: string; count: number }[];
  /** The place of the selected call; null: none, or it is not among the rows that are here. */
  selected: number | null;
  /** What stands at a place, where it is here; and where that is, after the list has changed. */
  keyOf: (index: number) => string | null;
  placeOf: (key: string) => number | null;
  words: { today: string; yesterday: string };
  locale: string;
  /** What scrolls; its content begins with these days. */
  scroller: React.RefObject<HTMLElement | null>;
  /** These places, the last included, are in sight or near; the focus may be elsewhere. */
  onSight?: (from: number, to: number, focused: number | null) => void;
  children: (index: number, place: RowPlace) => ReactNode;
}) => {
  const now = new Date();
  const blocks = useMemo(() => layDays(days), [days]);
  const [held, setHeld] = useState<{ index: number; key: string | null } | null>(null);
  const focused = held && ((held.key === null ? null : placeOf(held.key)) ?? held.index);
  const hold = (index: number): void => setHeld({ index, key: keyOf(index) });
  const tabLine = useMemo(
    () => lineOf(blocks, focused) ?? lineOf(blocks, selected) ?? 1,
    [blocks, focused, selected],
  );
  /** The call whose row a key has led to; it gets the focus as soon as it is drawn. */
  const wanted = useRef<number | null>(null);
  const list = useRef<HTMLDivElement>(null);

  const linesOf = useCallback(
    (range: Range): number[] =>
      [...new Set([...defaultRangeExtractor(range), Math.min(tabLine, range.count - 1)])].sort(
        (a, b) => a - b,
      ),
    [tabLine],
  );
  const estimateSize = useCallback((line: number) => heightOf(blocks, line), [blocks]);
  const last = blocks.at(-1);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are used right here, never passed on
  const virtual = useVirtualizer({
    count: last ? last.line + last.count + 1 : 0,
    getScrollElement: () => scroller.current,
    estimateSize,
    overscan: OVERSCAN,
    rangeExtractor: linesOf,
  });
  // Another search or a new call lays the lines anew; their heights are known and not measured.
  useLayoutEffect(() => virtual.measure(), [virtual, blocks]);
  // After each drawing: where the row must be read first, its place has the focus until it is here.
  useLayoutEffect(() => {
    if (wanted.current === null || wanted.current !== focused) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-line="${tabLine}"]`);
    row?.focus();
    if (row && row.dataset.waiting === undefined) wanted.current = null;
  });

  const lines = virtual.getVirtualItems().map(({ index }) => index);
  const shown = shownDays(blocks, lines);
  const places = shownDays(
    blocks,
    lines.filter((line) => line !== tabLine),
  ).flatMap(({ rows }) => rows.map(({ index }) => index));
  const [from, to] = [places[0] ?? 0, places.at(-1) ?? 0];
  useEffect(() => onSight?.(from, to, focused), [onSight, from, to, focused]);

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const next = walkTo(blocks, focused, event.key);
    if (next === null) return;
    event.preventDefault();
    wanted.current = next;
    hold(next);
  };
  return (
    <div
      ref={list}
      className="call-days"
      style={{ height: virtual.getTotalSize() }}
      onKeyDown={onKeyDown}
      onBlur={({ currentTarget, relatedTarget }) => {
        const isInside = relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
        if (!isInside && wanted.current === null) setHeld(null);
      }}
    >
      {shown.map(({ block, rows }) => (
        <section
          key={block.key}
          aria-labelledby={`day-${block.key}`}
          style={{ top: block.top, height: block.height }}
        >
          <h2 className="day" id={`day-${block.key}`}>
            {dayLabel(block.key, now, words, locale)}
          </h2>
          <ul>
            {rows.map(({ line, at, index }) =>
              children(index, {
                place: { line, at, of: block.count },
                tabStop: line === tabLine,
                onFocus: () => hold(index),
              }),
            )}
          </ul>
        </section>
      ))}
    </div>
  );
};
