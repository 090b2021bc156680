/** The page of the connections, the support bundle, and what IT has set. */
export const connection = {
  connection: {
    title: 'Connections',
    intro: 'Three links bring a call with its name to your screen. Here is how each is doing.',
    lastEvent: 'Last heard of',
    lastProblem: 'Last trouble',
    never: 'nothing yet',
    noProblem: 'none',
    since: 'Since',
    tryNow: 'Try now',
    trying: 'Asked for a new try.',
    toSettings: 'To the settings',
    details: 'What was reported',
    relayGood: 'Your calls arrive here as soon as they ring.',
    relayConnecting: 'Connecting. Calls show as soon as that is done.',
    relayDown:
      'No calls can show until it is back. Check your network and VPN; if colleagues have it too, tell your IT.',
    relayOff: 'Not signed in. Sign in with the code of your IT.',
    pbxGood: 'The relay hears the phone system.',
    pbxConnecting: 'The relay is connecting to the phone system.',
    pbxDown:
      'The relay does not hear the phone system. Your phone works, but calls do not show. Tell your IT; nothing can be done here.',
    relayFirst: 'The relay tells this once it is reached.',
    crmGood: 'Callers are looked up with your own account.',
    crmGoodWeb: 'Callers are looked up through the relay.',
    crmConnecting: 'Signing in to the CRM.',
    crmDown:
      'Calls show without names. Try now; if it stays, check your password in the settings or tell your IT.',
    crmOff: 'You are not signed in to the CRM, so calls show without names.',
    crmOffWeb: 'Your IT does not show CRM details in the browser.',
  },
  support: {
    title: 'Help for your IT',
    text: 'A support bundle says what runs here and how the links are. Numbers are masked; names, passwords and notes are not in it.',
    make: 'Make a support bundle',
    contains: 'It contains',
    save: 'Save…',
    saved: 'Saved as {{path}}',
  },
  managed: {
    by: 'Set by your IT',
    some: 'Your IT has set some of these for you, in {{source}}.',
    wrong: 'The settings of your IT for this computer can not be used. Please show them this:',
  },
} as const;
