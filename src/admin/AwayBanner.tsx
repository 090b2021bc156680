import { TriangleAlert } from 'lucide-react';
import { timeOfDay } from '../renderer/lib/days';
import { useTexts } from './i18n';
import { problemText } from './lib/problem-text';
import { useHouse, usePolled } from './state/house';

/** The relay has stopped answering: since when, and that what is shown is from before. */
export const AwayBanner = () => {
  const { t, locale } = useTexts();
  const { problem, failingSince } = usePolled(useHouse().status);
  if (problem === null || failingSince === null) return null;
  const since = timeOfDay(new Date(failingSince).toISOString(), locale);
  return (
    <p className="banner" role="status" data-testid="away">
      <TriangleAlert className="icon" aria-hidden />
      {problem.kind === 'unreachable'
        ? t('problem.awaySince', { time: since })
        : t('problem.since', { problem: problemText(problem, t), time: since })}
    </p>
  );
};
