/** German texts about several relays; `en-relays.ts` is the source. */
export const deRelays = {
  ofThisRelay: {
    audit: 'Was über dieses Relay geschehen ist. Ihre eigene Liste führen: {{others}}.',
    logs: 'Das Protokoll dieses Relays. Ihr eigenes führen: {{others}}.',
  },
};
