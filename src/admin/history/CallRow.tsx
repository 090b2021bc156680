import { ArrowLeftRight, CircleAlert, PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react';
import type { RowPlace } from '../../renderer/components/CallDays';
import { ROW_PX } from '../../renderer/lib/day-blocks';
import { timeOfDay } from '../../renderer/lib/days';
import { clockDuration } from '../../renderer/lib/durations';
import type { Call } from '../../shared/call/call';
import { useTexts } from '../i18n';
import { callerName, callerNumber, type NameOf } from '../lib/who';
import { isMissed, whatBecame } from './what';

const icons = { inbound: PhoneIncoming, outbound: PhoneOutgoing, internal: ArrowLeftRight };

/** 44 px, two lines: who and what became of it; when, how long, and whether the CRM lacks it. */
export const CallRow = ({
  call,
  nameOf,
  place,
  selected,
  tabStop,
  onSelect,
  onFocus,
}: {
  call: Call;
  nameOf: NameOf;
  selected: boolean;
  onSelect: (callId: string) => void;
} & RowPlace) => {
  const { t, locale } = useTexts();
  const name = callerName(call, t);
  const number = callerNumber(call, t);
  const missed = isMissed(call);
  const Icon = missed ? PhoneMissed : icons[call.direction];
  return (
    // Its neighbours may not be in the page, so a screen reader is told how many there are.
    <li aria-posinset={place.at + 1} aria-setsize={place.of} style={{ top: place.at * ROW_PX }}>
      <button
        type="button"
        className="history-row"
        data-testid="history-row"
        data-tone={missed ? 'missed' : 'plain'}
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
            {[whatBecame(call, nameOf, t), call.queue, name === number ? null : number]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </span>
        {call.crmRecord.status === 'failed' && (
          <span className="row-failed" title={t('history.notInCrm')}>
            <CircleAlert className="icon" aria-label={t('history.notInCrm')} />
          </span>
        )}
        <span className="row-when tabular">
          <time dateTime={call.startedAt}>{timeOfDay(call.startedAt, locale)}</time>
          <span>{call.talkSeconds > 0 && clockDuration(call.talkSeconds)}</span>
        </span>
      </button>
    </li>
  );
};
