/** The browser's choice "keep me signed in"; off by default, because a browser may be shared. */
const KEY = 'cti.keep-signed-in';

export const keepsSignedIn = (): boolean => localStorage.getItem(KEY) === 'yes';
export const setKeepSignedIn = (keep: boolean): void => {
  if (keep) localStorage.setItem(KEY, 'yes');
  else localStorage.removeItem(KEY);
};
