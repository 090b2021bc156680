import { PhoneCall, PhoneOff, SearchX } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/call/call';
import type { CompanionState } from '../../../shared/ipc/state';
import { Button } from '../../components/Button';
import { CallDays } from '../../components/CallDays';
import { Said } from '../../components/Said';
import type { History } from '../../stores/history-store';
import { HistoryRow } from './HistoryRow';

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

export const HistoryList = ({
  history,
  rows,
  state,
  selected,
  searching,
  onSelect,
  onMore,
  onRetry,
}: {
  history: History;
  rows: readonly Call[];
  state: CompanionState;
  selected: string | null;
  searching: boolean;
  onSelect: (callId: string) => void;
  onMore: () => void;
  onRetry: () => void;
}) => {
  const { t, i18n } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const failed = history.status === 'failed' && (
    <Said Icon={PhoneOff} title={t('history.failedTitle')} text={history.problem}>
      <Button onClick={onRetry}>{t('history.retry')}</Button>
    </Said>
  );
  const none = (): ReactNode => {
    if (history.status === 'loading') return <Waiting />;
    if (history.status === 'failed') return null;
    return searching ? (
      <Said Icon={SearchX} title={t('history.noMatchTitle')} text={t('history.noMatchText')} />
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
      {rows.length === 0 && none()}
      {rows.length > 0 && (
        <CallDays
          rows={rows}
          selected={selected}
          words={{ today: t('history.today'), yesterday: t('history.yesterday') }}
          locale={i18n.language}
          scroller={scroller}
        >
          {(call, row) => <HistoryRow key={call.id} call={call} state={state} {...row} onSelect={onSelect} />}
        </CallDays>
      )}
      {failed}
      {history.status !== 'failed' &&
        history.nextCursor !== null &&
        (rows.length > 0 || history.status === 'ready') && (
          <div className="load-more">
            <Button
              look="plain"
              onClick={onMore}
              disabled={history.status === 'loading'}
              data-testid="history-more"
            >
              {history.status === 'loading' ? t('history.loading') : t('history.more')}
            </Button>
          </div>
        )}
    </div>
  );
};
