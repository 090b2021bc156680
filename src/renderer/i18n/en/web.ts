/** What only the companion in a browser says. */
export const web = {
  web: {
    titleRinging: '{{who}} is calling · {{app}}',
    notifyText: 'See who is calling while you work in another window?',
    notifyAllow: 'Allow notifications',
    notifyLater: 'Not now',
    ask: 'Your browser has not been asked yet whether it may show them.',
    blocked:
      'Your browser blocks notifications of this page. Allow them beside its address; until then calls show in this page and in its tab.',
    insecure:
      'Browsers show notifications over HTTPS only, and this address has none. Calls show in this page and in its tab.',
    missing: 'This browser has no notifications. Calls show in this page and in its tab.',
    kept: 'Your sign-in stays in this browser until you sign out. Do that before others use this computer.',
  },
} as const;
