/** What a check of `doctor` gets and gives. One more check: a function in checks/, and a line in `checks/index.ts`. */
import type { CrmClient } from '../../../crm/port';
import type { Config } from '../../config/config';
import type { RelaySeen } from './relay-seen';

export type Verdict = 'ok' | 'warn' | 'fail' | 'skipped';

export interface Finding {
  verdict: Verdict;
  /** What was seen, as a sentence. Never a secret, never a whole number of a customer. */
  what: string;
  /** What to do about it, as a sentence; null where there is nothing to be done. */
  mend: string | null;
}

/** Throws an `AppError` that names what is wrong, never a password. */
export type LookAtRedis = (
  redis: NonNullable<Config['redis']>,
) => Promise<{ address: string; version: string; maxmemoryPolicy: string }>;

export interface Situation {
  config: Config;
  /** What the settings' loader warns of. */
  warnings: readonly string[];
  /** The relay that runs, as its REST API shows it. */
  relay: RelaySeen;
  /** Null without SUITECRM_ settings. */
  crm: CrmClient | null;
}

export type Check = (situation: Situation) => Finding | Promise<Finding>;

export const fine = (what: string): Finding => ({ verdict: 'ok', what, mend: null });
export const skipped = (what: string): Finding => ({ verdict: 'skipped', what, mend: null });
export const warning = (what: string, mend: string): Finding => ({ verdict: 'warn', what, mend });
export const failure = (what: string, mend: string): Finding => ({ verdict: 'fail', what, mend });

/** Sentences of the relay say what happened and then what to check. */
export const failureOf = (problem: string, otherwise: string): Finding => {
  const end = problem.indexOf('. ');
  return end < 0 ? failure(problem, otherwise) : failure(problem.slice(0, end + 1), problem.slice(end + 2));
};

/** For checks that live of what the relay says about itself. */
export const unseen = ({ relay }: Situation): Finding =>
  skipped(
    relay.health === null
      ? 'Not looked at, because the relay could not be asked.'
      : 'Not looked at, because only the API key opens these figures.',
  );

export const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
