import type { Texts } from '../texts';

export const connection: Texts<'connection'> = {
  connection: {
    title: 'Verbindungen',
    intro: 'Drei Verbindungen bringen einen Anruf mit Namen auf Ihren Bildschirm. So steht es um jede.',
    lastEvent: 'Zuletzt gehört',
    lastProblem: 'Letzte Störung',
    never: 'noch nichts',
    noProblem: 'keine',
    since: 'Seit',
    tryNow: 'Jetzt versuchen',
    trying: 'Neuer Versuch angestoßen.',
    toSettings: 'Zu den Einstellungen',
    details: 'Was gemeldet wurde',
    relayGood: 'Ihre Anrufe kommen hier an, sobald sie klingeln.',
    relayConnecting: 'Verbindet. Danach werden Anrufe gezeigt.',
    relayDown:
      'Bis es zurück ist, können keine Anrufe erscheinen. Prüfen Sie Netzwerk und VPN; haben Kollegen es auch, sagen Sie es Ihrer IT.',
    relayOff: 'Nicht angemeldet. Melden Sie sich mit dem Code Ihrer IT an.',
    pbxGood: 'Das Relay hört die Telefonanlage.',
    pbxConnecting: 'Das Relay verbindet sich mit der Telefonanlage.',
    pbxDown:
      'Das Relay hört die Telefonanlage nicht. Ihr Telefon geht, aber Anrufe erscheinen nicht. Sagen Sie es Ihrer IT; hier lässt sich nichts tun.',
    relayFirst: 'Das sagt das Relay, sobald es erreicht ist.',
    crmGood: 'Anrufer werden mit Ihrem eigenen Konto gesucht.',
    crmGoodWeb: 'Anrufer werden über das Relay gesucht.',
    crmConnecting: 'Meldet sich am CRM an.',
    crmDown:
      'Anrufe erscheinen ohne Namen. Versuchen Sie es jetzt; bleibt es so, prüfen Sie Ihr Passwort in den Einstellungen oder fragen Sie Ihre IT.',
    crmOff: 'Sie sind nicht am CRM angemeldet, darum erscheinen Anrufe ohne Namen.',
    crmOffWeb: 'Ihre IT zeigt im Browser keine CRM-Daten.',
  },
  support: {
    title: 'Hilfe für Ihre IT',
    text: 'Ein Support-Paket sagt, was hier läuft und wie die Verbindungen sind. Nummern sind maskiert; Namen, Passwörter und Notizen sind nicht darin.',
    make: 'Support-Paket erstellen',
    contains: 'Es enthält',
    save: 'Speichern …',
    saved: 'Gespeichert als {{path}}',
  },
  managed: {
    by: 'Von Ihrer IT festgelegt',
    some: 'Einiges davon hat Ihre IT für Sie festgelegt, in {{source}}.',
    wrong: 'Die Vorgaben Ihrer IT für diesen Computer sind nicht verwendbar. Bitte zeigen Sie ihr dies:',
  },
};
