/** English texts about several relays. `de-relays.ts` must have the same keys. */
export const enRelays = {
  ofThisRelay: {
    audit: 'What was done through this relay. With lists of their own: {{others}}.',
    logs: 'The log of this relay. With logs of their own: {{others}}.',
  },
} as const;
