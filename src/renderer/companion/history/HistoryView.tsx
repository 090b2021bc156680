import { Search } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { CompanionState } from '../../../shared/ipc/state';
import { Segmented } from '../../components/Choices';
import { useShortcut } from '../../lib/use-shortcut';
import { useBridge } from '../../stores/bridge-context';
import { createHistoryStore } from '../../stores/history-store';
import { fits, historyFilters, mergeHistory, type HistoryFilter } from '../../stores/merge-history';
import { CallPage } from './CallPage';
import { HistoryList } from './HistoryList';

/** Typing goes on; the relay is asked when it pauses. */
const TYPING_PAUSE_MS = 250;
const nobody: readonly string[] = [];

export const HistoryView = ({
  state,
  selected,
  onSelect,
}: {
  state: CompanionState;
  selected: string | null;
  onSelect: (callId: string | null) => void;
}) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const extensions = state.agent?.extensions ?? nobody;
  // A push brings a new array with the same extensions; only a real change asks the relay again.
  const key = extensions.join(' ');
  const mine = useMemo(() => (key === '' ? nobody : key.split(' ')), [key]);
  const [store] = useState(() => createHistoryStore(bridge));
  const history = useStore(store);
  const [filter, setFilter] = useState<HistoryFilter>('all');
  const [number, setNumber] = useState('');
  const search = useRef<HTMLInputElement>(null);
  useShortcut('/', () => search.current?.focus());

  const relay = state.links.relay.state;
  useEffect(() => {
    const { query, status } = store.getState();
    const same = query.filter === filter && query.number === number && query.mine === mine;
    // Nobody answers now: the banner says so, and what is loaded stays.
    if (relay === 'down' && status === 'ready' && same) return;
    const timer = setTimeout(
      () => void store.load({ filter, number, mine }),
      number === store.getState().query.number ? 0 : TYPING_PAUSE_MS,
    );
    return () => clearTimeout(timer);
    // A link that comes back may have calls we have not seen.
  }, [store, filter, number, mine, relay]);

  const rows = useMemo(
    () =>
      mergeHistory(
        history.loaded,
        state.calls,
        history.status !== 'loading' && history.nextCursor === null,
      ).filter((call) => fits(call, filter, number, mine)),
    [history, state.calls, filter, number, mine],
  );
  const call =
    selected === null
      ? null
      : (state.calls.find(({ id }) => id === selected) ?? rows.find(({ id }) => id === selected) ?? null);

  return (
    <div className="history" data-detail={selected !== null}>
      <section className="history-pane" aria-label={t('history.title')}>
        <div className="history-tools">
          <div className="input">
            <Search className="icon" aria-hidden />
            <input
              ref={search}
              type="search"
              className="tabular"
              value={number}
              maxLength={40}
              placeholder={t('history.search')}
              aria-label={t('history.search')}
              aria-keyshortcuts="/"
              data-testid="history-search"
              onChange={(event) => setNumber(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Escape') setNumber('');
              }}
            />
          </div>
          <Segmented
            legend={t('history.filter')}
            value={filter}
            onPick={setFilter}
            options={historyFilters.map((value) => ({ value, label: t(`history.${value}`) }))}
          />
        </div>
        <HistoryList
          history={history}
          rows={rows}
          state={state}
          selected={selected}
          searching={filter !== 'all' || number !== ''}
          onSelect={onSelect}
          onMore={() => void store.more()}
          onRetry={() => void store.load({ filter, number, mine })}
        />
      </section>
      <CallPage key={selected} call={call} selected={selected} state={state} onBack={() => onSelect(null)} />
    </div>
  );
};
