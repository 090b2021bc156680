import { useTranslation } from 'react-i18next';
import type { CompanionState } from '../../../shared/ipc/state';
import { Button } from '../../components/Button';
import { useNotificationAccess } from '../../lib/notification-access';
import { useBridge } from '../../stores/bridge-context';

/** In the settings: why there are no notifications although they are switched on, and what can be done. */
export const NotificationHint = ({ state }: { state: CompanionState }) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const access = useNotificationAccess();
  if (state.platform !== 'web' || !state.settings.notifications || access === 'allowed') return null;
  return (
    <div className="setting" data-testid="notification-hint">
      <p className="hint">{t(`web.${access}`)}</p>
      {access === 'ask' && (
        <Button onClick={() => void bridge.invoke('settings:set', { notifications: true })}>
          {t('web.notifyAllow')}
        </Button>
      )}
    </div>
  );
};
