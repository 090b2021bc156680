/** What a number is, before anybody looks for its owner: libphonenumber where it can be a customer, nothing where it can't. */
import {
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js';

export type { CountryCode } from 'libphonenumber-js';

/** @returns null for what is no country that numbers can be read for */
export const countryCode = (text: string | undefined): CountryCode | null =>
  text !== undefined && isSupportedCountry(text) ? text : null;

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

/** One thing that was done to a number, or decided about it, on the way to what it is taken for. */
export interface NumberStep {
  /** What was done and why, in plain words. */
  rule: string;
  before: string;
  after: string;
}

/** Fewer digits are an extension or a short code. */
export const shortest = 7;

const valid = (text: string, country?: CountryCode): PhoneNumber | null => {
  const number = parsePhoneNumberFromString(text, country);
  return number?.isValid() ? number : null;
};

const possible = (text: string, country?: CountryCode): PhoneNumber | null => {
  const number = parsePhoneNumberFromString(text, country);
  return number?.isPossible() ? number : null;
};

/** Whether people of this number's country put a 0 before the area code, as in Germany and not in the US. */
const writesZero = (number: PhoneNumber): boolean => number.formatNational().startsWith('0');

interface External {
  number: PhoneNumber;
  rule: string;
}
const as = (rule: string, number: PhoneNumber | null): External | null => number && { number, rule };

/**
 * Providers send `491711234567` as often as `+491711234567` and `01711234567`. libphonenumber alone would take the first
 * for a German subscriber `0491 711234567`.
 */
const external = (digits: string, country: CountryCode): External | null => {
  if (digits.startsWith('+')) return as('an international number, written with +', possible(digits));
  const inCountry = `a national number of ${country}`;
  if (digits.startsWith('0')) {
    const abroad = /^(00|011)/.test(digits);
    return (
      as(abroad ? `an international number, as dialled in ${country}` : inCountry, valid(digits, country)) ??
      (abroad ? as(`an international number, as dialled in ${country}`, possible(digits, country)) : null)
    );
  }
  const isOwn = digits.startsWith(getCountryCallingCode(country)) && digits.length >= 10;
  const own = as(
    `begins with the country code of ${country}: an international number without its +`,
    isOwn ? possible(`+${digits}`) : null,
  );
  // Where national numbers begin with a 0, one without it in a caller id is an international one without its +.
  if (own && writesZero(own.number)) return own;
  const national = as(inCountry, valid(digits, country));
  if (national && !writesZero(national.number)) return national;
  return (
    own ??
    (digits.length >= 11 ? as('an international number without its +', valid(`+${digits}`)) : null) ??
    national
  );
};

const bare = (text: string): string => text.replace(/[\s()./\u00a0\u2010-\u2013-]+/g, '');

/**
 * @param raw a caller id or what somebody dialled, as the PBX gives it
 * @param country of the PBX: how numbers without a country code are read
 * @param steps takes what was done, for those who want to know why
 */
export const parseNumber = (
  raw: string | null | undefined,
  country: CountryCode,
  steps: NumberStep[] = [],
): ParsedNumber => {
  const text = (raw ?? '').trim();
  const conclude = (kind: NumberKind, display: string, rule: string): ParsedNumber => {
    steps.push({ rule, before: text, after: display });
    return { kind, e164: null, display };
  };
  if (isAnonymous(text)) return conclude('anonymous', 'Anonymous', 'withheld: there is no number');
  if (/^[*#][0-9*#]*$/.test(text)) return conclude('service', text, 'a code for the PBX itself');
  const plain = bare(text);
  if (plain !== text)
    steps.push({ rule: 'blanks, brackets and other separators are dropped', before: text, after: plain });
  const digits = plain.replace(/^\+(00)?0?(?=[1-9])/, '+');
  if (digits !== plain) steps.push({ rule: 'zeros after the + are dropped', before: plain, after: digits });
  if (!/^\+?[0-9]+$/.test(digits)) return conclude('unknown', text, 'holds letters or signs: no number');
  if (!digits.startsWith('+') && digits.length < shortest) {
    return digits.length >= 2 && !digits.startsWith('0')
      ? conclude(
          'internal',
          digits,
          `fewer than ${shortest} digits: an extension or a short code, no customer`,
        )
      : conclude('unknown', digits, 'too short for a public number, and no extension');
  }
  const found = external(digits, country);
  if (!found) return conclude('unknown', digits, `no valid public number, read as in ${country}`);
  const { number, rule } = found;
  steps.push({ rule, before: digits, after: number.number });
  return { kind: 'external', e164: number.number, display: number.formatInternational() };
};

/** Whether this is how a person in that country dials a public number: `0171...` or `00...` in Germany, `212...` in the US. */
export const isAsDialled = (digits: string, country: CountryCode): boolean => {
  const number = external(digits, country)?.number;
  if (!number) return false;
  const isNational = number.countryCallingCode === getCountryCallingCode(country);
  return /^[0+]/.test(digits) || (isNational && !writesZero(number));
};

/** Whether two spellings are one number: the customer's `0171 1234567` and the network's `+491711234567`. */
export const sameNumber = (a: string, b: string, country: CountryCode): boolean => {
  const [one, other] = [parseNumber(a, country), parseNumber(b, country)];
  return one.e164 && other.e164 ? one.e164 === other.e164 : one.display === other.display;
};
