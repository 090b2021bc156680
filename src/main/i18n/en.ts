/** What the main process says itself: tray, notifications, dialogs. */
export const en = {
  incoming: 'Incoming call',
  incomingQueue: 'Incoming call · {{queue}}',
  withheld: 'Number withheld',
  unknown: 'unknown',
  ringing: 'Ringing: {{who}}',
  talking: 'Talking: {{who}}',
  setUp: 'Not connected yet. Open to set up.',
  signedOut: 'Signed out. Open to sign in.',
  relayDown: 'The relay can not be reached. Trying again.',
  pbxDown: 'The phone system can not be reached. Calls are not shown.',
  connecting: 'connecting',
  openApp: 'Open CTI Companion',
  settings: 'Settings',
  quit: 'Quit',
  quiet: 'Do not disturb',
  quietUntil: 'Do not disturb until {{time}}',
  quietHalf: 'For 30 minutes',
  quietHour: 'For 1 hour',
  quietOpen: 'Until I turn it off',
  quietOff: 'Turn off',
  missed_one: '{{count}} call meanwhile',
  missed_other: '{{count}} calls meanwhile',
  updateTo: 'Restart for version {{version}}',
  loopTitle: 'A window of CTI Companion does not come back',
  loopBody:
    'It has failed several times. Your notes are kept. Click here to restart the Companion; if that does not help, send IT a support bundle (Connections).',
  unseen_one: '{{count}} missed call',
  unseen_other: '{{count}} missed calls',
  startFailed: 'CTI Companion can not start',
  startFailedTell: 'Please show this to your IT:',
  bundleTitle: 'Save the support bundle',
} as const;

type Key = keyof typeof en;
type More<K> = K extends `${infer Base}_other` ? `${Base}_many` : never;
/** What a translation has to fill; French and Spanish have a form for a million. */
export type Words = Record<Key, string> & Partial<Record<More<Key>, string>>;
