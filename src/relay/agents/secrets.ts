/** Tokens and one-time codes. Only their SHA-256 is ever stored; both are random, so no slow hash is needed. */
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** 256 bits; the prefix lets secret scanners and people recognise it. */
export const newToken = (): string => `cti_${randomBytes(32).toString('base64url')}`;

/** Without I, L, O, 0 and 1, which are read for one another. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const codeLength = 8;

/** About 39 bits: enough for 15 minutes behind a strict rate limit, short enough to be read over the phone. */
export const newCode = (): string =>
  Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]).join('');

/** As typed by a person: small letters, spaces and dashes are forgiven. */
export const tidyCode = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** Compares in constant time, whatever the lengths. */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
