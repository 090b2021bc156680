import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Call } from '../../shared/call/call';
import { dayLabel, groupByDay } from '../lib/days';
import { heightOf, layDays, lineOf, shownDays, walkTo } from '../lib/day-blocks';

/** Lines beyond the window's edges that are drawn all the same, so that a quick scroll shows no holes. */
const OVERSCAN = 12;

/** What a row of the list is told about itself. */
export interface RowPlace {
  /** Its line in the whole list; at which place of how many calls of its day. */
  place: { line: number; at: number; of: number };
  selected: boolean;
  tabStop: boolean;
  onFocus: () => void;
}

/**
 * The calls under their days. Only what is in sight is in the page, and the row that Tab reaches, which is the focused,
 * else the selected, else the first one.
 */
export const CallDays = ({
  rows,
  selected,
  words,
  locale,
  scroller,
  children,
}: {
  rows: readonly Call[];
  selected: string | null;
  words: { today: string; yesterday: string };
  locale: string;
  /** What scrolls; its content begins with these days. */
  scroller: React.RefObject<HTMLElement | null>;
  /** Draws a row; `key` is to be the call's id. */
  children: (call: Call, place: RowPlace) => ReactNode;
}) => {
  const now = new Date();
  const blocks = useMemo(() => layDays(groupByDay(rows)), [rows]);
  const [focused, setFocused] = useState<string | null>(null);
  const tabLine = useMemo(
    () => lineOf(blocks, focused) ?? lineOf(blocks, selected) ?? 1,
    [blocks, focused, selected],
  );
  /** The call whose row a key has led to; it gets the focus as soon as it is drawn. */
  const wanted = useRef<string | null>(null);
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
    count: last ? last.line + last.calls.length + 1 : 0,
    getScrollElement: () => scroller.current,
    estimateSize,
    overscan: OVERSCAN,
    rangeExtractor: linesOf,
  });
  // Another search or a new call lays the lines anew; their heights are known and not measured.
  useLayoutEffect(() => virtual.measure(), [virtual, blocks]);
  useLayoutEffect(() => {
    if (wanted.current === null || wanted.current !== focused) return;
    wanted.current = null;
    list.current?.querySelector<HTMLElement>(`[data-line="${tabLine}"]`)?.focus();
  }, [focused, tabLine]);

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const next = walkTo(blocks, lineOf(blocks, focused), event.key);
    if (!next) return;
    event.preventDefault();
    wanted.current = next.id;
    setFocused(next.id);
  };
  return (
    <div
      ref={list}
      className="call-days"
      style={{ height: virtual.getTotalSize() }}
      onKeyDown={onKeyDown}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setFocused(null);
      }}
    >
      {shownDays(
        blocks,
        virtual.getVirtualItems().map(({ index }) => index),
      ).map(({ block, rows: inSight }) => (
        <section
          key={block.key}
          aria-labelledby={`day-${block.key}`}
          style={{ top: block.top, height: block.height }}
        >
          <h2 className="day" id={`day-${block.key}`}>
            {dayLabel(block.key, now, words, locale)}
          </h2>
          <ul>
            {inSight.map(({ call, line, at }) =>
              children(call, {
                place: { line, at, of: block.calls.length },
                selected: call.id === selected,
                tabStop: line === tabLine,
                onFocus: () => setFocused(call.id),
              }),
            )}
          </ul>
        </section>
      ))}
    </div>
  );
};
