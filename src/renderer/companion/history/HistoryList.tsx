import { PhoneCall, PhoneOff, SearchX } from 'lucide-react';
import type { ComponentType, KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/call/call';
import type { CompanionState } from '../../../shared/ipc/state';
import { Button } from '../../components/Button';
import { dayLabel, groupByDay } from '../../lib/days';
import type { History } from '../../stores/history-store';
import { HistoryRow } from './HistoryRow';

const Said = ({
  Icon,
  title,
  text,
  children,
}: {
  Icon: ComponentType<{ className: string }>;
  title: string;
  text: string | null;
  children?: ReactNode;
}) => (
  <div className="said fade-in" role="status">
    <Icon className="icon" />
    <strong>{title}</strong>
    {text && <p>{text}</p>}
    {children}
  </div>
);

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

/** ↑ and ↓ walk through the rows, whichever day they are in. */
const walk = (event: KeyboardEvent<HTMLElement>): void => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('button.history-row')];
  const at = rows.findIndex((row) => row === document.activeElement);
  event.preventDefault();
  rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
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
  const now = new Date();
  const words = { today: t('history.today'), yesterday: t('history.yesterday') };
  const first = rows[0]?.id;
  // Tab reaches the list once: at the selected row, else at the first.
  const tabStop = rows.some(({ id }) => id === selected) ? selected : first;
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
      className="history-list"
      data-testid="history-list"
      role="region"
      aria-label={t('history.list')}
      onKeyDown={walk}
    >
      {rows.length === 0 && none()}
      {groupByDay(rows).map((day) => (
        <section key={day.key} aria-labelledby={`day-${day.key}`}>
          <h2 className="day" id={`day-${day.key}`}>
            {dayLabel(day.key, now, words, i18n.language)}
          </h2>
          <ul>
            {day.calls.map((call) => (
              <HistoryRow
                key={call.id}
                call={call}
                state={state}
                selected={call.id === selected}
                tabStop={call.id === tabStop}
                onSelect={onSelect}
              />
            ))}
          </ul>
        </section>
      ))}
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
