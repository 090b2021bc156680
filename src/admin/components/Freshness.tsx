import { useTexts } from '../i18n';
import { agoText } from '../lib/moments';
import { useNow } from '../lib/use-now';
import type { Polled } from '../state/poll';

/** How old what is shown is; not read out, because it changes every second. */
export const Freshness = ({ polled }: { polled: Polled<unknown> }) => {
  const { t } = useTexts();
  const now = useNow();
  if (polled.at === null) return null;
  return (
    <span className="freshness tabular" data-stale={polled.problem !== null} data-testid="freshness">
      {t('time.updated', { ago: agoText(polled.at, now, t) })}
    </span>
  );
};
