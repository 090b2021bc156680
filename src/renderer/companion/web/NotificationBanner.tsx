import { BellRing } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompanionState } from '../../../shared/ipc/state';
import { Button } from '../../components/Button';
import { useNotificationAccess } from '../../lib/notification-access';
import { useBridge } from '../../stores/bridge-context';

/** Kept in this browser: whoever said "not now" is not asked at each visit; the settings offer it again. */
const LATER = 'cti.notifications.later';

/** A browser asks once and for good, so it is asked only after the agent has said yes to us. */
export const NotificationBanner = ({ state }: { state: CompanionState }) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const access = useNotificationAccess();
  const [later, setLater] = useState(() => localStorage.getItem(LATER) !== null);
  if (state.platform !== 'web' || !state.settings.notifications || access !== 'ask' || later) return null;
  return (
    <div className="banner quiet-banner fade-in" role="status" data-testid="notification-banner">
      <BellRing className="icon" aria-hidden />
      <span>{t('web.notifyText')}</span>
      <span className="banner-actions">
        <Button
          look="link"
          onClick={() => void bridge.invoke('settings:set', { notifications: true })}
          data-testid="notifications-allow"
        >
          {t('web.notifyAllow')}
        </Button>
        <Button
          look="link"
          onClick={() => {
            localStorage.setItem(LATER, 'yes');
            setLater(true);
          }}
          data-testid="notifications-later"
        >
          {t('web.notifyLater')}
        </Button>
      </span>
    </div>
  );
};
