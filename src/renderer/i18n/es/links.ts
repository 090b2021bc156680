import type { Texts } from '../texts';

export const links: Texts<'links'> = {
  link: {
    title: 'Conexiones',
    relay: 'Relay',
    pbx: 'Centralita',
    crm: 'CRM',
    off: 'apagado',
    connecting: 'conectando',
    connected: 'conectado',
    down: 'sin conexión',
    unknown: 'desconocido',
    since: 'desde las {{time}}',
    relayDown: 'Relay inaccesible desde las {{time}}, se sigue intentando',
    relayDownNoTime: 'Relay inaccesible, se sigue intentando',
    pbxDown: 'Centralita inaccesible desde las {{time}}; no se muestran llamadas hasta que vuelva',
    historyStale: 'Las llamadas que ve aquí son de antes.',
  },
};
