import type { Texts } from '../texts';

export const connection: Texts<'connection'> = {
  connection: {
    title: 'Connexions',
    intro: 'Trois liaisons amènent un appel et son nom à votre écran. Voici l’état de chacune.',
    lastEvent: 'Dernier signal',
    lastProblem: 'Dernier incident',
    never: 'rien encore',
    noProblem: 'aucun',
    since: 'Depuis',
    tryNow: 'Essayer maintenant',
    trying: 'Nouvel essai demandé.',
    toSettings: 'Vers les réglages',
    details: 'Ce qui a été signalé',
    relayGood: 'Vos appels arrivent ici dès qu’ils sonnent.',
    relayConnecting: 'Connexion en cours. Les appels s’afficheront ensuite.',
    relayDown:
      'Aucun appel ne peut s’afficher d’ici son retour. Vérifiez le réseau et le VPN ; si vos collègues l’ont aussi, prévenez l’informatique.',
    relayOff: 'Non connecté. Connectez-vous avec le code de l’informatique.',
    pbxGood: 'Le relais entend le standard.',
    pbxConnecting: 'Le relais se connecte au standard.',
    pbxDown:
      'Le relais n’entend pas le standard. Votre téléphone marche, mais les appels ne s’affichent pas. Prévenez l’informatique ; rien à faire ici.',
    relayFirst: 'Le relais le dira dès qu’il sera joignable.',
    crmGood: 'Les appelants sont cherchés avec votre propre compte.',
    crmGoodWeb: 'Les appelants sont cherchés par le relais.',
    crmConnecting: 'Connexion au CRM en cours.',
    crmDown:
      'Les appels s’affichent sans nom. Essayez maintenant ; si cela dure, vérifiez votre mot de passe dans les réglages ou prévenez l’informatique.',
    crmOff: 'Vous n’êtes pas connecté au CRM, les appels s’affichent donc sans nom.',
    crmOffWeb: 'L’informatique n’affiche pas les données du CRM dans le navigateur.',
  },
  support: {
    title: 'Aide pour l’informatique',
    text: 'Un dossier d’assistance dit ce qui tourne ici et l’état des liaisons. Les numéros sont masqués ; il ne contient ni noms, ni mots de passe, ni notes.',
    make: 'Créer un dossier d’assistance',
    contains: 'Il contient',
    save: 'Enregistrer…',
    saved: 'Enregistré sous {{path}}',
  },
  managed: {
    by: 'Défini par l’informatique',
    some: 'Votre service informatique a fixé certains de ces réglages, dans {{source}}.',
    wrong: 'Les réglages de l’informatique pour cet ordinateur sont inutilisables. Montrez-lui ceci :',
  },
};
