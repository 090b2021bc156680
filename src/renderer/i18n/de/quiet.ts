import type { Texts } from '../texts';

export const quiet: Texts<'quiet'> = {
  quiet: {
    title: 'Nicht stören',
    hint: 'Keine Karte, keine Benachrichtigung, kein Ton. Ihr Telefon klingelt trotzdem.',
    off: 'Aus',
    half: '30 Minuten',
    hour: '1 Stunde',
    open: 'Bis ich es ausschalte',
    on: 'Nicht stören ist an',
    onUntil: 'Nicht stören bis {{time}}',
    bySystem: 'Ihr System steht auf Nicht stören, darum erscheint keine Karte',
    turnOff: 'Ausschalten',
    missed_one: '{{count}} Anruf inzwischen',
    missed_other: '{{count}} Anrufe inzwischen',
    show: 'Zeigen',
    dismiss: 'Ausblenden',
    lets: 'Was trotzdem durchkommt',
    direct: 'Anrufe direkt an mich',
    directHint: 'Keine aus einer Warteschlange',
    handOvers: 'Anrufe, die mir übergeben werden',
    handOversHint: 'Von Kollegen oder vom Assistenten: Der Kunde wartet',
    withSystem: 'Auch, wenn das System auf Nicht stören steht',
    withSystemHint: 'Dieser Computer sagt es; sonst zählt nur der Schalter oben',
  },
};
