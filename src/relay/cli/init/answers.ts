/** What is known of each setting before and after it is asked for: a flag, the environment, what `.env` had, an answer. */
import { AppError } from '../../../shared/errors';
import { settings, type SettingName } from '../../config/environment';
import type { Prompt } from './prompt';

/** A secret may also lie in a file that `NAME_FILE` names; then it stays there. */
export type Answers = Partial<Record<SettingName | `${SettingName}_FILE`, string>>;

export interface Asking {
  /** What stands already; changed by every answer. */
  answers: Answers;
  /** Null where nobody is asked (`--yes`). */
  prompt: Prompt | null;
  readonly print: (line: string) => void;
}

const isSecret = (name: SettingName): boolean => 'secret' in settings[name];

/** @returns why the value may not stand there; null where it may */
export const whyNot = (name: SettingName, value: string): string | null =>
  settings[name].schema.safeParse(value).success ? null : `That is not allowed: ${settings[name].allowed}.`;

/**
 * Asks until the answer is allowed. An empty line takes what stands in brackets.
 * @param fallback taken where nothing is known; null: an answer is needed; '': it may stay empty
 * Throws `AppError('config')` where nobody can be asked and a needed answer is missing.
 */
export const askFor = async (
  { answers, prompt, print }: Asking,
  name: SettingName,
  question: string,
  fallback: string | null = null,
): Promise<string> => {
  const file = answers[`${name}_FILE`];
  if (!answers[name] && file) {
    print(`  ${name} stays in ${file}.`);
    return '';
  }
  const known = answers[name] ?? fallback;
  const keep = (value: string): string => {
    answers[name] = value;
    return value;
  };
  if (prompt === null) {
    if (known === null) throw new AppError('config', `${name} is missing: ${settings[name].allowed}.`);
    const problem = known === '' ? null : whyNot(name, known);
    if (problem !== null) throw new AppError('config', `${name}: ${problem}`);
    return keep(known);
  }
  for (;;) {
    const secret = isSecret(name);
    const hint = known ? ` [${secret ? 'as it is' : known}]` : known === '' ? ' [none]' : '';
    const typed = await (secret ? prompt.secret : prompt.line)(`${question}${hint}: `);
    const value = typed === '' ? known : typed;
    // What stands may be taken away again where it need not stand.
    if (typed === '-' && fallback === '') return keep('');
    const problem = value === null ? 'An answer is needed.' : value === '' ? null : whyNot(name, value);
    if (value !== null && problem === null) return keep(value);
    print(`  ${problem ?? ''}`);
  }
};

/** Without anybody to ask it is the fallback. */
export const confirm = async (
  { prompt, print }: Asking,
  question: string,
  fallback: boolean,
): Promise<boolean> => {
  if (prompt === null) return fallback;
  for (;;) {
    const typed = (await prompt.line(`${question} [${fallback ? 'Y/n' : 'y/N'}] `)).toLowerCase();
    if (typed === '') return fallback;
    if (/^(y|yes|j|ja)$/.test(typed)) return true;
    if (/^(n|no|nein)$/.test(typed)) return false;
    print('  Please answer y or n.');
  }
};
