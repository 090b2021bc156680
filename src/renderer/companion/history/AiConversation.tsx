import { Sparkles } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/call/call';
import type { Conversation } from '../../../shared/protocol/conversation';
import { HandedOverFacts } from '../../components/HandedOverFacts';
import { ErrorSentence } from '../../components/TextField';
import { clockDuration, spokenDuration } from '../../lib/durations';
import { useBridge } from '../../stores/bridge-context';
import './ai-conversation.css';

type Loaded =
  | { state: 'loading' }
  | { state: 'failed'; problem: string }
  | { state: 'ready'; conversations: readonly Conversation[] };

/** The words are fetched when somebody looks, and again when more is told. */
const useTranscript = (call: Call): Loaded => {
  const bridge = useBridge();
  const [loaded, setLoaded] = useState<{ key: string; what: Loaded } | null>(null);
  const key = `${call.id} ${JSON.stringify(call.ai)}`;
  useEffect(() => {
    let wanted = true;
    void bridge.invoke('call:transcript', { callId: call.id }).then((reply) => {
      if (!wanted) return;
      const what: Loaded = reply.ok
        ? { state: 'ready', conversations: reply.value.conversations }
        : { state: 'failed', problem: reply.error.message };
      setLoaded({ key, what });
    });
    return () => {
      wanted = false;
    };
  }, [bridge, call.id, key]);
  return loaded?.key === key ? loaded.what : { state: 'loading' };
};

const Facts = ({ conversation }: { conversation: Conversation }) => {
  const { t } = useTranslation();
  const { evaluation, collected } = conversation;
  if (evaluation.length + collected.length === 0) return null;
  return (
    <dl className="ai-facts">
      {collected.map(({ name, value }) => (
        <div key={`found ${name}`}>
          <dt>{name}</dt>
          <dd className="selectable">{value}</dd>
        </div>
      ))}
      {evaluation.map(({ name, result, why }) => (
        <div key={`goal ${name}`}>
          <dt>{name}</dt>
          <dd title={why ?? undefined}>{t(`ai.${result}`)}</dd>
        </div>
      ))}
    </dl>
  );
};

const Lines = ({ conversation }: { conversation: Conversation }) => {
  const { t } = useTranslation();
  const { agentName, transcript } = conversation;
  return (
    <ol className="ai-lines" data-testid="ai-transcript">
      {transcript.map(({ speaker, text, atSeconds }, index) => (
        // Lines have no id and never move.
        <li key={index} data-speaker={speaker}>
          <span className="said-by">
            {speaker === 'customer' ? t('ai.customer') : (agentName ?? t('ai.assistant'))}
            {atSeconds !== null && <span className="tabular"> {clockDuration(Math.floor(atSeconds))}</span>}
          </span>
          <p className="selectable">
            <bdi>{text}</bdi>
          </p>
        </li>
      ))}
    </ol>
  );
};

const Told = ({ conversation }: { conversation: Conversation }) => {
  const { t } = useTranslation();
  const { durationSeconds, success, transcript } = conversation;
  return (
    <>
      <Facts conversation={conversation} />
      <details className="ai-words" open>
        <summary>
          {[
            t('ai.conversation'),
            durationSeconds > 0 ? spokenDuration(Math.round(durationSeconds)) : '',
            t(`ai.${success}`),
          ]
            .filter(Boolean)
            .join(' · ')}
        </summary>
        {transcript.length === 0 ? (
          <p className="quiet">{t('ai.noWords')}</p>
        ) : (
          <Lines conversation={conversation} />
        )}
      </details>
    </>
  );
};

/** What the assistant and the customer said before a human had the call: summary at once, the words when they are here. */
export const AiConversation = ({ call, ai }: { call: Call; ai: NonNullable<Call['ai']> }) => {
  const { t } = useTranslation();
  const loaded = useTranscript(call);
  return (
    <section className="ai" data-testid="ai">
      <h3>
        <Sparkles className="icon" aria-hidden /> {t('detail.ai')}
      </h3>
      {ai.handOver && <HandedOverFacts facts={ai.handOver.facts} />}
      {ai.summary && <p className="ai-summary selectable">{ai.summary}</p>}
      {ai.partial && <p className="quiet">{t('ai.partial')}</p>}
      {ai.matchedBy === 'probable' && <p className="quiet">{t('ai.probable')}</p>}
      {loaded.state === 'failed' && <ErrorSentence>{loaded.problem}</ErrorSentence>}
      {loaded.state === 'loading' && (
        <p className="quiet" aria-busy>
          {t('ai.loading')}
        </p>
      )}
      {loaded.state === 'ready' &&
        loaded.conversations.map((one) => <Told key={one.conversationId} conversation={one} />)}
    </section>
  );
};
