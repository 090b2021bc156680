import type { Texts } from '../texts';

export const window: Texts<'window'> = {
  window: {
    search: 'Chercher un nom, un numéro ou une note',
    ai: 'IA',
    queue: 'File d’attente',
    allQueues: 'Toutes les files',
    found_one: '{{count}} appel trouvé',
    found_many: '{{count}} appels trouvés',
    found_other: '{{count}} appels trouvés',
    noMatchText: 'Aucun appel ne correspond. Essayez avec moins de mots ou un autre filtre.',
    olderComing: 'Les appels plus anciens arrivent…',
    olderLater: 'Les appels plus anciens suivront quand le relais sera de nouveau joignable.',
    new: 'Nouveau',
    callBackTo: 'Rappeler {{who}}',
    callAgainTo: 'Appeler {{who}} de nouveau',
  },
};
