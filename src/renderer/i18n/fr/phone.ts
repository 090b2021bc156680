import type { Texts } from '../texts';

export const phone: Texts<'phone'> = {
  phone: {
    group: 'Votre téléphone',
    answer: 'Répondre',
    decline: 'Refuser',
    hangUp: 'Raccrocher',
    alsoRings: 'Sonne aussi chez {{who}}',
    asks: '{{who}} vous consulte',
  },
};
