/**
 * What a number of the PBX is taken for. The tracker reads every number with this function, and `explain-number` shows its
 * steps: what support sees is what happened.
 */
import { isAnonymous, isAsDialled, parseNumber, shortest, type CountryCode } from './parse';
import type { NumberStep, ParsedNumber } from './parse';
import type { RewriteRule } from './rewrite';

/**
 * - `from-trunk`: a caller's number or a DID, as the provider sends it
 * - `to-trunk`: what the PBX dials on a trunk; the line prefix is off already
 * - `dialled`: what an agent's phone dialled, line prefix and all
 */
export type NumberUse = 'from-trunk' | 'to-trunk' | 'dialled';

export interface NumberRules {
  /** How numbers without a country code are read. */
  country: CountryCode;
  /** What agents dial for an outside line, e.g. `0` or `9`; empty where nothing is. */
  linePrefix: string;
  /** In order; each sees what the one before it left. */
  rewrite: readonly RewriteRule[];
}

export interface NumberReading extends ParsedNumber {
  /** E.164; where there is none, the number after the rules; null when withheld. */
  number: string | null;
  steps: readonly NumberStep[];
}

/** Extensions and codes are the PBX's own; a rule made for a trunk must not touch them. */
const isExtension = (text: string): boolean => /^[1-9][0-9]{0,5}$/.test(text);
const isOwn = (text: string): boolean => isExtension(text) || /^[*#]/.test(text);

const withoutLinePrefix = (
  text: string,
  { linePrefix, country }: NumberRules,
  steps: NumberStep[],
): string => {
  if (linePrefix === '' || !text.startsWith(linePrefix) || isExtension(text)) return text;
  const rest = text.slice(linePrefix.length);
  if (!/^\+?[0-9]{3,}$/.test(rest)) return text;
  // Somebody dialled without the prefix: only the whole is a number.
  const kept = text.length >= shortest && isAsDialled(text, country) && !isAsDialled(rest, country);
  steps.push({
    rule: kept
      ? `begins with the line prefix ${linePrefix}, but only the whole is a number one can dial: kept`
      : `the line prefix ${linePrefix} is removed`,
    before: text,
    after: kept ? text : rest,
  });
  return kept ? text : rest;
};

const rewritten = (text: string, use: NumberUse, rules: NumberRules, steps: NumberStep[]): string => {
  const direction = use === 'from-trunk' ? 'inbound' : 'outbound';
  return rules.rewrite.reduce((before, rule) => {
    if (rule.direction !== 'both' && rule.direction !== direction) return before;
    const after = rule.apply(before);
    if (after !== before) steps.push({ rule: `trunk rule ${rule.name}`, before, after });
    return after;
  }, text);
};

/** Pure: the same number, use and rules always give the same reading. */
export const readNumber = (
  raw: string | null | undefined,
  use: NumberUse,
  rules: NumberRules,
): NumberReading => {
  const steps: NumberStep[] = [];
  let text = (raw ?? '').trim();
  if (!isAnonymous(text)) {
    if (use === 'dialled') text = withoutLinePrefix(text, rules, steps);
    if (use === 'from-trunk' || !isOwn(text)) text = rewritten(text, use, rules, steps);
  }
  const parsed = parseNumber(text, rules.country, steps);
  return { ...parsed, number: parsed.kind === 'anonymous' ? null : (parsed.e164 ?? text), steps };
};
