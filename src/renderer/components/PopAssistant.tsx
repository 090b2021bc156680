import { Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../shared/call/call';
import { HandedOverFacts } from './HandedOverFacts';

/** An assistant had the caller first: says so, and what it has learnt. It comes late and below, so nothing above it moves. */
export const PopAssistant = ({ ai }: { ai: NonNullable<Call['ai']> }) => {
  const { t } = useTranslation();
  return (
    <section className="pop-assistant fade-in" data-testid="pop-assistant">
      <p className="heading">
        <Sparkles className="icon" aria-hidden />
        <strong>{t(ai.matchedBy === 'probable' ? 'pop.handedOverProbably' : 'pop.handedOver')}</strong>
      </p>
      {ai.handOver && <HandedOverFacts facts={ai.handOver.facts.slice(0, 4)} />}
      {ai.summary && (
        <p className="summary selectable" title={ai.summary}>
          <bdi>{ai.summary}</bdi>
        </p>
      )}
    </section>
  );
};
