import { PhoneCall, PhoneOff, SearchX } from 'lucide-react';
import { useCallback, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trouble } from '../../../shared/error-reasons';
import type { CompanionState } from '../../../shared/ipc/state';
import { Button } from '../../components/Button';
import { CallDays } from '../../components/CallDays';
import { Said } from '../../components/Said';
import { useTrouble } from '../../lib/use-trouble';
import { callAt, placeOf, type HistoryView } from '../../stores/history-store';
import { HistoryRow, WaitingRow } from './HistoryRow';

/** Rows of the right height while the first page is on its way. */
const Waiting = () => {
  const { t } = useTranslation();
  return (
    <div className="waiting" aria-busy role="status">
      <span className="visually-hidden">{t('history.loading')}</span>
      {[60, 50, 80, 50, 60, 80].map((width, index) => (
        <div className="history-row" key={index}>
          <span className="skeleton dot" />
          <span className="row-text">
            <span className={`skeleton w-${width}`} />
            <span className="skeleton w-30" />
          </span>
        </div>
      ))}
    </div>
  );
};

/** Whether there is more to come from the relay, under the last row. */
const Older = ({ state, onMore }: { state: CompanionState; onMore: () => void }) => {
  const { t } = useTranslation();
  const { status, problem } = state.history;
  if (problem !== null || state.links.relay.state === 'down')
    return status === 'whole' ? null : <p className="list-end">{t('window.olderLater')}</p>;
  if (status === 'filling') return <p className="list-end">{t('window.olderComing')}</p>;
  if (status !== 'partial') return null;
  return (
    <div className="load-more">
      <Button look="plain" onClick={onMore} data-testid="history-more">
        {t('history.more')}
      </Button>
    </div>
  );
};

export const HistoryList = ({
  history,
  state,
  selected,
  fresh,
  onSelect,
  onDial,
  onMore,
  onRetry,
  onSight,
}: {
  history: HistoryView;
  state: CompanionState;
  selected: string | null;
  /** Missed calls that were new when the list was opened, or came since. */
  fresh: ReadonlySet<string>;
  onSelect: (callId: string) => void;
  onDial: (number: string) => void;
  onMore: () => void;
  onRetry: () => void;
  onSight: (from: number, to: number, focused: number | null) => void;
}) => {
  const { t, i18n } = useTranslation();
  const trouble = useTrouble();
  const scroller = useRef<HTMLDivElement>(null);
  const { text, filter, queue } = history.query;
  const searching = filter !== 'all' || text.trim() !== '' || queue !== null;
  const total = history.found?.total ?? 0;
  const isBehind = state.history.status === 'loading' && total === 0;
  const problem = history.problem ?? (isBehind ? trouble(whyNone(state)) : null);
  const keyOf = useCallback((index: number) => callAt(history, index)?.id ?? null, [history]);
  const place = useCallback((key: string) => placeOf(history, key), [history]);

  const none = (): ReactNode => {
    if (problem !== null)
      return (
        <Said Icon={PhoneOff} title={t('history.failedTitle')} text={problem}>
          <Button onClick={onRetry}>{t('history.retry')}</Button>
        </Said>
      );
    if (isBehind || history.status === 'loading') return <Waiting />;
    return searching ? (
      <Said Icon={SearchX} title={t('history.noMatchTitle')} text={t('window.noMatchText')} />
    ) : (
      <Said Icon={PhoneCall} title={t('history.emptyTitle')} text={t('history.emptyText')} />
    );
  };
  return (
    <div
      ref={scroller}
      className="history-list"
      data-testid="history-list"
      role="region"
      aria-label={t('history.list')}
    >
      {total === 0 && none()}
      {history.found && total > 0 && (
        <CallDays
          days={history.found.days}
          selected={selected === null ? null : placeOf(history, selected)}
          keyOf={keyOf}
          placeOf={place}
          words={{ today: t('history.today'), yesterday: t('history.yesterday') }}
          locale={i18n.language}
          scroller={scroller}
          onSight={onSight}
        >
          {(index, row) => {
            const call = callAt(history, index);
            return call === null ? (
              <WaitingRow key={`at ${index}`} place={row.place} />
            ) : (
              <HistoryRow
                key={call.id}
                call={call}
                state={state}
                selected={call.id === selected}
                isNew={fresh.has(call.id)}
                onSelect={onSelect}
                onDial={onDial}
                {...row}
              />
            );
          }}
        </CallDays>
      )}
      {total > 0 && <Older state={state} onMore={onMore} />}
    </div>
  );
};

/** Why there is nothing to show, where the relay can not be asked. */
const whyNone = ({ history, links }: CompanionState): Trouble =>
  history.problem === null && links.relay.state === 'down' ? links.relay : history;
