/** Deutsch: was nur der Companion im Browser sagt. */
export const web = {
  web: {
    titleRinging: '{{who}} ruft an · {{app}}',
    notifyText: 'Sehen, wer anruft, während Sie in einem anderen Fenster arbeiten?',
    notifyAllow: 'Benachrichtigungen erlauben',
    notifyLater: 'Nicht jetzt',
    ask: 'Ihr Browser wurde noch nicht gefragt, ob er sie zeigen darf.',
    blocked:
      'Ihr Browser blockiert Benachrichtigungen dieser Seite. Erlauben Sie sie neben der Adresse; bis dahin erscheinen Anrufe auf dieser Seite und in ihrem Tab.',
    insecure:
      'Browser zeigen Benachrichtigungen nur über HTTPS, und diese Adresse hat keines. Anrufe erscheinen auf dieser Seite und in ihrem Tab.',
    missing:
      'Dieser Browser kennt keine Benachrichtigungen. Anrufe erscheinen auf dieser Seite und in ihrem Tab.',
    kept: 'Ihre Anmeldung bleibt in diesem Browser, bis Sie sich abmelden. Tun Sie das, bevor andere diesen Rechner benutzen.',
  },
} as const;
