/** Español: lo que solo dice el Companion en el navegador. */
export const web = {
  web: {
    titleRinging: '{{who}} llama · {{app}}',
    notifyText: '¿Ver quién llama mientras trabaja en otra ventana?',
    notifyAllow: 'Permitir notificaciones',
    notifyLater: 'Ahora no',
    ask: 'Todavía no se ha preguntado a su navegador si puede mostrarlas.',
    blocked:
      'Su navegador bloquea las notificaciones de esta página. Permítalas junto a la dirección; mientras tanto las llamadas aparecen en esta página y en su pestaña.',
    insecure:
      'Los navegadores solo muestran notificaciones por HTTPS, y esta dirección no lo tiene. Las llamadas aparecen en esta página y en su pestaña.',
    missing: 'Este navegador no tiene notificaciones. Las llamadas aparecen en esta página y en su pestaña.',
    kept: 'Su sesión permanece en este navegador hasta que la cierre. Ciérrela antes de que otros usen este ordenador.',
  },
} as const;
