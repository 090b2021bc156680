/** Français : ce que seul le Companion dans un navigateur dit. */
export const web = {
  web: {
    titleRinging: '{{who}} appelle · {{app}}',
    notifyText: 'Voir qui appelle pendant que vous travaillez dans une autre fenêtre ?',
    notifyAllow: 'Autoriser les notifications',
    notifyLater: 'Pas maintenant',
    ask: 'Votre navigateur n’a pas encore été interrogé : peut-il les afficher ?',
    blocked:
      'Votre navigateur bloque les notifications de cette page. Autorisez-les à côté de l’adresse ; en attendant, les appels s’affichent dans cette page et dans son onglet.',
    insecure:
      'Les navigateurs n’affichent de notifications qu’en HTTPS, ce que cette adresse n’a pas. Les appels s’affichent dans cette page et dans son onglet.',
    missing:
      'Ce navigateur n’a pas de notifications. Les appels s’affichent dans cette page et dans son onglet.',
    kept: 'Votre connexion reste dans ce navigateur jusqu’à ce que vous vous déconnectiez. Faites-le avant que d’autres utilisent cet ordinateur.',
  },
} as const;
