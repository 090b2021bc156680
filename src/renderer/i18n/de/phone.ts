import type { Texts } from '../texts';

export const phone: Texts<'phone'> = {
  phone: {
    group: 'Ihr Telefon',
    answer: 'Annehmen',
    decline: 'Ablehnen',
    hangUp: 'Auflegen',
    alsoRings: 'Klingelt auch bei {{who}}',
    somebodyElse: 'Jemand anderes …',
    undo: 'Rückgängig',
    undoTo: 'Zurück zu {{name}}',
    moreCalls_one: '{{count}} weiterer Anruf',
    moreCalls_other: '{{count}} weitere Anrufe',
    asks: '{{who}} fragt an',
  },
};
