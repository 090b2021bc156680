/** What a number is, before anybody looks for its owner: libphonenumber where it can be a customer, nothing where it can't. */
import {
  getCountryCallingCode,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js';

export type { CountryCode } from 'libphonenumber-js';

/**
 * - `external`: a public number
 * - `internal`: an extension or another short code (2 to 6 digits), never a customer
 * - `service`: a code for the PBX itself (`*97`, `**1001`, `#72`)
 * - `anonymous`: withheld
 * - `unknown`: digits that are no valid public number, or no digits at all
 */
export type NumberKind = 'external' | 'internal' | 'service' | 'anonymous' | 'unknown';

export interface ParsedNumber {
  kind: NumberKind;
  /** With `+`, only for `external`. */
  e164: string | null;
  /** As a person reads it; `Anonymous` where there is nothing to show. */
  display: string;
}

/** How networks and PBXs spell "withheld" (Asterisk: `anonymous`; SIP: `anonymous.invalid`, `restricted`, `unavailable`). */
const withheld = new Set([
  '',
  '<unknown>',
  'anonymous',
  'asterisk',
  'blocked',
  'coming soon',
  'no number',
  'none',
  'null',
  'out of area',
  'private',
  'private number',
  'restricted',
  's',
  'unavailable',
  'unidentified',
  'unknown',
  'withheld',
]);

export const isAnonymous = (raw: string | null | undefined): boolean =>
  withheld.has((raw ?? '').trim().toLowerCase().replace(/@.*$/, ''));

const shortest = 7;

const valid = (text: string, country?: CountryCode): PhoneNumber | null => {
  const number = parsePhoneNumberFromString(text, country);
  return number?.isValid() ? number : null;
};

const possible = (text: string, country?: CountryCode): PhoneNumber | null => {
  const number = parsePhoneNumberFromString(text, country);
  return number?.isPossible() ? number : null;
};

/**
 * Providers send `491711234567` as often as `+491711234567` and `01711234567`. libphonenumber alone would take the first
 * for a German subscriber `0491 711234567`.
 */
const external = (digits: string, country: CountryCode): PhoneNumber | null => {
  if (digits.startsWith('+')) return possible(digits);
  if (digits.startsWith('0')) {
    return valid(digits, country) ?? (/^(00|011)/.test(digits) ? possible(digits, country) : null);
  }
  const isOwn = digits.startsWith(getCountryCallingCode(country)) && digits.length >= 10;
  const own = isOwn ? possible(`+${digits}`) : null;
  // Where national numbers begin with a 0, one without it in a caller id is an international one without its +.
  if (own?.formatNational().startsWith('0')) return own;
  const national = valid(digits, country);
  if (national && !national.formatNational().startsWith('0')) return national;
  return own ?? (digits.length >= 11 ? valid(`+${digits}`) : null) ?? national;
};

/**
 * @param raw a caller id or what somebody dialled, as the PBX gives it
 * @param country of the PBX: how numbers without a country code are read
 */
export const parseNumber = (raw: string | null | undefined, country: CountryCode): ParsedNumber => {
  const text = (raw ?? '').trim();
  if (isAnonymous(text)) return { kind: 'anonymous', e164: null, display: 'Anonymous' };
  if (/^[*#][0-9*#]*$/.test(text)) return { kind: 'service', e164: null, display: text };
  const digits = text.replace(/[\s()./-]+/g, '').replace(/^\+(00)?0?(?=[1-9])/, '+');
  if (!/^\+?[0-9]+$/.test(digits)) return { kind: 'unknown', e164: null, display: text };
  if (!digits.startsWith('+') && digits.length < shortest) {
    const kind = digits.length >= 2 && !digits.startsWith('0') ? 'internal' : 'unknown';
    return { kind, e164: null, display: digits };
  }
  const number = external(digits, country);
  return number
    ? { kind: 'external', e164: number.number, display: number.formatInternational() }
    : { kind: 'unknown', e164: null, display: digits };
};

/** Whether two spellings are one number: the customer's `0171 1234567` and the network's `+491711234567`. */
export const sameNumber = (a: string, b: string, country: CountryCode): boolean => {
  const [one, other] = [parseNumber(a, country), parseNumber(b, country)];
  return one.e164 && other.e164 ? one.e164 === other.e164 : one.display === other.display;
};
