/** Finds one number in texts, however it is spelled there: to forget it, every place that names it has to be known. */
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { AppError } from '../errors';
import { err, ok, type Result } from '../result';
import { maskNumber } from './mask';
import { parseNumber, type CountryCode } from './parse';
import { readNumber, type NumberRules } from './read';

export interface NumberSearch {
  /** E.164 where it is a public number, else its digits. */
  readonly number: string;
  /** For logs and screens. */
  readonly masked: string;
  /** Whether this field of a call or a webhook holds the number, and no other one. */
  isNumber: (field: string | null) => boolean;
  /** Whether a text names it anywhere. */
  isIn: (text: string) => boolean;
  /** The text without it. */
  strike: (text: string) => string;
}

export const STRUCK_OUT = '***';

/** What stands between digits: people's signs, and what an address (`%20`) or a CRM's search (`1%7%1`) puts there. */
const between = '(?:%25|%20|[\\s().\\/\\u00a0\\u2010-\\u2013%-]){0,4}';
const extension = /\s*(?:x|ext\.?|extension|;ext=|#)\s*\d{1,6}\s*$/i;
/** Fewer digits stand in too many texts that mean something else. */
const fewestDigits = 6;

const escaped = (text: string): string => text.replace(/[*+]/g, '\\$&');
const spaced = (digits: string): string => Array.from(digits).join(between);

/** `+49 (0) 171 ...`, `0049171...`, `49171...`, `0171...`, `171...`, each also behind a line prefix. */
const patternOf = (national: string, callingCode: string, prefixes: readonly string[]): RegExp => {
  const line = `(?:${[...new Set(['0', '9', ...prefixes])]
    .filter((one) => one !== '')
    .map((one) => escaped(one) + between)
    .join('|')})?`;
  const country = `${spaced(callingCode)}${between}(?:\\(?0\\)?${between})?`;
  const before = `(?:(?:\\+|%2B)${between}|${line}(?:0${between}0|0${between}1${between}1)${between}|${line})`;
  // Behind the digits of a call's id, which may look like a number, stand a dot and more.
  const alone = '(?:(?<![\\d+])|(?<=%20))';
  return new RegExp(
    `${alone}(?:${before}${country}|${line}0?${between})?${spaced(national)}(?!\\d|\\.\\d)`,
    'gi',
  );
};

/** `+43 ` before the digits makes another country's number of them. */
const isForeign = (text: string, offset: number): boolean =>
  /\+[\d\s()./-]{1,8}$/.test(text.slice(Math.max(0, offset - 9), offset));

/**
 * @param typed by a person, in any spelling
 * @param country whose national numbers are typed without a country code
 * @param rules of every PBX: a number that a trunk rule changes is found as it came and as it became
 * @returns `bad_number` for what is no number of a person: an extension, a code, nothing
 */
export const numberSearch = (
  typed: string,
  country: CountryCode,
  rules: readonly NumberRules[],
): Result<NumberSearch, AppError> => {
  const main = typed.trim().replace(/^tel:/i, '').replace(extension, '');
  const parsed = parseNumber(main, country);
  const digits = main.replace(/\D/g, '').replace(/^0+/, '');
  if (
    parsed.kind === 'internal' ||
    parsed.kind === 'service' ||
    parsed.kind === 'anonymous' ||
    digits.length < fewestDigits
  )
    return err(
      new AppError(
        'bad_number',
        `This is no number that can be forgotten: it needs ${fewestDigits} digits or more, e.g. +49 171 1234567. Extensions, codes of the PBX and withheld numbers are nobody's.`,
      ),
    );
  const number = parsed.e164 === null ? undefined : parsePhoneNumberFromString(parsed.e164);
  const pattern = patternOf(
    number?.nationalNumber ?? digits,
    number?.countryCallingCode ?? '',
    rules.map(({ linePrefix }) => linePrefix),
  );
  const whole = new RegExp(`^(?:${pattern.source})$`, 'i');

  const readings = (field: string): (string | null)[] => [
    parseNumber(field, country).e164,
    ...rules.flatMap((one) => [
      readNumber(field, 'from-trunk', one).e164,
      readNumber(field, 'dialled', one).e164,
    ]),
  ];
  // Reading a number costs much, and most fields are nobody's near it.
  const tail = (parsed.e164 ?? digits).slice(-4);
  const isNumber = (field: string | null): boolean => {
    if (field === null || !field.replace(/\D/g, '').includes(tail)) return false;
    const text = field.trim().replace(/^tel:/i, '').replace(extension, '');
    const read = readings(text);
    if (parsed.e164 !== null && read.includes(parsed.e164)) return true;
    // With a country of its own it is another number, however it ends.
    return !text.startsWith('+') && whole.test(text);
  };
  const strike = (text: string): string =>
    text.replace(pattern, (hit: string, ...rest: unknown[]) => {
      const offset = rest.find((one) => typeof one === 'number');
      return offset !== undefined && isForeign(text, offset) ? hit : STRUCK_OUT;
    });
  return ok({
    number: parsed.e164 ?? digits,
    masked: maskNumber(main),
    isNumber,
    isIn: (text) => strike(text) !== text,
    strike,
  });
};
