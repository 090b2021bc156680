/** English texts about several relays. `de-relays.ts` must have the same keys. */
export const enRelays = {
  ofThisRelay: {
    audit: 'What was done through this relay. Each relay keeps its own list; look at {{others}}, too.',
    logs: 'The log of this relay. With logs of their own: {{others}}.',
  },
} as const;
