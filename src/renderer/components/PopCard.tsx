import { Check, Copy, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../shared/call/call';
import type { CallCrm, Pop } from '../../shared/ipc/state';
import { clockDuration } from '../lib/durations';
import { contactOf, fieldName, nameOf, numberOf, popStatus, viaOf, type PopStatus } from '../lib/pop-view';
import { Button } from './Button';
import { Counter } from './Counter';
import { PopAssistant } from './PopAssistant';
import { PopFacts } from './PopFacts';

export interface PopActions {
  openInCrm: (callId: string) => void;
  openLink: (url: string) => void;
  copy: (text: string) => void;
  dismiss: (callId: string) => void;
}

export const StatusCounter = ({ status }: { status: PopStatus }) => {
  if (status.counts === null) return null;
  if ('since' in status.counts) return <Counter since={status.counts.since} className="counter" />;
  return <span className="counter tabular">{clockDuration(status.counts.seconds)}</span>;
};

/** The CRM is still asked, so the places of its answer are held by skeletons. */
const isAsking = (crm: CallCrm | undefined): boolean => crm?.status === 'loading' || crm?.status === 'slow';

const Name = ({ call, crm }: { call: Call; crm: CallCrm | undefined }) => {
  const { t } = useTranslation();
  const name = contactOf(call, crm)?.name ?? call.remote.name;
  if (name === null && isAsking(crm) && !call.remote.anonymous)
    return (
      <h2 className="pop-name" data-testid="pop-name" aria-busy>
        <span className="skeleton large w-60" />
      </h2>
    );
  return (
    <h2
      className={`pop-name clip ${name === null ? 'nobody' : ''}`}
      data-testid="pop-name"
      title={name ?? ''}
    >
      <bdi className="selectable fade-in" key={name}>
        {name ?? (call.direction === 'internal' ? numberOf(call, t) : t('pop.unknownName'))}
      </bdi>
    </h2>
  );
};

const Who = ({ call, crm }: { call: Call; crm: CallCrm | undefined }) => {
  const { t } = useTranslation();
  const contact = contactOf(call, crm);
  const parts = [contact?.account, crm?.context?.title].filter(Boolean);
  if (parts.length > 0)
    return (
      <p className="pop-who clip fade-in" title={parts.join(' · ')}>
        <bdi>{parts.join(' · ')}</bdi>
      </p>
    );
  if (crm?.status === 'slow') return <p className="pop-who clip">{crm.problem ?? t('pop.crmSlow')}</p>;
  if (isAsking(crm) && !call.remote.anonymous)
    return (
      <p className="pop-who">
        <span className="skeleton w-50" />
      </p>
    );
  const instead = (): string => {
    if (contact) return t(`module.${contact.module}` as 'module.Contacts', '');
    if (call.direction === 'internal') return t('pop.internal');
    if (call.remote.anonymous) return '';
    return crm?.status === 'unknown' ? t('pop.notInCrm') : t('pop.noName');
  };
  const sentence = instead();
  // Without a CRM to wait for, an empty line needs no place.
  if (sentence === '' && call.remote.anonymous) return null;
  return <p className="pop-who clip">{sentence}</p>;
};

const CopyButton = ({ text, copy }: { text: string; copy: (text: string) => void }) => {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const run = (): void => {
    copy(text);
    setCopied(true);
  };
  return (
    <Button onClick={run} data-testid="pop-copy">
      {copied ? <Check className="icon" aria-hidden /> : <Copy className="icon" aria-hidden />}
      {copied ? t('pop.copied') : t('pop.copy')}
    </Button>
  );
};

/** Who is calling, on one card. Says nothing by colour alone and moves nothing when data comes late. */
export const PopCard = ({
  call,
  crm,
  pop,
  actions,
}: {
  call: Call;
  crm: CallCrm | undefined;
  pop: Pop;
  actions: PopActions;
}) => {
  const { t } = useTranslation();
  const status = popStatus(call, pop, t);
  const contact = contactOf(call, crm);
  const via = viaOf(call, pop.extension, t);
  const leaving = pop.closing !== null;
  // A colleague or a withheld number is in no CRM, so nothing will come late and no place is kept.
  const hasFacts = !call.remote.anonymous && call.direction !== 'internal';
  const matched = contact && [
    ...(contact.others > 0 ? [t('pop.others', { count: contact.others })] : []),
    t('pop.matched', { field: fieldName(contact.matchedBy, t) }),
  ];
  return (
    <article
      className="pop-card"
      data-testid="pop-card"
      data-call={call.id}
      data-leaving={leaving}
      data-short={!hasFacts}
      aria-label={t('pop.label', { who: nameOf(call, crm, t) })}
    >
      <header className="pop-head">
        <span className="state-dot" data-tone={status.tone} aria-hidden />
        <span className="status">
          <strong className={`clip tone-${status.tone}`} data-testid="pop-state">
            {status.text}
          </strong>
          {via && !leaving && <span className="via clip">{via}</span>}
          <StatusCounter status={status} />
        </span>
        <Button
          look={['plain', 'square']}
          aria-label={t('pop.dismiss')}
          title={`${t('pop.dismiss')} (Esc)`}
          data-testid="pop-dismiss"
          onClick={() => actions.dismiss(call.id)}
        >
          <X className="icon" aria-hidden />
        </Button>
      </header>
      <div className="pop-body">
        <Name call={call} crm={crm} />
        <Who call={call} crm={crm} />
        <p className="pop-number-row">
          <span className="number tabular selectable clip" data-testid="pop-number">
            {numberOf(call, t)}
          </span>
          {matched && <span className="matched clip fade-in">{matched.join(' · ')}</span>}
        </p>
        {hasFacts && <PopFacts crm={crm} dialled={call.dialled} openLink={actions.openLink} />}
        {call.ai && <PopAssistant ai={call.ai} />}
      </div>
      <footer className="pop-actions">
        {(hasFacts || contact !== null) && (
          <Button
            look="primary"
            disabled={contact === null}
            data-testid="pop-open-crm"
            onClick={() => actions.openInCrm(call.id)}
          >
            {t('pop.openCrm')} <kbd aria-hidden>⏎</kbd>
          </Button>
        )}
        {call.remote.number !== null && !call.remote.anonymous && (
          <CopyButton text={call.remote.number} copy={actions.copy} />
        )}
      </footer>
    </article>
  );
};
