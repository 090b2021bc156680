/** Which stored number is the caller's. The search by digits brings neighbours; here they are told apart. */
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { parseNumber, type CountryCode } from '../../shared/phone/parse';

/** 9 digits: no false hit in 50,000 contacts; 8 gave 0.15 per lookup, 7 more than one. */
const compared = 9;

export interface Wanted {
  e164: string;
  /** The last digits, at most nine, that every spelling of the number holds. */
  tail: string;
}
export type MatchQuality = 'exact' | 'similar';

/** @returns null for what is no public number (withheld, an extension, a service code): nobody is looked for */
export const wantedNumber = (number: string, country: CountryCode): Wanted | null => {
  const { e164 } = parseNumber(number, country);
  const national = e164 === null ? undefined : parsePhoneNumberFromString(e164)?.nationalNumber;
  return e164 === null || national === undefined ? null : { e164, tail: national.slice(-compared) };
};

/** SuiteCRM's LIKE pattern for every spelling: any text between the digits, and an extension behind them. */
export const likePattern = ({ tail }: Wanted): string => `%${Array.from(tail).join('%')}%`;

/** `similar` is the same last digits where the stored number has no country of its own. */
export const compareNumbers = (wanted: Wanted, stored: string, country: CountryCode): MatchQuality | null => {
  const main = withoutExtension(stored);
  const { e164 } = parseNumber(main, country);
  if (e164 === wanted.e164) return 'exact';
  if (main.startsWith('+')) return null;
  return main.replace(/\D/g, '').endsWith(wanted.tail) ? 'similar' : null;
};

/** People write `x31`, `ext. 31`, `-31 (Durchwahl)` and `tel:` into phone fields. */
const withoutExtension = (stored: string): string =>
  stored
    .trim()
    .replace(/^tel:/i, '')
    .replace(/^00(?=[1-9])/, '+')
    .replace(/\s*(;\s*ext=|#|,|\/\/|[a-z(]+\.?\s*(?=\d+\)?$)).*$/i, '')
    .replace(/[a-z:]+\.?\s*$/i, '')
    .trim();
