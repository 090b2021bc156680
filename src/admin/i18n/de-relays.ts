/** German texts about several relays; `en-relays.ts` is the source. */
export const deRelays = {
  ofThisRelay: {
    audit:
      'Was über dieses Relay geschehen ist. Jedes Relay führt seine eigene Liste; sehen Sie auch bei {{others}} nach.',
    logs: 'Das Protokoll dieses Relays. Ihr eigenes führen: {{others}}.',
  },
};
