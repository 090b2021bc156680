/** Whether a number that came by link or hotkey is asked about first, and why. Desktop only: it brings the large tables of numbers along. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { parseNumber, type CountryCode } from '../phone/parse';
import type { Settings } from '../ipc/settings';
import type { DialReason } from './reasons';

export interface DialCheck {
  /** What goes to the PBX: E.164 where it is a public number. */
  number: string;
  /** As a person reads it. */
  display: string;
  /** ISO 3166 alpha-2, where it is a public number of a country. */
  region: string | null;
  /** null: dialled without a question. */
  why: DialReason | null;
}

const emergency = new Set(['000', '110', '112', '911', '999']);
/** Directory enquiries of Europe: short, and dear. */
const enquiries = /^118[0-9]{2,3}$/;
const costs = new Set(['PREMIUM_RATE', 'SHARED_COST']);

const judge = (digits: string, country: CountryCode | null): DialCheck => {
  const as = (why: DialReason | null) => ({ number: digits, display: digits, region: null, why });
  if (/[*#]/.test(digits)) return as('code');
  if (emergency.has(digits)) return as('emergency');
  if (enquiries.test(digits)) return as('premium');
  // Without a country of one's own a national number can not be read; any will do for one with a +.
  if (country === null && !digits.startsWith('+')) return as(digits.length < 7 ? null : 'unclear');
  const { kind, e164, display } = parseNumber(digits, country ?? 'US');
  if (kind === 'internal') return as(null);
  if (kind !== 'external' || e164 === null) return as('unclear');
  const number = parsePhoneNumberFromString(e164);
  const region = number?.country ?? null;
  const type = number?.getType();
  const isOwn = country !== null && region === country;
  const why = type !== undefined && costs.has(type) ? 'premium' : isOwn ? null : 'foreign';
  return { number: e164, display, region, why };
};

/** @param country whose numbers are written without a country code; null: not known yet */
export const checkDial = (
  digits: string,
  rule: Settings['dialConfirm'],
  country: CountryCode | null,
): DialCheck => {
  const judged = judge(digits, country);
  // Whatever the rule: nobody clicks these by intention often enough to mind the question.
  const isGrave = judged.why === 'code' || judged.why === 'emergency';
  if (rule === 'never') return { ...judged, why: isGrave ? judged.why : null };
  return { ...judged, why: judged.why ?? (rule === 'always' ? 'always' : null) };
};
