/** The links to relay, telephone system and CRM. */
export const links = {
  link: {
    title: 'Connections',
    relay: 'Relay',
    pbx: 'Phone system',
    crm: 'CRM',
    off: 'off',
    connecting: 'connecting',
    connected: 'connected',
    down: 'down',
    unknown: 'unknown',
    since: 'since {{time}}',
    relayDown: 'Relay unreachable since {{time}}, trying again',
    relayDownNoTime: 'Relay unreachable, trying again',
    pbxDown: 'Phone system unreachable since {{time}}, calls are not shown until it is back',
    historyStale: 'Calls you see here are from before.',
  },
} as const;
