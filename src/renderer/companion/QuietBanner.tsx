import { BellOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CompanionState } from '../../shared/ipc/state';
import { Button } from '../components/Button';
import { timeOfDay } from '../lib/days';
import { useBridge } from '../stores/bridge-context';

/** Do-not-disturb is never forgotten: it says that it is on, and afterwards how many rang meanwhile. */
export const QuietBanner = ({ state, onShow }: { state: CompanionState; onShow: () => void }) => {
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
  const { by, until, missed } = state.quiet;
  const count = missed.length;
  if (by === null && count === 0) return null;
  const sentence = (): string | null => {
    if (by === 'system') return t('quiet.bySystem');
    if (by === null) return null;
    return until === null ? t('quiet.on') : t('quiet.onUntil', { time: timeOfDay(until, i18n.language) });
  };
  const seen = (): void => void bridge.invoke('quiet:seen', undefined);
  return (
    <div className="banner quiet-banner fade-in" role="status" data-testid="quiet-banner">
      <BellOff className="icon" aria-hidden />
      <span>{[sentence(), count > 0 ? t('quiet.missed', { count }) : null].filter(Boolean).join(' · ')}</span>
      <span className="banner-actions">
        {count > 0 && (
          <>
            <Button
              look="link"
              onClick={() => {
                seen();
                onShow();
              }}
            >
              {t('quiet.show')}
            </Button>
            <Button look="link" onClick={seen}>
              {t('quiet.dismiss')}
            </Button>
          </>
        )}
        {by === 'own' && (
          <Button look="link" onClick={() => void bridge.invoke('settings:set', { quiet: null })}>
            {t('quiet.turnOff')}
          </Button>
        )}
      </span>
    </div>
  );
};
