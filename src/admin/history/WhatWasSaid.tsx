import { useEffect, useRef, useState } from 'react';
import { Button } from '../../renderer/components/Button';
import { ErrorSentence } from '../../renderer/components/TextField';
import { clockDuration } from '../../renderer/lib/durations';
import type { Conversation } from '../../shared/protocol/conversation';
import { useTexts } from '../i18n';
import { problemText } from '../lib/problem-text';
import { useHouse } from '../state/house';

const Lines = ({ conversation: { agentName, transcript } }: { conversation: Conversation }) => {
  const { t } = useTexts();
  if (transcript.length === 0) return <p className="story-more">{t('story.noWords')}</p>;
  return (
    <ol className="said-lines" data-testid="transcript">
      {transcript.map(({ speaker, text, atSeconds }, index) => (
        // Lines have no id and never move.
        <li key={index} data-speaker={speaker}>
          <span className="said-by">
            <bdi>{speaker === 'customer' ? t('story.customer') : (agentName ?? t('story.assistant'))}</bdi>
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

const Words = ({ conversations }: { conversations: readonly Conversation[] }) => {
  const { t } = useTexts();
  const box = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone; a long one is scrolled by the keyboard from here.
  useEffect(() => box.current?.focus({ preventScroll: true }), []);
  return (
    <div ref={box} className="said-words" role="group" aria-label={t('story.said')} tabIndex={0}>
      {conversations.length === 0 && <p className="story-more">{t('story.noWords')}</p>}
      {conversations.map((one) => (
        <Lines key={one.conversationId} conversation={one} />
      ))}
    </div>
  );
};

/** What the AI agent and the customer said: fetched only when somebody wants to read it. */
export const WhatWasSaid = ({ callId }: { callId: string }) => {
  const { t } = useTexts();
  const { api } = useHouse();
  const [said, setSaid] = useState<readonly Conversation[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const look = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    const answer = await api.transcript(callId);
    setBusy(false);
    if (answer.ok) setSaid(answer.value.conversations);
    else setProblem(problemText(answer.error, t));
  };
  return (
    <section>
      <h3>{t('story.said')}</h3>
      {said === null ? (
        <Button disabled={busy} onClick={() => void look()} data-testid="show-transcript">
          {busy ? t('state.loading') : t('story.showSaid')}
        </Button>
      ) : (
        <Words conversations={said} />
      )}
      {problem !== null && <ErrorSentence>{problem}</ErrorSentence>}
    </section>
  );
};
