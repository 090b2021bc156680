import type { OutboxJob } from '../store/job-port';
import type { AppError } from '../../shared/errors';
import { fullJitterMs } from '../../shared/backoff';

export interface RetryOptions {
  /** A call stays unlogged, visible as failed, after this many tries ... */
  maxAttempts: number;
  /** ... but not before it has been owed for so long: however dense the tries were, no outage of some days costs a call. */
  giveUpAfterMs: number;
  baseMs: number;
  maxMs: number;
}

/** 5 s, 10 s, 20 s ... 3 h, for a week: long enough for a CRM that dies before a long weekend to be seen and mended. */
export const defaultRetry: RetryOptions = {
  maxAttempts: 20,
  giveUpAfterMs: 7 * 24 * 60 * 60_000,
  baseMs: 5_000,
  maxMs: 3 * 60 * 60_000,
};

/**
 * A refused sign-in is worth waiting for: somebody will correct the password, and the calls of the day are not to be lost
 * for it. What the CRM understood and refused stays refused.
 */
const isWorthRetrying = (error: AppError): boolean => error.retryable || error.code === 'crm_auth';

/**
 * The job after a failed try. `owedMs`: how long ago the call ended. At least half the exponential wait, so that a try is not spent at once.
 */
export const afterFailure = (
  job: OutboxJob,
  error: AppError,
  { now, owedMs, random, retry }: { now: number; owedMs: number; random: () => number; retry: RetryOptions },
): OutboxJob => {
  const attempts = job.attempts + 1;
  const isLast = attempts >= retry.maxAttempts && owedMs >= retry.giveUpAfterMs;
  if (!isWorthRetrying(error) || isLast) return { ...job, attempts, status: 'failed', error: error.message };
  const cap = { baseMs: retry.baseMs / 2, maxMs: retry.maxMs / 2 };
  const half = fullJitterMs(attempts - 1, { ...cap, random: () => 1 });
  const dueAt = now + half + fullJitterMs(attempts - 1, { ...cap, random });
  return { ...job, attempts, dueAt, error: error.message };
};
