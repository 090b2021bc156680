import { because, type ErrorDetails } from '../error-reasons';
import { AppError } from '../errors';
import { err, ok, type Result } from '../result';

const refuse = (message: string, details: ErrorDetails) =>
  err(new AppError('bad_number', message, { details }));

/** Digits. */
const longest = 25;

/**
 * What may be handed to the PBX to dial: digits, a leading `+`, and `*` or `#` for its own codes. Written for people's
 * input, so the usual signs between digits are dropped; anything else is refused, because a letter or a line break in a
 * manager action is an attack or a mistake.
 * @returns the cleaned number; `bad_number` with a sentence that says what is wrong
 */
export const dialable = (raw: string): Result<string, AppError> => {
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is looked for
  if (/[\u0000-\u001f\u007f]/.test(raw))
    return refuse('The number holds a line break or another control character.', because('number-control'));
  const text = raw
    .trim()
    .replace(/^tel:/i, '')
    .replace(/\+\s*([0-9 ]*)\(0\)/, '+$1');
  if (text === '') return refuse('There is no number to call.', because('number-empty'));
  if (!/^[0-9+*#\s()./\u00a0\u2010-\u2013-]+$/.test(text)) {
    return refuse(
      'A number may hold digits, a leading +, * and #, and spaces, brackets, dots or dashes between them.',
      because('number-signs'),
    );
  }
  const cleaned = text.replace(/[^0-9+*#]/g, '');
  if (!/^\+?[0-9*#]+$/.test(cleaned))
    return refuse('A + may stand only at the start of a number.', because('number-plus'));
  if (!/[0-9]/.test(cleaned)) return refuse('There is no digit in the number.', because('number-no-digit'));
  if (cleaned.length > longest)
    return refuse(
      `The number is too long: ${longest} digits are the most.`,
      because('number-too-long', { most: longest }),
    );
  return ok(cleaned);
};
