/** The agent's own phone, and who else has to do with the call. */
export const phone = {
  phone: {
    group: 'Your phone',
    answer: 'Answer',
    decline: 'Decline',
    hangUp: 'Hang up',
    alsoRings: 'Also rings at {{who}}',
    somebodyElse: 'Somebody else…',
    undo: 'Undo',
    undoTo: 'Back to {{name}}',
    moreCalls_one: '{{count}} more call',
    moreCalls_other: '{{count}} more calls',
    asks: '{{who}} asks you',
  },
} as const;
