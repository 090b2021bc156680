/** The number in a text that somebody has selected or copied. */
import { findPhoneNumbersInText } from 'libphonenumber-js/max';
import { because } from '../error-reasons';
import { AppError } from '../errors';
import { dialable } from '../phone/dialable';
import type { CountryCode } from '../phone/parse';
import { err, ok, type Result } from '../result';
import { readDialLink, type DialWish } from './dial-link';

/** Characters that are looked through. */
const most = 2_000;

/** @returns the first number; `bad_number` where there is none */
export const numberIn = (text: string, country: CountryCode | null): Result<DialWish, AppError> => {
  const said = text.slice(0, most).trim();
  if (/^(tel|callto|cti-companion):/i.test(said)) return readDialLink(said);
  const whole = dialable(said);
  if (whole.ok) return ok({ number: whole.value, extension: null });
  const [found] = findPhoneNumbersInText(said, country ? { defaultCountry: country } : {});
  if (found) return ok({ number: found.number.number, extension: found.number.ext ?? null });
  return err(
    new AppError('bad_number', 'There is no phone number in the selected text or in the clipboard.', {
      details: because('text-no-number'),
    }),
  );
};
