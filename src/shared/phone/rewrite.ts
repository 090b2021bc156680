/**
 * Rules that put a provider's spelling of numbers right. They are the administrator's own regular expressions and run on
 * what strangers send, so a pattern that could take for ever is refused when it is read, not met when a call comes in.
 */
import { AppError } from '../errors';
import { err, ok, type Result } from '../result';

export type RewriteDirection = 'inbound' | 'outbound' | 'both';

/** As it stands in config.json. */
export interface RewriteSpec {
  /** A regular expression, usually from `^` to `$`. */
  match: string;
  /** What takes the place of the match; `$1` to `$9` are its groups. */
  replace: string;
  direction: RewriteDirection;
}

export interface RewriteRule {
  readonly name: string;
  readonly direction: RewriteDirection;
  /** The number after the rule; the same one where the rule does not match. */
  apply(number: string): string;
}

/** No number in use is longer; what is longer is left alone. */
export const longestRewritten = 32;
const longestPattern = 100;
const mostRepeats = 2;
const mostChoices = 6;

const bad = (text: string) => err(new AppError('config', text));

/** Counts the places where a matcher may go two ways: their product is what a hostile number could make it try. */
const choicesIn = (pattern: string): { repeats: number; choices: number; repeatsGroup: boolean } => {
  const bare = pattern
    .replace(/\\./g, 'a')
    .replace(/\[[^\]]*\]/g, 'a')
    .replace(/\(\?(?:[:=!]|<[=!]|<\w+>)/g, '(');
  const quantifiers = [...bare.matchAll(/(.?)([*+?]|\{\d*,?\d*\})\??/g)];
  const repeats = quantifiers.filter(([, , sign = '']) => /^[*+]$|,/.test(sign)).length;
  return {
    repeats,
    choices:
      quantifiers.filter(([, , sign = '']) => !/^\{\d+\}$/.test(sign)).length +
      [...bare.matchAll(/\|/g)].length,
    repeatsGroup: quantifiers.some(([, before, sign]) => before === ')' && sign !== '?'),
  };
};

const compile = (match: string): { pattern: RegExp; groups: number } | null => {
  try {
    const pattern = new RegExp(match);
    // The empty alternative always matches, so the result tells how many groups there are.
    return { pattern, groups: (new RegExp(`${match}|`).exec('')?.length ?? 1) - 1 };
  } catch {
    return null;
  }
};

/** @returns the rule, ready to run; or `config` with a sentence about the pattern or the replacement */
export const compileRewrite = ({ match, replace, direction }: RewriteSpec): Result<RewriteRule, AppError> => {
  if (match === '' || match.length > longestPattern)
    return bad(`match: a regular expression of 1 to ${longestPattern} characters`);
  const compiled = compile(match);
  if (!compiled) return bad(`match: "${match}" is no regular expression`);
  if (/\\[1-9]|\\k/.test(match)) return bad('match: a pattern may not refer back to its own groups');
  const { repeats, choices, repeatsGroup } = choicesIn(match);
  if (repeatsGroup) return bad('match: a group may not be repeated, such patterns can take for ever');
  if (repeats > mostRepeats || choices > mostChoices)
    return bad(
      `match: at most ${mostRepeats} repeats (* + {n,m}) and ${mostChoices} choices (| ? and repeats)`,
    );
  if (!/^(?:[0-9+*#]|\$[1-9])*$/.test(replace) || replace.length > longestRewritten)
    return bad('replace: digits, +, *, # and $1 to $9 for the groups of the match');
  const highest = Math.max(0, ...[...replace.matchAll(/\$([1-9])/g)].map(([, group]) => Number(group)));
  if (highest > compiled.groups)
    return bad(`replace: $${highest} is used, and the match has ${compiled.groups} groups`);
  return ok({
    name: `${match} -> ${replace === '' ? '(nothing)' : replace}`,
    direction,
    apply: (number) => {
      if (number.length > longestRewritten) return number;
      const after = number.replace(compiled.pattern, replace);
      return after.length > longestRewritten ? number : after;
    },
  });
};
