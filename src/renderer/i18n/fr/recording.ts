import type { Texts } from '../texts';

export const recording: Texts<'recording'> = {
  recording: {
    title: 'Enregistrement',
    listen: 'Écouter',
    noLink: 'Il se trouve sur le système téléphonique. Votre administrateur peut mettre en place un lien.',
  },
};
