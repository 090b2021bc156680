import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { historyFilters, type HistoryFilter } from '../../../shared/ipc/history';
import type { CompanionState } from '../../../shared/ipc/state';
import { Segmented, Select } from '../../components/Choices';
import { SearchField } from '../../components/SearchField';
import { useBridge } from '../../stores/bridge-context';
import { callAt, createHistoryStore, placeOf } from '../../stores/history-store';
import { useCall } from '../../stores/use-call';
import { useDial } from '../../stores/use-dial';
import { useMissed } from '../../stores/use-missed';
import { DialSaid } from '../DialSaid';
import { CallPage } from './CallPage';
import { HistoryList } from './HistoryList';

/** Calls may come in by hundreds while the copy fills; the list is drawn anew at most this often. */
const REFRESH_MS = 250;

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
  const [store] = useState(() => createHistoryStore(bridge));
  const history = useStore(store);
  const fresh = useMissed(state);
  const { dialled, dial, forget } = useDial();
  const [filter, setFilter] = useState<HistoryFilter>('all');
  const [queue, setQueue] = useState<string | null>(null);
  const [text, setText] = useState('');

  const query = useRef({ text, filter, queue });
  const { revision } = state.history;
  const mine = state.agent?.extensions.join(' ');
  useEffect(() => {
    query.current = { text, filter, queue };
    void store.load(query.current);
  }, [store, text, filter, queue]);
  useEffect(() => {
    if ((store.getState().found?.revision ?? -1) === revision) return;
    const timer = setTimeout(() => void store.load(query.current), store.getState().found ? REFRESH_MS : 0);
    return () => clearTimeout(timer);
  }, [store, revision, mine]);

  const read = useCall(selected, state);
  // The row that was clicked is here already.
  const place = selected === null ? null : placeOf(history, selected);
  const call = read === undefined ? (place === null ? null : callAt(history, place)) : read;
  const { look } = store;
  const queues = history.found?.queues ?? [];

  return (
    <div className="history" data-detail={selected !== null}>
      <section className="history-pane" aria-label={t('history.title')}>
        <div className="history-tools">
          <SearchField label={t('window.search')} value={text} onText={setText} testId="history-search" />
          <Segmented
            legend={t('history.filter')}
            value={filter}
            onPick={setFilter}
            options={historyFilters.map((value) => ({
              value,
              label: value === 'ai' ? t('window.ai') : t(`history.${value}`),
            }))}
          />
          {queues.length > 0 && (
            <Select
              label={t('window.queue')}
              value={queue ?? ''}
              onPick={(name) => setQueue(name === '' ? null : name)}
              options={[
                { value: '', label: t('window.allQueues') },
                ...queues.map((name) => ({ value: name, label: name })),
              ]}
            />
          )}
          <DialSaid dialled={dialled} onDone={forget} />
        </div>
        <p className="visually-hidden" role="status">
          {(text !== '' || filter !== 'all' || queue !== null) &&
            history.status === 'ready' &&
            t('window.found', { count: history.found?.total ?? 0 })}
        </p>
        <HistoryList
          history={history}
          state={state}
          selected={selected}
          fresh={fresh}
          onSelect={onSelect}
          onDial={(number) => void dial(number)}
          onMore={() => void bridge.invoke('history:more', undefined)}
          onRetry={() => {
            void bridge.invoke('link:retry', { link: 'relay' });
            void store.load(query.current);
          }}
          onSight={look}
        />
      </section>
      <CallPage key={selected} call={call} selected={selected} state={state} onBack={() => onSelect(null)} />
    </div>
  );
};
