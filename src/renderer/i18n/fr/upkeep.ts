import type { Texts } from '../texts';

export const upkeep: Texts<'upkeep'> = {
  upkeep: {
    updateReady: 'La version {{version}} est prête',
    updateAfterCall: 'La version {{version}} démarrera après votre appel',
    updateAfterNote: 'La version {{version}} démarrera quand votre note sera terminée',
    updateNow: 'Redémarrer maintenant',
    updateWhenFree: 'Redémarrer après l’appel',
    updateLater: 'Plus tard',
    trouble:
      'À {{time}}, une erreur inattendue s’est produite ici. Vos notes sont conservées. Si Companion se comporte bizarrement, redémarrez-le.',
    restart: 'Redémarrer',
  },
};
