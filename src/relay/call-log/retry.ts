import type { OutboxJob } from '../store/port';
import type { AppError } from '../../shared/errors';
import { fullJitterMs } from '../../shared/backoff';

export interface RetryOptions {
  /** After this many tries a call stays unlogged, visible as failed. */
  maxAttempts: number;
  baseMs: number;
  maxMs: number;
}

/** 5 s, 10 s, 20 s ... 3 h: 20 tries are about a day, long enough for a CRM that dies on a Friday evening to be seen. */
export const defaultRetry: RetryOptions = { maxAttempts: 20, baseMs: 5_000, maxMs: 3 * 60 * 60_000 };

/**
 * A refused sign-in is worth waiting for: somebody will correct the password, and the calls of the day are not to be lost
 * for it. What the CRM understood and refused stays refused.
 */
const isWorthRetrying = (error: AppError): boolean => error.retryable || error.code === 'crm_auth';

/** The job after a failed try. At least half the exponential wait, so that a try is not spent at once. */
export const afterFailure = (
  job: OutboxJob,
  error: AppError,
  { now, random, retry }: { now: number; random: () => number; retry: RetryOptions },
): OutboxJob => {
  const attempts = job.attempts + 1;
  if (!isWorthRetrying(error) || attempts >= retry.maxAttempts)
    return { ...job, attempts, status: 'failed', error: error.message };
  const cap = { baseMs: retry.baseMs / 2, maxMs: retry.maxMs / 2 };
  const half = fullJitterMs(attempts - 1, { ...cap, random: () => 1 });
  const dueAt = now + half + fullJitterMs(attempts - 1, { ...cap, random });
  return { ...job, attempts, dueAt, error: error.message };
};
