import type { Texts } from '../texts';

export const phone: Texts<'phone'> = {
  phone: {
    group: 'Ihr Telefon',
    answer: 'Annehmen',
    decline: 'Ablehnen',
    hangUp: 'Auflegen',
    alsoRings: 'Klingelt auch bei {{who}}',
    asks: '{{who}} fragt an',
  },
};
