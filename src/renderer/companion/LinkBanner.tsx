import { Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CompanionState } from '../../shared/ipc/state';
import { timeOfDay } from '../lib/days';
import { pbxLink } from '../lib/links';

/** Never silently deaf: says so at the top of every view while calls can not be seen. */
export const LinkBanner = ({ links }: { links: CompanionState['links'] }) => {
  const { t, i18n } = useTranslation();
  const time = (iso: string): string => timeOfDay(iso, i18n.language);
  const pbx = pbxLink(links.pbx);
  const text = (): string | null => {
    if (links.relay.state === 'down')
      return links.relay.since
        ? t('link.relayDown', { time: time(links.relay.since) })
        : t('link.relayDownNoTime');
    if (links.relay.state === 'connected' && pbx.state === 'down' && pbx.since)
      return t('link.pbxDown', { time: time(pbx.since) });
    return null;
  };
  const sentence = text();
  return (
    <div role="status" aria-live="polite" className="banner-place">
      {sentence && (
        <p className="banner fade-in" data-testid="link-banner">
          <Unplug className="icon" aria-hidden />
          <span>{sentence}</span>
        </p>
      )}
    </div>
  );
};
