import { PhoneCall, SearchX } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../renderer/components/Button';
import { CallDays } from '../../renderer/components/CallDays';
import { Said } from '../../renderer/components/Said';
import { countDays } from '../../shared/companion/history/find';
import { Page } from '../components/Page';
import { Failed, Waiting } from '../components/Shown';
import { useTexts } from '../i18n';
import { goTo } from '../lib/use-place';
import { createNameOf } from '../lib/who';
import { useHouse, usePolled } from '../state/house';
import { createPaged } from '../state/paged';
import { CallRow } from './CallRow';
import { FilterBar } from './FilterBar';
import { isFiltered, noFilters, toQuery, type Filters } from './filters';
import { Story } from './Story';
import '../../renderer/components/history.css';
import './history.css';

/** Typing goes on; the relay is asked when it pauses. */
const TYPING_PAUSE_MS = 250;
/** As near to the end as this, in px, the next page is fetched. */
const NEAR_END_PX = 600;
const PAGE_ROWS = 100;

const CallList = ({ selected }: { selected: string | null }) => {
  const { t, locale } = useTexts();
  const { api, agents } = useHouse();
  const { value: known } = usePolled(agents);
  const nameOf = useMemo(() => createNameOf(known?.agents ?? []), [known]);
  const [store] = useState(() =>
    createPaged(noFilters, async (filters: Filters, cursor) => {
      const answer = await api.calls({
        ...toQuery(filters),
        limit: PAGE_ROWS,
        ...(cursor !== null && { cursor }),
      });
      return answer.ok
        ? { ok: true, value: { rows: answer.value.calls, nextCursor: answer.value.nextCursor } }
        : answer;
    }),
  );
  const { status, rows, nextCursor, problem } = useStore(store);
  const [filters, setFilters] = useState(noFilters);
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const typed = store.getState().query !== filters;
    const timer = setTimeout(() => void store.load(filters), typed ? TYPING_PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [store, filters]);

  const days = useMemo(() => countDays(rows.map(({ startedAt }) => ({ at: Date.parse(startedAt) }))), [rows]);
  const keyOf = useCallback((index: number) => rows[index]?.id ?? null, [rows]);
  const placeOf = useCallback(
    (callId: string) => {
      const at = rows.findIndex(({ id }) => id === callId);
      return at < 0 ? null : at;
    },
    [rows],
  );

  return (
    <section className="history-pane" aria-label={t('nav.history')}>
      <FilterBar filters={filters} onChange={setFilters} />
      <div
        ref={scroller}
        className="history-list"
        role="region"
        aria-label={t('history.list')}
        data-testid="history-list"
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          if (status === 'ready' && scrollHeight - scrollTop - clientHeight < NEAR_END_PX) void store.more();
        }}
      >
        {rows.length > 0 && (
          <CallDays
            days={days}
            selected={selected === null ? null : placeOf(selected)}
            keyOf={keyOf}
            placeOf={placeOf}
            words={{ today: t('history.today'), yesterday: t('history.yesterday') }}
            locale={locale}
            scroller={scroller}
          >
            {(index, row) => {
              const call = rows[index];
              return (
                call && (
                  <CallRow
                    key={call.id}
                    call={call}
                    nameOf={nameOf}
                    selected={call.id === selected}
                    {...row}
                    onSelect={(callId) => goTo('history', callId)}
                  />
                )
              );
            }}
          </CallDays>
        )}
        {rows.length === 0 && status === 'loading' && <Waiting lines={8} />}
        {rows.length === 0 &&
          status === 'ready' &&
          (isFiltered(filters) ? (
            <Said Icon={SearchX} title={t('history.noMatchTitle')} text={t('history.noMatchText')} />
          ) : (
            <Said Icon={PhoneCall} title={t('history.emptyTitle')} text={t('history.emptyText')} />
          ))}
        {problem && (
          <Failed problem={problem} onRetry={() => void (rows.length > 0 ? store.more() : store.again())} />
        )}
        {nextCursor !== null && !problem && rows.length > 0 && (
          <div className="load-more">
            <Button look="plain" disabled={status === 'loading'} onClick={() => void store.more()}>
              {status === 'loading' ? t('list.loading') : t('list.more')}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
};

/** All calls, and how one of them went. */
export const HistoryPage = ({ callId }: { callId: string | null }) => {
  const { t } = useTexts();
  return (
    <Page title={t('nav.history')} fill>
      <div className="history" data-detail={callId !== null}>
        <CallList selected={callId} />
        {callId === null ? (
          <section className="call-page nothing">
            <Said Icon={PhoneCall} title={t('history.pickTitle')} text={t('history.pickText')} />
          </section>
        ) : (
          <Story key={callId} callId={callId} />
        )}
      </div>
    </Page>
  );
};
