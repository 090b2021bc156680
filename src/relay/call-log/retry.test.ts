import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors';
import type { OutboxJob } from '../store/port';
import { afterFailure, defaultRetry } from './retry';

const job: OutboxJob = { callId: 'pbx:1', status: 'pending', attempts: 0, dueAt: 0, error: null };
const down = new AppError('crm_unavailable', 'The CRM is down.', { retryable: true });
const hour = 60 * 60_000;

const waitsOf = (random: () => number): number[] => {
  const waits: number[] = [];
  let now = 0;
  for (let current = job; current.status === 'pending'; now = current.dueAt) {
    current = afterFailure(current, down, { now, random, retry: defaultRetry });
    if (current.status === 'pending') waits.push(current.dueAt - now);
  }
  return waits;
};

describe('afterFailure', () => {
  it('spreads twenty tries over about a day', () => {
    for (const random of [() => 0, () => 0.5, () => 0.999]) {
      const waits = waitsOf(random);
      expect(waits).toHaveLength(19);
      const total = waits.reduce((sum, wait) => sum + wait, 0);
      expect(total).toBeGreaterThan(12 * hour);
      expect(total).toBeLessThan(36 * hour);
      expect(waits[0]).toBeGreaterThanOrEqual(2_500);
      expect(waits[0]).toBeLessThanOrEqual(5_000);
      expect(Math.max(...waits)).toBeLessThanOrEqual(3 * hour);
    }
  });

  it.each([
    ['crm_refused', false, 'failed'],
    ['crm_auth', false, 'pending'],
    ['crm_timeout', true, 'pending'],
  ] as const)('after %s the job is %s', (code, retryable, status) => {
    const next = afterFailure(job, new AppError(code, 'why', { retryable }), {
      now: 0,
      random: () => 0,
      retry: defaultRetry,
    });
    expect(next).toMatchObject({ status, attempts: 1, error: 'why' });
  });
});
