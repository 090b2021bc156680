import type { Texts } from '../texts';

export const window: Texts<'window'> = {
  window: {
    search: 'Name, Nummer oder Notiz suchen',
    ai: 'KI',
    queue: 'Warteschlange',
    allQueues: 'Alle Warteschlangen',
    found_one: '{{count}} Anruf gefunden',
    found_other: '{{count}} Anrufe gefunden',
    noMatchText: 'Kein Anruf passt dazu. Versuchen Sie weniger Wörter oder einen anderen Filter.',
    olderComing: 'Ältere Anrufe kommen noch …',
    olderLater: 'Ältere Anrufe folgen, sobald das Relay wieder erreichbar ist.',
    new: 'Neu',
    callBackTo: '{{who}} zurückrufen',
    callAgainTo: '{{who}} noch einmal anrufen',
  },
};
