import { ArrowUpCircle, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Update } from '../../shared/ipc/app';
import { Button } from '../components/Button';
import { timeOfDay } from '../lib/days';
import { useAppState } from '../stores/use-app-state';
import { useBridge } from '../stores/bridge-context';

const UpdateBanner = ({ update }: { update: Update }) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const { waitsFor, wanted } = update;
  const version = update.version ?? '';
  const sentence = (): string => {
    if (!wanted) return t('upkeep.updateReady', { version });
    return waitsFor === 'note'
      ? t('upkeep.updateAfterNote', { version })
      : t('upkeep.updateAfterCall', { version });
  };
  return (
    <div className="banner quiet-banner fade-in" data-testid="update-banner">
      <ArrowUpCircle className="icon" aria-hidden />
      <span role="status">{sentence()}</span>
      <span className="banner-actions">
        {!wanted && (
          <Button look="link" onClick={() => void bridge.invoke('app:do', { what: 'update' })}>
            {waitsFor === null ? t('upkeep.updateNow') : t('upkeep.updateWhenFree')}
          </Button>
        )}
        <Button look="link" onClick={() => void bridge.invoke('app:do', { what: 'postpone' })}>
          {t('upkeep.updateLater')}
        </Button>
      </span>
    </div>
  );
};

/** What the program has to say about itself: something went wrong, or a new version is there. Calmly, and never over a call. */
export const AppBanners = () => {
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
  const { troubleAt, update } = useAppState();
  return (
    <>
      {troubleAt !== null && (
        <div className="banner quiet-banner fade-in" data-testid="trouble-banner">
          <TriangleAlert className="icon" aria-hidden />
          <span role="status">{t('upkeep.trouble', { time: timeOfDay(troubleAt, i18n.language) })}</span>
          <span className="banner-actions">
            <Button look="link" onClick={() => void bridge.invoke('app:do', { what: 'restart' })}>
              {t('upkeep.restart')}
            </Button>
            <Button look="link" onClick={() => void bridge.invoke('app:do', { what: 'seen' })}>
              {t('quiet.dismiss')}
            </Button>
          </span>
        </div>
      )}
      {update.stage === 'ready' && !update.postponed && <UpdateBanner update={update} />}
    </>
  );
};
