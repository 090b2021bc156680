/** Which stored number is the caller's. The search by digits brings neighbours; here they are told apart. */
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { parseNumber, type CountryCode } from '../../shared/phone/parse';
import type { PhoneKey } from '../port';
import type { NumberQuality } from '../rank';

/** To be raised where `keyOfStored` files a number elsewhere than before: indexes of before are made anew. */
export const numberRules = 1;

/** 9 digits: no false hit in 50,000 contacts; 8 gave 0.15 per lookup, 7 more than one. */
const compared = 9;

export interface Wanted {
  e164: string;
  national: string;
  /** The last digits, at most nine, that every spelling of the number holds. */
  tail: string;
}

/** @returns null for what is no public number (withheld, an extension, a service code): nobody is looked for */
export const wantedNumber = (number: string, country: CountryCode): Wanted | null => {
  const { e164 } = parseNumber(number, country);
  const national = e164 === null ? undefined : parsePhoneNumberFromString(e164)?.nationalNumber;
  return e164 === null || national === undefined ? null : { e164, national, tail: national.slice(-compared) };
};

/** SuiteCRM's LIKE pattern for every spelling: any text between the digits, and an extension behind them. */
export const likePattern = ({ tail }: Wanted): string => `%${Array.from(tail).join('%')}%`;

/** `national` and `tail` are for stored numbers without a country of their own; with one, they are another number. */
export const compareNumbers = (
  wanted: Wanted,
  stored: string,
  country: CountryCode,
): NumberQuality | null => {
  const main = splitExtension(stored).main;
  const { e164 } = parseNumber(main, country);
  if (e164 === wanted.e164) return 'exact';
  if (main.startsWith('+')) return null;
  const digits = main.replace(/\D/g, '');
  // Behind the trunk zero, which most countries write and none sends.
  if (digits.replace(/^0(?!0)/, '') === wanted.national) return 'national';
  return digits.endsWith(wanted.tail) ? 'tail' : null;
};

/**
 * Where a stored number is filed so that whoever calls from it finds it: all for which `compareNumbers` says yes have the
 * caller's E.164, or his last digits at the end of theirs.
 */
export const keyOfStored = (stored: string, country: CountryCode): PhoneKey | null => {
  const main = splitExtension(stored).main;
  const { e164 } = parseNumber(main, country);
  const digits = main.replace(/\D/g, '');
  const tail = main.startsWith('+') || digits === '' ? null : digits.slice(-compared);
  return e164 === null && tail === null ? null : { e164, tail };
};

/** The digits of `x31` in `(212) 555-0142 x31`; null where there are none. */
export const extensionOf = (stored: string): string | null => splitExtension(stored).extension;

/** People write `x31`, `ext. 31`, `-31 (Durchwahl)` and `tel:` into phone fields. */
const splitExtension = (stored: string): { main: string; extension: string | null } => {
  const text = stored
    .trim()
    .replace(/^tel:/i, '')
    .replace(/^00(?=[1-9])/, '+');
  const behind = /\s*(;\s*ext=|#|,|\/\/|[a-z(]+\.?\s*(?=\d+\)?$)).*$/i.exec(text)?.[0] ?? '';
  const main = text
    .slice(0, text.length - behind.length)
    .replace(/[a-z:]+\.?\s*$/i, '')
    .trim();
  // `+49 (0) 171` and a number that is all in brackets are no extension.
  return { main, extension: /\d{1,6}(?=\D*$)/.exec(behind)?.[0] ?? null };
};
