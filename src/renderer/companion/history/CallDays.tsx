import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/call/call';
import type { CompanionState } from '../../../shared/ipc/state';
import { dayLabel, groupByDay } from '../../lib/days';
import { heightOf, layDays, lineOf, shownDays, walkTo } from '../../lib/day-blocks';
import { HistoryRow } from './HistoryRow';

/** Lines beyond the window's edges that are drawn all the same, so that a quick scroll shows no holes. */
const OVERSCAN = 12;

/**
 * The calls under their days. Only what is in sight is in the page, and the row that Tab reaches, which is the focused,
 * else the selected, else the first one.
 */
export const CallDays = ({
  rows,
  state,
  selected,
  scroller,
  onSelect,
}: {
  rows: readonly Call[];
  state: CompanionState;
  selected: string | null;
  /** What scrolls; its content begins with these days. */
  scroller: React.RefObject<HTMLElement | null>;
  onSelect: (callId: string) => void;
}) => {
  const { t, i18n } = useTranslation();
  const now = new Date();
  const words = { today: t('history.today'), yesterday: t('history.yesterday') };
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
            {dayLabel(block.key, now, words, i18n.language)}
          </h2>
          <ul>
            {inSight.map(({ call, line, at }) => (
              <HistoryRow
                key={call.id}
                call={call}
                state={state}
                place={{ line, at, of: block.calls.length }}
                selected={call.id === selected}
                tabStop={line === tabLine}
                onSelect={onSelect}
                onFocus={() => setFocused(call.id)}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
};
