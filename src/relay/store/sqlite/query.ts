/** The pure half of the history search. */
import { z } from 'zod';
import { AppError } from '../../../shared/errors';

/** Times are compared as text, so all are written with milliseconds. */
export const toIso = (time: string): string => new Date(time).toISOString();

/**
 * What of a typed number is looked for in stored digits. `+49 171 123`, `0049171123` and `0171 123` all find
 * `49171123`: leading zeros (trunk prefix, international prefix) are never part of a stored E.164 number.
 */
export const searchDigits = (typed: string): string => {
  const digits = typed.replace(/\D/g, '');
  return digits.replace(/^0+/, '') || digits;
};

const cursorSchema = z.tuple([z.iso.datetime({ precision: 3 }), z.string()]);

/** A place in the list, not a page number: what arrives meanwhile moves nothing. */
export const encodeCursor = (call: { startedAt: string; id: string }): string =>
  Buffer.from(JSON.stringify([call.startedAt, call.id])).toString('base64url');

/** Throws `bad_request` for anything that `encodeCursor` did not make. */
export const decodeCursor = (cursor: string): { startedAt: string; id: string } => {
  try {
    const [startedAt, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { startedAt, id };
  } catch (cause) {
    throw new AppError('bad_request', 'The cursor is not one that this relay gave out; ask without it.', {
      cause,
    });
  }
};
