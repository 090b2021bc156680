import { ChevronLeft, Copy, ExternalLink, Phone } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/call/call';
import { contactRefSchema, type CrmContext } from '../../../shared/protocol/crm-context';
import type { CompanionState } from '../../../shared/ipc/state';
import { Button } from '../../components/Button';
import { CrmContextRows } from '../../components/CrmContextRows';
import { ErrorSentence } from '../../components/TextField';
import { shortMoment } from '../../lib/days';
import { clockDuration } from '../../lib/durations';
import { fieldName } from '../../lib/pop-view';
import type { Someone } from '../../lib/someone';
import { whatHappened } from '../../lib/what-happened';
import { useBridge } from '../../stores/bridge-context';
import { useDial } from '../../stores/use-dial';
import { DialSaid } from '../DialSaid';

/** The last of them; all are in the history. */
const CALLS_SHOWN = 8;

const useCallsWith = ({ numbers }: Someone, { history }: CompanionState): readonly Call[] | undefined => {
  const bridge = useBridge();
  const [calls, setCalls] = useState<readonly Call[]>();
  const number = numbers[0]?.number ?? null;
  const { revision } = history;
  useEffect(() => {
    let wanted = true;
    const query = { text: number ?? '', filter: 'all', queue: null, from: 0, count: CALLS_SHOWN } as const;
    if (number !== null)
      void bridge.invoke('history:rows', query).then((reply) => {
        if (wanted) setCalls(reply.ok ? reply.value.calls : []);
      });
    return () => {
      wanted = false;
    };
  }, [bridge, number, revision]);
  return number === null ? [] : calls;
};

type Known =
  { state: 'asking' } | { state: 'failed'; problem: string } | { state: 'told'; context: CrmContext | null };

const useKnown = ({ numbers, contact, callId }: Someone, isOff: boolean): Known => {
  const bridge = useBridge();
  const [known, setKnown] = useState<Known>({ state: 'asking' });
  const number = numbers[0]?.number ?? null;
  const key = JSON.stringify(contact && contactRefSchema.safeParse(contact).data);
  useEffect(() => {
    if (isOff) return;
    let wanted = true;
    const ref = contactRefSchema.safeParse(JSON.parse(key));
    const query = { callId, number, contact: ref.success ? ref.data : null };
    void bridge.invoke('people:card', query).then((reply) => {
      if (!wanted) return;
      setKnown(
        reply.ok
          ? { state: 'told', context: reply.value.context }
          : { state: 'failed', problem: reply.error.message },
      );
    });
    return () => {
      wanted = false;
    };
  }, [bridge, callId, number, key, isOff]);
  return known;
};

const CallsWith = ({
  calls,
  state,
  onCall,
}: {
  calls: readonly Call[] | undefined;
  state: CompanionState;
  onCall: (callId: string) => void;
}) => {
  const { t, i18n } = useTranslation();
  const mine = state.agent?.extensions ?? [];
  return (
    <section className="caller-in-crm" aria-busy={calls === undefined} data-testid="calls-with">
      <h3>{t('people.callsWith')}</h3>
      {calls?.length === 0 && <p className="quiet">{t('people.noCalls')}</p>}
      <ul>
        {calls?.map((call) => {
          const what = whatHappened(call, mine, t);
          return (
            <li key={call.id}>
              <button type="button" className="crm-row" onClick={() => onCall(call.id)}>
                <span className={what.tone === 'missed' ? 'clip tone-missed' : 'clip'}>{what.text}</span>
                <span className="beside tabular">
                  {[
                    shortMoment(call.startedAt, new Date(), i18n.language),
                    call.talkSeconds > 0 ? clockDuration(call.talkSeconds) : '',
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
};

/** One person: how to reach him, what we spoke, and what the CRM has. */
export const ContactCard = ({
  someone,
  state,
  onBack,
  onCall,
}: {
  someone: Someone;
  state: CompanionState;
  onBack: () => void;
  onCall: (callId: string) => void;
}) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const { dialled, busy, dial, forget } = useDial();
  const calls = useCallsWith(someone, state);
  const isOff = state.links.crm.state === 'off';
  const known = useKnown(someone, isOff);
  const context = known.state === 'told' ? known.context : null;
  const contact = context?.contact ?? someone.contact;
  const name = contact?.name ?? someone.name;
  const sub = [contact?.account ?? someone.account, context?.title].filter(Boolean).join(' · ');
  return (
    <article className="call-page" data-testid="contact-card" aria-label={t('people.card')}>
      <Button look="plain" className="back" onClick={onBack} data-testid="card-back">
        <ChevronLeft className="icon" aria-hidden /> {t('detail.back')}
      </Button>
      <header className="call-head">
        <h2 className="call-name selectable">
          <bdi>{name}</bdi>
        </h2>
        {sub !== '' && <p className="call-sub">{sub}</p>}
        <ul className="card-numbers">
          {someone.numbers.map(({ number, shown, field }) => (
            <li key={`${field ?? ''} ${number}`}>
              <span className="tabular selectable">{shown}</span>
              {field !== null && field !== '' && <span className="quiet">{fieldName(field, t)}</span>}
              <span className="card-number-acts">
                <Button
                  disabled={busy}
                  aria-label={t('people.callNumber', { number: shown })}
                  data-testid="card-dial"
                  onClick={() => void dial(number)}
                >
                  <Phone className="icon" aria-hidden /> {t('dial.call')}
                </Button>
                <Button
                  look={['plain', 'square']}
                  title={t('pop.copy')}
                  aria-label={t('people.copyNumber', { number: shown })}
                  onClick={() => void bridge.invoke('clipboard:copy', { text: number })}
                >
                  <Copy className="icon" aria-hidden />
                </Button>
              </span>
            </li>
          ))}
          {someone.numbers.length === 0 && <li className="quiet">{t('people.noNumber')}</li>}
        </ul>
        <DialSaid dialled={dialled} onDone={forget} />
        {contact && (
          <div className="call-actions">
            <Button
              look="primary"
              data-testid="card-open-crm"
              onClick={() => void bridge.invoke('crm:open-link', { url: contact.url })}
            >
              <ExternalLink className="icon" aria-hidden /> {t('pop.openCrm')}
            </Button>
          </div>
        )}
      </header>
      <CallsWith calls={calls} state={state} onCall={onCall} />
      {!isOff && (
        <section className="caller-in-crm" data-testid="card-crm" aria-busy={known.state === 'asking'}>
          <h3>{t('detail.context')}</h3>
          {known.state === 'asking' && <p className="quiet">{t('who.loading')}</p>}
          {known.state === 'failed' && <ErrorSentence>{known.problem}</ErrorSentence>}
          {known.state === 'told' && context === null && <p className="quiet">{t('pop.notInCrm')}</p>}
          {context && <CrmContextRows context={context} />}
        </section>
      )}
    </article>
  );
};
