import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors';
import type { OutboxJob } from '../store/job-port';
import { afterFailure, defaultRetry, type RetryOptions } from './retry';

const job: OutboxJob = {
  callId: 'pbx:1',
  kind: 'call',
  status: 'pending',
  attempts: 0,
  dueAt: 0,
  error: null,
};
const down = new AppError('crm_unavailable', 'The CRM is down.', { retryable: true });
const hour = 60 * 60_000;
const day = 24 * hour;

const waitsOf = (random: () => number, retry: RetryOptions): number[] => {
  const waits: number[] = [];
  let now = 0;
  for (let current = job; current.status === 'pending'; now = current.dueAt) {
    current = afterFailure(current, down, { now, owedMs: now, random, retry });
    if (current.status === 'pending') waits.push(current.dueAt - now);
  }
  return waits;
};
const sum = (waits: readonly number[]): number => waits.reduce((total, wait) => total + wait, 0);

describe('afterFailure', () => {
  it.each([0, 0.5, 0.999])('waits longer and longer, and gives up after a week (random %d)', (random) => {
    const waits = waitsOf(() => random, defaultRetry);
    expect(sum(waits)).toBeGreaterThanOrEqual(7 * day);
    expect(sum(waits)).toBeLessThan(7 * day + 3 * hour);
    expect(waits[0]).toBeGreaterThanOrEqual(2_500);
    expect(waits[0]).toBeLessThanOrEqual(5_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(3 * hour);
  });

  it('costs no call, however dense the tries are set', () => {
    const waits = waitsOf(() => 0.5, { ...defaultRetry, maxMs: 15 * 60_000 });
    expect(waits.length).toBeGreaterThan(20);
    expect(sum(waits)).toBeGreaterThanOrEqual(7 * day);
  });

  it('tries twenty times, also for a call that an idle relay owed for a month', () => {
    const late = { now: 0, owedMs: 30 * day, random: () => 0, retry: defaultRetry };
    expect(afterFailure({ ...job, attempts: 18 }, down, late).status).toBe('pending');
    expect(afterFailure({ ...job, attempts: 19 }, down, late).status).toBe('failed');
  });

  it.each([
    ['crm_refused', false, 'failed'],
    ['crm_auth', false, 'pending'],
    ['crm_timeout', true, 'pending'],
  ] as const)('after %s the job is %s', (code, retryable, status) => {
    const next = afterFailure(job, new AppError(code, 'why', { retryable }), {
      now: 0,
      owedMs: 0,
      random: () => 0,
      retry: defaultRetry,
    });
    expect(next).toMatchObject({ status, attempts: 1, error: 'why' });
  });
});
