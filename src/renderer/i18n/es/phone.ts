import type { Texts } from '../texts';

export const phone: Texts<'phone'> = {
  phone: {
    group: 'Su teléfono',
    answer: 'Contestar',
    decline: 'Rechazar',
    hangUp: 'Colgar',
    alsoRings: 'También suena en {{who}}',
    asks: '{{who}} le consulta',
  },
};
