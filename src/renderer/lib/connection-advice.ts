import type { CompanionState, Link } from '../../shared/ipc/state';
import type { T } from '../i18n';

/** A page asks the CRM through the relay: while that is away nobody knows how the CRM is. */
export const crmUnknown = ({ links, platform }: Pick<CompanionState, 'links' | 'platform'>): boolean =>
  platform === 'web' && links.relay.state !== 'connected' && links.crm.state !== 'off';

/** What the state of a link means for the agent, and what he can do. */
export const connectionAdvice = (
  link: 'relay' | 'pbx' | 'crm',
  state: Link['state'],
  platform: CompanionState['platform'],
  t: T,
): string => {
  switch (link) {
    case 'relay':
      if (state === 'connected') return t('connection.relayGood');
      if (state === 'connecting') return t('connection.relayConnecting');
      return state === 'down' ? t('connection.relayDown') : t('connection.relayOff');
    case 'pbx':
      if (state === 'connected') return t('connection.pbxGood');
      if (state === 'down') return t('connection.pbxDown');
      return state === 'connecting' ? t('connection.pbxConnecting') : t('connection.relayFirst');
    case 'crm':
      if (state === 'connected')
        return platform === 'web' ? t('connection.crmGoodWeb') : t('connection.crmGood');
      if (state === 'connecting') return t('connection.crmConnecting');
      if (state === 'down') return t('connection.crmDown');
      return platform === 'web' ? t('connection.crmOffWeb') : t('connection.crmOff');
  }
};
