import { ArrowRight, Bell, Phone, PhoneIncoming, PhoneOff, PhoneOutgoing } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/call/call';
import { timelineOf } from '../../lib/timeline';

const icons = { ring: Bell, talk: Phone, transfer: ArrowRight, end: PhoneOff, missed: PhoneOff };

export const Timeline = ({ call, mine }: { call: Call; mine: readonly string[] }) => {
  const { t, i18n } = useTranslation();
  const clock = new Intl.DateTimeFormat(i18n.language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const start = call.direction === 'outbound' ? PhoneOutgoing : PhoneIncoming;
  return (
    <section className="timeline">
      <h3>{t('detail.timeline')}</h3>
      <ol>
        {timelineOf(call, mine, t).map((step, index) => {
          const Icon = step.kind === 'start' ? start : icons[step.kind];
          return (
            <li key={index} data-kind={step.kind}>
              <Icon className="icon" aria-hidden />
              <span>{step.text}</span>
              <time className="tabular" dateTime={step.at}>
                {clock.format(new Date(step.at))}
              </time>
            </li>
          );
        })}
      </ol>
    </section>
  );
};
