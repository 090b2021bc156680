/** The agent's own phone, and who else has to do with the call. */
export const phone = {
  phone: {
    group: 'Your phone',
    answer: 'Answer',
    decline: 'Decline',
    hangUp: 'Hang up',
    alsoRings: 'Also rings at {{who}}',
    asks: '{{who}} asks you',
  },
} as const;
