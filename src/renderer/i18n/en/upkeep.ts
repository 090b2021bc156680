/** The program itself: its update, and what went wrong in it. */
export const upkeep = {
  upkeep: {
    updateReady: 'Version {{version}} is ready',
    updateAfterCall: 'Version {{version}} starts when your call is over',
    updateAfterNote: 'Version {{version}} starts when your note is finished',
    updateNow: 'Restart now',
    updateWhenFree: 'Restart after the call',
    updateLater: 'Later',
    trouble:
      'Something unexpected went wrong here at {{time}}. Your notes are kept. If the Companion behaves strangely, restart it.',
    restart: 'Restart',
  },
} as const;
