/** The settings in force as a flat list, by the path that config.json or the relay knows each under; secrets apart. */
import type { Setting } from '../../shared/protocol/settings';

type Value = Setting['value'];

const secretName =
  /^(secrets?|password|clientSecret|initiationSecrets|apiKey|key|cert|tokens?|tokenHash|redisUrl)$/;

const isSet = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);

/** Addresses may carry a sign-in. */
const withoutSignIn = (text: string): string => text.replace(/\/\/[^/]*@/, '//***@');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const plain = (value: unknown): string | number | boolean =>
  typeof value === 'number' || typeof value === 'boolean'
    ? value
    : withoutSignIn(typeof value === 'string' ? value : JSON.stringify(value));

export const inForce = (
  value: unknown,
  path: readonly string[] = [],
): (readonly [path: string, value: Value])[] => {
  const name = path.at(-1) ?? '';
  if (secretName.test(name)) return [[path.join('.'), { set: isSet(value) }]];
  if (value === undefined) return [];
  const isList = Array.isArray(value) && value.some((one) => typeof one === 'object');
  if (isList || (isRecord(value) && Object.keys(value).length > 0))
    return Object.entries(value).flatMap(([key, one]) => inForce(one, [...path, key]));
  return [[path.join('.'), value === null ? null : Array.isArray(value) ? value.map(plain) : plain(value)]];
};
