import type { Texts } from '../texts';

export const phone: Texts<'phone'> = {
  phone: {
    group: 'Votre téléphone',
    answer: 'Répondre',
    decline: 'Refuser',
    hangUp: 'Raccrocher',
    alsoRings: 'Sonne aussi chez {{who}}',
    somebodyElse: 'Quelqu’un d’autre…',
    undo: 'Annuler',
    undoTo: 'Revenir à {{name}}',
    moreCalls_one: '{{count}} autre appel',
    moreCalls_many: '{{count}} autres appels',
    moreCalls_other: '{{count}} autres appels',
    asks: '{{who}} vous consulte',
  },
};
