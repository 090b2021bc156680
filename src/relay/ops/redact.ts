/** What may stand in a log: no secret, no whole phone number; by the name of a field and by how a text looks. */
import { maskNumber } from '../../shared/phone/mask';

const secretName = /token|secret|password|passwd|authorization|cookie|api[-_]?key|^code$|credential/i;
const numberName = /^(number|phone\w*|dialled|caller\w*|e164|display|remote|to|from|calleridnum)$/i;
/** E.164, or with an international or trunk prefix; call ids and times begin with neither. */
const numberText = /(?<![\w.:-])(\+\d|00\d|0\d)[\d ()/-]{5,}\d/g;
const secretTexts: [RegExp, string][] = [
  [/cti_[\w-]{8,}/g, 'cti_***'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 ***'],
  [/((?:password|secret|token|api_?key)["']?\s*[=:]\s*["']?)[^"'&\s,}]+/gi, '$1***'],
];
const maxDepth = 5;

export const redactText = (text: string): string =>
  secretTexts
    .reduce((clean, [pattern, mask]) => clean.replace(pattern, mask), text)
    .replace(numberText, (number) => maskNumber(number));

const redactError = (error: Error, depth: number): Record<string, unknown> => ({
  name: error.name,
  message: redactText(error.message),
  ...('code' in error && { code: error.code }),
  ...(error.stack !== undefined && { stack: redactText(error.stack) }),
  ...(error.cause !== undefined && { cause: redactValue(error.cause, depth + 1) }),
});

const redactValue = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth) return '[…]';
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redactValue(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, redactField(name, inner, depth + 1)]),
  );
};

const redactField = (name: string, value: unknown, depth: number): unknown => {
  if (secretName.test(name) && (typeof value === 'string' || typeof value === 'object') && value !== null)
    return '***';
  if (numberName.test(name) && typeof value === 'string') return maskNumber(value);
  return redactValue(value, depth);
};

export const redactFields = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, redactField(name, value, 0)]));
