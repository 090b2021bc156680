import { Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../renderer/components/Button';
import { Said } from '../../renderer/components/Said';
import type { Problem } from '../api/request';
import { useTexts } from '../i18n';
import { problemText } from '../lib/problem-text';
import type { Poll } from '../state/poll';
import { usePolled } from '../state/house';

/** Lines of the right height while the first answer is on its way. */
export const Waiting = ({ lines = 5 }: { lines?: number }) => {
  const { t } = useTexts();
  const widths = [60, 50, 80, 30];
  return (
    <div className="waiting-lines" aria-busy role="status" data-testid="waiting">
      <span className="visually-hidden">{t('state.loading')}</span>
      {Array.from({ length: lines }, (_, index) => (
        <p key={index}>
          <span className={`skeleton w-${widths[index % widths.length] ?? 50}`} />
        </p>
      ))}
    </div>
  );
};

/** Nothing came, why, and a button to try again. */
export const Failed = ({ problem, onRetry }: { problem: Problem; onRetry: () => void }) => {
  const { t } = useTexts();
  return (
    <Said Icon={Unplug} title={t('state.failed')} text={problemText(problem, t)}>
      <Button onClick={onRetry}>{t('state.again')}</Button>
    </Said>
  );
};

/** What a poll has brought, or why there is nothing yet; what came once stays while the relay is away. */
export const Shown = <V,>({
  poll,
  lines,
  children,
}: {
  poll: Poll<V>;
  /** How many lines to hold free while waiting. */
  lines?: number;
  children: (value: V) => ReactNode;
}) => {
  const { value, problem } = usePolled(poll);
  if (value !== null) return children(value);
  if (problem !== null) return <Failed problem={problem} onRetry={() => void poll.refresh()} />;
  return <Waiting {...(lines !== undefined && { lines })} />;
};
