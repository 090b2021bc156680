import type { Texts } from '../texts';

export const links: Texts<'links'> = {
  link: {
    title: 'Verbindungen',
    relay: 'Relay',
    pbx: 'Telefonanlage',
    crm: 'CRM',
    off: 'aus',
    connecting: 'verbindet',
    connected: 'verbunden',
    down: 'getrennt',
    unknown: 'unbekannt',
    since: 'seit {{time}}',
    relayDown: 'Relay seit {{time}} nicht erreichbar, es wird weiter versucht',
    relayDownNoTime: 'Relay nicht erreichbar, es wird weiter versucht',
    pbxDown: 'Telefonanlage seit {{time}} nicht erreichbar, bis dahin werden keine Anrufe angezeigt',
    historyStale: 'Die Anrufe hier sind von vorher.',
  },
};
