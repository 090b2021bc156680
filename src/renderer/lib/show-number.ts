import { parseNumber } from '../../shared/phone/parse';

/**
 * A number as a person reads it. The relay has already written E.164 where it parses, so no country is guessed here:
 * what has no `+` (an extension, a short code) is shown as it is.
 */
export const showNumber = (number: string): string =>
  number.startsWith('+') ? parseNumber(number, 'US').display : number;
