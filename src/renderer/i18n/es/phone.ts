import type { Texts } from '../texts';

export const phone: Texts<'phone'> = {
  phone: {
    group: 'Su teléfono',
    answer: 'Contestar',
    decline: 'Rechazar',
    hangUp: 'Colgar',
    alsoRings: 'También suena en {{who}}',
    somebodyElse: 'Otra persona…',
    undo: 'Deshacer',
    undoTo: 'Volver a {{name}}',
    moreCalls_one: '{{count}} llamada más',
    moreCalls_many: '{{count}} llamadas más',
    moreCalls_other: '{{count}} llamadas más',
    asks: '{{who}} le consulta',
  },
};
