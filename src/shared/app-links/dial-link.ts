/**
 * What a `tel:`, `callto:` or `cti-companion://dial/` link asks for. Any web page can make one, so it is taken apart strictly: what is no
 * number is refused with a sentence, and nothing of the link but the number and its extension goes on.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { because, type ErrorDetails } from '../error-reasons';
import { AppError } from '../errors';
import { dialable } from '../phone/dialable';
import { err, ok, type Result } from '../result';
import { ownScheme } from './scheme';

/** Characters; the longest number with its context and extension is far shorter. */
const longest = 300;

export interface DialWish {
  /** Digits, a leading `+`, `*` and `#`. */
  number: string;
  /** Behind that number, for the agent to dial by hand once he is through. */
  extension: string | null;
}

const refuse = (message: string, details: ErrorDetails) =>
  err(new AppError('bad_number', message, { details }));

// eslint-disable-next-line no-control-regex -- control characters are exactly what is looked for
const control = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;

const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/** RFC 3966: `863-1234;phone-context=+1-914-555` and, as it is mostly written, `0171...;phone-context=+49`. */
const inContext = (number: string, context: string | undefined): string => {
  const prefix = (context ?? '').replace(/[\s.()-]/g, '');
  if (!/^\+[0-9]{1,15}$/.test(prefix) || !/^[0-9]+$/.test(number)) return number;
  const whole = parsePhoneNumberFromString(`${prefix}${number}`);
  return whole?.isPossible() ? whole.number : `${prefix}${number}`;
};

/** The part of the link that holds the number; null: this is no link to dial. */
const bodyOf = (link: string): string | null => {
  const [, scheme = '', rest = ''] = /^([a-z-]+):(.*)$/is.exec(link) ?? [];
  if (/^(tel|callto)$/i.test(scheme)) return rest.replace(/^\/\//, '').replace(/\/*(\?.*)?$/s, '');
  if (scheme.toLowerCase() === ownScheme) return /^\/\/dial\/([^/?]*)/i.exec(rest)?.[1] ?? null;
  return null;
};

/** @returns what to dial, cleaned; `bad_number` with a sentence and its reason */
export const readDialLink = (link: string): Result<DialWish, AppError> => {
  if (link.length > longest)
    return refuse(
      `This link is too long for a number: ${longest} characters are the most.`,
      because('link-too-long', { most: longest }),
    );
  if (control.test(link))
    return refuse('The number holds a line break or another control character.', because('number-control'));
  const body = bodyOf(link.trim());
  if (body === null) return refuse('This link is not one to dial a number.', because('link-unknown'));
  const text = decoded(body);
  if (text === null)
    return refuse('This link is damaged: a % in it stands for nothing.', because('link-broken'));
  if (control.test(text))
    return refuse('The number holds a line break or another control character.', because('number-control'));

  const [written = '', ...parameters] = text.split(';');
  const given = new Map(
    parameters.map((parameter): [string, string] => {
      const [name = '', ...value] = parameter.split('=');
      return [name.trim().toLowerCase(), value.join('=').trim()];
    }),
  );
  // `+1 555 0100,,12`: phones of old pause at a comma and go on with the extension.
  const [bare = '', ...paused] = written.split(/,+/);
  const number = dialable(bare);
  if (!number.ok) return number;
  const extension = (given.get('ext') ?? paused.join('')).replace(/[\s.()-]/g, '');
  if (!/^[0-9*#]{0,20}$/.test(extension))
    return refuse('The extension in this link is no number.', because('link-extension'));
  return ok({
    number: inContext(number.value, given.get('phone-context')),
    extension: extension === '' ? null : extension,
  });
};
