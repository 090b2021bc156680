import { ChevronLeft, ExternalLink, MousePointerClick, Phone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/call/call';
import type { CompanionState } from '../../../shared/ipc/state';
import { Button } from '../../components/Button';
import { ErrorSentence } from '../../components/TextField';
import { contactOf, nameOf, numberOf } from '../../lib/pop-view';
import { whatHappened } from '../../lib/what-happened';
import { useBridge } from '../../stores/bridge-context';
import { AiConversation } from './AiConversation';
import { CallFacts } from './CallFacts';
import { CallNotes } from './CallNotes';
import { CallerInCrm } from './CallerInCrm';
import { CrmRecordLine } from './CrmRecordLine';
import { Recordings } from './Recordings';
import { Timeline } from './Timeline';

const Head = ({ call, state }: { call: Call; state: CompanionState }) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [problem, setProblem] = useState<string | null>(null);
  const crm = state.crm[call.id];
  const contact = contactOf(call, crm);
  const name = nameOf(call, crm, t);
  const number = numberOf(call, t);
  const mine = state.agent?.extensions ?? [];
  const what = whatHappened(call, mine, t);
  const dial = async (to: string): Promise<void> => {
    setProblem(null);
    const reply = await bridge.invoke('call:dial', { number: to });
    if (!reply.ok) setProblem(reply.error.message);
  };
  const open = async (): Promise<void> => {
    setProblem(null);
    const reply = await bridge.invoke('call:open-in-crm', { callId: call.id, what: 'contact' });
    if (!reply.ok) setProblem(reply.error.message);
  };
  const dialable = call.remote.anonymous ? null : call.remote.number;
  return (
    <header className="call-head">
      <h2 className="call-name selectable">
        <bdi>{name}</bdi>
      </h2>
      <p className="call-sub">
        {[contact?.account, crm?.context?.title].filter(Boolean).join(' · ')}
        {contact?.account && name !== number && ' · '}
        {name !== number && <span className="tabular selectable">{number}</span>}
      </p>
      <p
        className={
          what.tone === 'missed' ? 'tone-missed' : what.tone === 'live' ? 'tone-talking' : 'tone-quiet'
        }
      >
        {what.text}
      </p>
      <div className="call-actions">
        {contact && (
          <Button look="primary" data-testid="detail-open-crm" onClick={() => void open()}>
            <ExternalLink className="icon" aria-hidden /> {t('pop.openCrm')}
          </Button>
        )}
        {dialable !== null && (
          <Button data-testid="detail-call-back" onClick={() => void dial(dialable)}>
            <Phone className="icon" aria-hidden />
            {call.direction === 'inbound' ? t('detail.callBack') : t('detail.callAgain')}
          </Button>
        )}
      </div>
      {problem && <ErrorSentence>{problem}</ErrorSentence>}
    </header>
  );
};

/** Everything about one call. Without a call it says what to do. */
export const CallPage = ({
  call,
  selected,
  state,
  onBack,
}: {
  call: Call | null;
  selected: string | null;
  state: CompanionState;
  onBack: () => void;
}) => {
  const { t } = useTranslation();
  const back = (
    <Button look="plain" className="back" onClick={onBack} data-testid="detail-back">
      <ChevronLeft className="icon" aria-hidden /> {t('detail.back')}
    </Button>
  );
  if (call === null)
    return (
      <section className="call-page nothing" aria-label={t('detail.label')}>
        {selected !== null && back}
        <div className="said">
          <MousePointerClick className="icon" aria-hidden />
          <p>{selected === null ? t('history.pick') : t('detail.gone')}</p>
        </div>
      </section>
    );
  return (
    <article className="call-page" data-testid="call-page" aria-label={t('detail.label')}>
      {back}
      <Head call={call} state={state} />
      <CallFacts call={call} />
      <CallNotes key={call.id} call={call} state={state} />
      <CallerInCrm key={call.id} call={call} state={state} />
      <Timeline call={call} mine={state.agent?.extensions ?? []} />
      {call.recording.length > 0 && <Recordings key={call.id} call={call} />}
      <CrmRecordLine call={call} />
      {call.ai && <AiConversation key={call.id} call={call} ai={call.ai} />}
    </article>
  );
};
