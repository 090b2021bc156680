import type { Texts } from '../texts';

export const upkeep: Texts<'upkeep'> = {
  upkeep: {
    updateReady: 'Version {{version}} ist bereit',
    updateAfterCall: 'Version {{version}} startet, wenn Ihr Gespräch beendet ist',
    updateAfterNote: 'Version {{version}} startet, wenn Ihre Notiz fertig ist',
    updateNow: 'Jetzt neu starten',
    updateWhenFree: 'Nach dem Gespräch neu starten',
    updateLater: 'Später',
    trouble:
      'Um {{time}} ist hier etwas Unerwartetes schiefgegangen. Ihre Notizen sind gesichert. Verhält sich der Companion seltsam, starten Sie ihn neu.',
    restart: 'Neu starten',
  },
};
