/** What may go into a manager action. A line break in a value would be a second action, written by whoever made the value. */
import { AppError } from '../../shared/errors';
import { err, ok, type Result } from '../../shared/result';

// eslint-disable-next-line no-control-regex -- exactly these are refused
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const headerName = /^[A-Za-z][A-Za-z0-9-]*$/;
/** Asterisk refuses lines of 1024 bytes and more. */
const maxLineBytes = 1_000;

/** @returns the headers, or `bad_request` with the name (never the value) of the one that is refused */
export const checkHeaders = (
  headers: Readonly<Record<string, string>>,
): Result<Record<string, string>, AppError> => {
  for (const [name, value] of Object.entries(headers)) {
    if (!headerName.test(name)) {
      return err(new AppError('bad_request', 'A header name of this action holds a forbidden character.'));
    }
    if (control.test(value)) {
      return err(new AppError('bad_request', `"${name}" holds a line break or another control character.`));
    }
    if (Buffer.byteLength(`${name}: ${value}`) > maxLineBytes) {
      return err(new AppError('bad_request', `"${name}" is too long.`));
    }
  }
  return ok({ ...headers });
};
