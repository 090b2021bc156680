import type { Texts } from '../texts';

export const quiet: Texts<'quiet'> = {
  quiet: {
    title: 'Ne pas déranger',
    hint: 'Ni carte, ni notification, ni son. Votre téléphone sonne quand même.',
    off: 'Désactivé',
    half: '30 minutes',
    hour: '1 heure',
    open: 'Jusqu’à ce que je le désactive',
    on: 'Ne pas déranger est activé',
    onUntil: 'Ne pas déranger jusqu’à {{time}}',
    bySystem: 'Votre système est en mode Ne pas déranger, aucune carte ne s’affiche',
    turnOff: 'Désactiver',
    missed_one: '{{count}} appel entre-temps',
    missed_other: '{{count}} appels entre-temps',
    missed_many: '{{count}} appels entre-temps',
    show: 'Afficher',
    dismiss: 'Masquer',
    lets: 'Ce qui passe quand même',
    direct: 'Appels qui me sont directement adressés',
    directHint: 'Pas ceux d’une file',
    handOvers: 'Appels qu’on me transmet',
    handOversHint: 'Par un collègue ou l’assistant : le client attend',
    withSystem: 'Aussi quand le système est en mode Ne pas déranger',
    withSystemHint: 'Cet ordinateur l’indique ; sinon, seul l’interrupteur ci-dessus compte',
  },
};
