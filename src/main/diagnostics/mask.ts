import type { LogFields } from '../../shared/logger';
import { maskNumber } from '../../shared/phone/mask';

const secretNames = /token|secret|password|authorization|code$/i;
/** Anything that can be dialled: six or more digits, as people and PBXs write them. A call's id is left readable. */
const phone = /(?<![\w.:-])\+?\d[\d ()/-]{4,}\d(?![\w.:-])/g;

const maskText = (text: string): string => text.replace(phone, (number) => maskNumber(number));

const maskValue = (name: string, value: unknown): unknown => {
  if (typeof value === 'string') {
    if (secretNames.test(name) && name !== 'code') return '***';
    return maskText(value);
  }
  if (value instanceof Error) return { name: value.name, message: maskText(value.message) };
  if (Array.isArray(value)) return value.map((item: unknown) => maskValue(name, item));
  if (typeof value === 'object' && value !== null) return maskFields(value);
  return value;
};

/** Log fields without secrets, with phone numbers cut to their last digits. `code` alone is an error code. */
export const maskFields = (fields: object): LogFields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, maskValue(name, value)]));

export { maskText };
