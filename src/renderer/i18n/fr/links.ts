import type { Texts } from '../texts';

export const links: Texts<'links'> = {
  link: {
    title: 'Connexions',
    relay: 'Relais',
    pbx: 'Standard',
    crm: 'CRM',
    off: 'arrêté',
    connecting: 'connexion…',
    connected: 'connecté',
    down: 'coupé',
    unknown: 'inconnu',
    since: 'depuis {{time}}',
    relayDown: 'Relais injoignable depuis {{time}}, nouvel essai en cours',
    relayDownNoTime: 'Relais injoignable, nouvel essai en cours',
    pbxDown: 'Standard injoignable depuis {{time}}, les appels ne sont pas affichés jusqu’à son retour',
    historyStale: 'Les appels affichés ici sont d’avant.',
  },
};
