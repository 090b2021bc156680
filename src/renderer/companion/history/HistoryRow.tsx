import { ArrowLeftRight, PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react';
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

/** 44 px, two lines: who and what happened; when and how long. */
export const HistoryRow = ({
  call,
  state,
  place,
  selected,
  tabStop,
  onSelect,
  onFocus,
}: {
  call: Call;
  state: CompanionState;
  onSelect: (callId: string) => void;
} & RowPlace) => {
  const { t, i18n } = useTranslation();
  const name = nameOf(call, state.crm[call.id], t);
  const what = whatHappened(call, state.agent?.extensions ?? [], t);
  const Icon = what.tone === 'missed' ? PhoneMissed : icons[call.direction];
  return (
    // Its neighbours may not be in the page, so a screen reader is told how many there are.
    <li aria-posinset={place.at + 1} aria-setsize={place.of} style={{ top: place.at * ROW_PX }}>
      <button
        type="button"
        className="history-row"
        data-testid="history-row"
        data-tone={what.tone}
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
          <span className="clip what">{[what.text, call.queue].filter(Boolean).join(' · ')}</span>
        </span>
        <span className="row-when tabular">
          <time dateTime={call.startedAt}>{timeOfDay(call.startedAt, i18n.language)}</time>
          <span>{call.talkSeconds > 0 && clockDuration(call.talkSeconds)}</span>
        </span>
      </button>
    </li>
  );
};
