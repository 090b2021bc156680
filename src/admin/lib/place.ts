/** Where in the dashboard somebody is: kept in the address behind `#`, so that a reload and a link lead back there. */

export const pages = [
  'now',
  'charts',
  'history',
  'call-log',
  'agents',
  'keys',
  'accounts',
  'audit',
  'settings',
  'logs',
] as const;
export type Page = (typeof pages)[number];

export interface Place {
  page: Page;
  /** The call that is open in the history. */
  callId: string | null;
}

const isPage = (text: string | undefined): text is Page => pages.some((page) => page === text);

const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/** What is unknown leads to the first page. */
export const readPlace = (hash: string): Place => {
  const [page, ...rest] = hash.replace(/^#\/?/, '').split('/');
  if (!isPage(page)) return { page: 'now', callId: null };
  const callId = page === 'history' && rest.length > 0 ? decoded(rest.join('/')) : null;
  return { page, callId: callId === '' ? null : callId };
};

/** Nothing of a person but a call's id may stand in an address: addresses are logged and shared. */
export const hashOf = (page: Page, callId: string | null = null): string =>
  callId === null ? `#/${page}` : `#/${page}/${encodeURIComponent(callId)}`;
