import { ArrowLeftRight, Phone, PhoneIncoming, PhoneMissed, PhoneOutgoing, Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/call/call';
import type { CompanionState } from '../../../shared/ipc/state';
import type { RowPlace } from '../../components/CallDays';
import { timeOfDay } from '../../lib/days';
import { clockDuration } from '../../lib/durations';
import { nameOf } from '../../lib/pop-view';
import { whatHappened } from '../../lib/what-happened';
import { ROW_PX } from '../../lib/day-blocks';

const icons = { inbound: PhoneIncoming, outbound: PhoneOutgoing, internal: ArrowLeftRight };

/** Its place while the call itself is being read. */
export const WaitingRow = ({ place }: Pick<RowPlace, 'place'>) => (
  <li style={{ top: place.at * ROW_PX }} aria-busy>
    <div className="history-row" data-line={place.line} data-waiting tabIndex={-1}>
      <span className="skeleton dot" />
      <span className="row-text">
        <span className="skeleton w-50" />
      </span>
    </div>
  </li>
);

/** 44 px, two lines: who and what happened; when and how long. And the way back to him. */
export const HistoryRow = ({
  call,
  state,
  place,
  selected,
  isNew,
  tabStop,
  onSelect,
  onDial,
  onFocus,
}: {
  call: Call;
  state: CompanionState;
  selected: boolean;
  /** Missed, and not seen before. */
  isNew: boolean;
  onSelect: (callId: string) => void;
  onDial: (number: string) => void;
} & RowPlace) => {
  const { t, i18n } = useTranslation();
  const name = nameOf(call, state.crm[call.id], t);
  const what = whatHappened(call, state.agent?.extensions ?? [], t);
  const Icon = what.tone === 'missed' ? PhoneMissed : icons[call.direction];
  const number = call.remote.anonymous ? null : call.remote.number;
  const back = t(call.direction === 'inbound' ? 'window.callBackTo' : 'window.callAgainTo', { who: name });
  return (
    // Its neighbours may not be in the page, so a screen reader is told how many there are.
    <li
      className="call-item"
      aria-posinset={place.at + 1}
      aria-setsize={place.of}
      style={{ top: place.at * ROW_PX }}
    >
      <button
        type="button"
        className="history-row"
        data-testid="history-row"
        data-tone={what.tone}
        data-new={isNew}
        data-line={place.line}
        aria-current={selected ? 'true' : undefined}
        tabIndex={tabStop ? 0 : -1}
        onClick={() => onSelect(call.id)}
        onFocus={onFocus}
      >
        <Icon className="icon" aria-hidden />
        <span className="row-text">
          <strong className="clip" title={name}>
            <bdi>{name}</bdi>
          </strong>
          <span className="clip what">
            {isNew && <span className="visually-hidden">{t('window.new')}: </span>}
            {[what.text, call.queue].filter(Boolean).join(' · ')}
          </span>
        </span>
        {call.ai && (
          <span className="row-ai" title={t('detail.ai')}>
            <Sparkles className="icon" aria-hidden />
            <span className="visually-hidden">{t('detail.ai')}</span>
          </span>
        )}
        <span className="row-when tabular">
          <time dateTime={call.startedAt}>{timeOfDay(call.startedAt, i18n.language)}</time>
          <span>{call.talkSeconds > 0 && clockDuration(call.talkSeconds)}</span>
        </span>
      </button>
      {number !== null && (
        <button
          type="button"
          className="row-dial"
          data-testid="row-dial"
          title={back}
          aria-label={back}
          tabIndex={tabStop ? 0 : -1}
          onFocus={onFocus}
          onClick={() => onDial(number)}
        >
          <Phone className="icon" aria-hidden />
        </button>
      )}
    </li>
  );
};
