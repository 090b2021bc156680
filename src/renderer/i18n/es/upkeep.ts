import type { Texts } from '../texts';

export const upkeep: Texts<'upkeep'> = {
  upkeep: {
    updateReady: 'La versión {{version}} está lista',
    updateAfterCall: 'La versión {{version}} empezará cuando termine su llamada',
    updateAfterNote: 'La versión {{version}} empezará cuando termine su nota',
    updateNow: 'Reiniciar ahora',
    updateWhenFree: 'Reiniciar tras la llamada',
    updateLater: 'Más tarde',
    trouble:
      'A las {{time}} algo inesperado falló aquí. Sus notas están guardadas. Si Companion se comporta de forma extraña, reinícielo.',
    restart: 'Reiniciar',
  },
};
