/**
 * What may stand in a log, of the relay and of the desktop alike: no secret, no whole phone number, no word of a conversation,
 * nobody's name. By the name of a field, by how a text looks, and by the values that are known to be secret.
 */
import { maskNumber } from './phone/mask';

const HIDDEN = '***';
const secretName =
  /token|secret|password|passwd|authorization|cookie|api[-_]?key|credential|signature|^(?:enrol\w*)?code$/i;
const numberName =
  /^(?:\w*number|phone\w*|dialled|caller\w*|e164|display|remote|to|from|calleridnum|external|recipient)$/i;
/** What people say or are called, and whole records of them. */
const personalName =
  /^(?:transcript\w*|summary|text|words|said|contact\w*|account|person\w*|subject|description|notes?|body|conversation|call|callData|calleridname|(?:first|last|full|remote|contact)[-_]?name)$/i;
/** A `code` of this shape is an error's, which everybody may read; a one-time code is none of them. */
const errorCode = /^(?:[a-z]+(?:_[a-z]+)*|(?:E|ERR_|SQLITE_|CERT_|UNABLE_|SELF_|DEPTH_)[A-Z_]{3,}\d?)$/;

const secretTexts: [RegExp, string][] = [
  [/\bcti_[\w-]{8,}/g, 'cti_***'],
  [/\bwsec_[\w-]{4,}/g, 'wsec_***'],
  // A token of SuiteCRM is one of these.
  [/\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/g, HIDDEN],
  [/(\/\/[^\s/:@]*:)[^\s/@]+@/g, '$1***@'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 ***'],
  [
    /((?:password|passwd|secret|token|api[-_]?key)\w*\\?["']?\s*[=:]\s*)(?:\\"(?:[^"\\]|\\[^"])*\\"|"(?:[^"\\]|\\.)*"|'[^']*'|[^"'&\s,}]+)/gi,
    '$1***',
  ],
  // `JSON.parse` repeats what it could not read.
  [/(?:\.{3})?"[^]*"(?:\.{3})? is not valid JSON/g, 'the text is not valid JSON'],
];

const between = '(?:%25|%20|[ \\t().\\/\\u00a0\\u2010-\\u2013%-]){0,4}';
/** Digits that belong to something else: a time, a UUID, the id of a call, an address of a network. */
const harmless = [
  '(?<!\\d)(?:19|20)\\d\\d-(?:0[1-9]|1[0-2])-(?:[0-2]\\d|3[01])(?:T\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?Z?)?(?!\\d)',
  '(?<![\\w-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\\w-])',
  '(?<![\\d+])1\\d{9}\\.\\d{1,8}(?![\\d.])',
  '(?<![\\d.+])(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?![\\d.])',
].join('|');
/** Seven digits or more, with what people, addresses and searches put between them. */
const numberOrNot = new RegExp(`(${harmless})|(?:(?:\\+|%2B)${between})?\\d(?:${between}\\d){6,}`, 'gi');

const maxDepth = 5;
const maxItems = 50;

const maskNumbers = (text: string): string =>
  text.replace(numberOrNot, (hit: string, safe: string | undefined) => safe ?? maskNumber(hit));

const maskValue = (value: string): string => (/\d/.test(value) ? maskNumber(value) : HIDDEN);

export interface Redactor {
  text: (text: string) => string;
  fields: (fields: object) => Record<string, unknown>;
}

/** How one secret may come back from a peer: as it is, in an address, in JSON. */
const spellingsOf = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  new URLSearchParams({ s: secret }).toString().slice(2),
  JSON.stringify(secret).slice(1, -1),
];
/** A shorter one would also stand in words that say something. */
const shortestSecret = 5;

/** @param secrets values that must never be seen, whatever stands around them */
export const createRedactor = (secrets: readonly string[] = []): Redactor => {
  const known = [
    ...new Set(secrets.filter(({ length }) => length >= shortestSecret).flatMap(spellingsOf)),
    // The longest first: one may be a part of another.
  ].sort((a, b) => b.length - a.length);

  const redactText = (text: string): string => {
    const without = known.reduce((clean, secret) => clean.replaceAll(secret, HIDDEN), text);
    return maskNumbers(secretTexts.reduce((clean, [pattern, mask]) => clean.replace(pattern, mask), without));
  };

  const redactError = (error: Error, depth: number): Record<string, unknown> => ({
    name: redactText(error.name),
    message: redactText(error.message),
    ...('code' in error && { code: redactField('code', error.code, depth + 1) }),
    ...(error.stack !== undefined && { stack: redactText(error.stack) }),
    ...(error.cause !== undefined && { cause: redactValue(error.cause, depth + 1) }),
  });

  const redactValue = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return redactText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= maxDepth) return '[…]';
    if (value instanceof Error) return redactError(value, depth);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    if (value instanceof URL) return redactText(value.href);
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    const list = value instanceof Set || value instanceof Map ? [...value] : value;
    if (Array.isArray(list)) return list.slice(0, maxItems).map((item) => redactValue(item, depth + 1));
    return redactAll(value, depth + 1);
  };

  const redactField = (name: string, value: unknown, depth: number): unknown => {
    if (value === null || value === undefined || typeof value === 'boolean') return value;
    if (secretName.test(name) && typeof value !== 'number')
      return /^code$/i.test(name) && typeof value === 'string' && errorCode.test(value)
        ? redactText(value)
        : HIDDEN;
    if (personalName.test(name) && typeof value !== 'number') return HIDDEN;
    if (numberName.test(name) && (typeof value === 'string' || typeof value === 'number'))
      return maskValue(String(value));
    return redactValue(value, depth);
  };

  const redactAll = (fields: object, depth: number): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [redactText(name), redactField(name, value, depth)]),
    );

  return { text: redactText, fields: (fields) => redactAll(fields, 0) };
};
