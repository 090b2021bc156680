import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/call/call';
import { Counter } from '../../components/Counter';
import { clockDuration } from '../../lib/durations';
import { showNumber } from '../../lib/show-number';

/** Start, length and ways, only those that this call has. */
export const CallFacts = ({ call }: { call: Call }) => {
  const { t, i18n } = useTranslation();
  const started = new Intl.DateTimeFormat(i18n.language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(new Date(call.startedAt));
  const talked =
    call.state === 'ended' ? (
      call.talkSeconds > 0 && clockDuration(call.talkSeconds)
    ) : (
      <Counter since={call.answeredAt ?? call.startedAt} />
    );
  const facts = [
    { name: t('detail.started'), value: started },
    { name: t('detail.talked'), value: talked },
    { name: t('detail.queue'), value: call.queue },
    { name: t('detail.dialled'), value: call.dialled !== null && showNumber(call.dialled) },
    { name: t('detail.cause'), value: call.outcome === 'failed' && call.cause?.text },
  ].filter(({ value }) => Boolean(value));
  return (
    <dl className="call-facts">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="tabular selectable">{value}</dd>
        </div>
      ))}
    </dl>
  );
};
