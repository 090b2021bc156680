/** Codes are typed by hand and short; tokens are pasted and long. Characters. */
const LONGEST_CODE = 20;
/** What every token of the relay begins with. */
const TOKEN_MARK = 'cti_';

export type Secret = { kind: 'code'; code: string } | { kind: 'token'; token: string };

/** One field for both: a person need not know which of the two IT has sent. Null: too short for either. */
export const secretOf = (text: string): Secret | null => {
  const trimmed = text.trim();
  if (trimmed.length < 4 || trimmed.length > 200) return null;
  const isCode = trimmed.length <= LONGEST_CODE && !trimmed.startsWith(TOKEN_MARK);
  return isCode ? { kind: 'code', code: trimmed } : { kind: 'token', token: trimmed };
};

/** `relay.example.com` becomes https; only http and https pass. Null: not an address. */
export const webAddressOf = (text: string): string | null => {
  const trimmed = text.trim();
  if (trimmed === '' || /\s/.test(trimmed)) return null;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  const url = URL.parse(withScheme);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== ''
    ? withScheme.replace(/\/+$/, '')
    : null;
};

/** The same for several with commas between them; null where one is no address. */
export const relayAddressesOf = (text: string): string | null => {
  const addresses = text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map(webAddressOf);
  return addresses.length === 0 || addresses.includes(null) ? null : addresses.join(', ');
};
