import { describe, expect, it } from 'vitest';
import { AppError } from '../shared/errors';
import { noContext } from '../shared/protocol/crm-context';
import { err, ok, type Result } from '../shared/result';
import { createBoundedCrm } from './bounded';
import type { CrmMatch } from './port';

/** A CRM that answers when the test says so. */
const setUp = (limits: { parallel?: number; maxWaiting?: number } = {}) => {
  const asked: { number: string; answer(result: Result<CrmMatch | null, AppError>): void }[] = [];
  const crm = createBoundedCrm(
    {
      findByNumber: (number) => new Promise((answer) => asked.push({ number, answer })),
      context: ({ contact, title }) => Promise.resolve(ok({ ...noContext, contact, title })),
    },
    limits,
  );
  return { crm, asked, numbers: () => asked.map(({ number }) => number) };
};

describe('createBoundedCrm', () => {
  it('asks four things at a time, the others in their order', async () => {
    const { crm, asked, numbers } = setUp();
    const all = Array.from({ length: 10 }, (_, n) => crm.findByNumber(`+${n}`));
    expect(crm.load()).toEqual({ running: 4, waiting: 6, shed: 0 });
    for (let n = 0; n < 10; n += 1) {
      expect(asked.length).toBeLessThanOrEqual(n + 4);
      asked[n]?.answer(ok(null));
      await all[n];
    }
    expect(numbers()).toEqual(Array.from({ length: 10 }, (_, n) => `+${n}`));
    expect(crm.load()).toEqual({ running: 0, waiting: 0, shed: 0 });
  });

  it('gives up the oldest that wait when a stuck CRM is asked and asked, and counts them', async () => {
    const { crm, asked } = setUp({ parallel: 2, maxWaiting: 3 });
    const all = Array.from({ length: 10_000 }, (_, n) => crm.findByNumber(`+${n}`));
    expect(crm.load()).toEqual({ running: 2, waiting: 3, shed: 9_995 });
    expect(asked).toHaveLength(2);
    expect(await all[2]).toMatchObject({ ok: false, error: { code: 'crm_unavailable', retryable: true } });
    expect(await all[9_996]).toMatchObject({ ok: false });
    asked[0]?.answer(ok(null));
    await all[0];
    expect(asked.at(-1)?.number).toBe('+9997');
  });

  it('asks once for all who want to know the same, also while it waits', async () => {
    const { crm, asked, numbers } = setUp({ parallel: 1, maxWaiting: 1 });
    void crm.findByNumber('+1');
    const all = Array.from({ length: 50 }, () => crm.findByNumber('+2'));
    expect(crm.load()).toEqual({ running: 1, waiting: 1, shed: 0 });
    asked[0]?.answer(ok(null));
    await crm.findByNumber('+1');
    asked[1]?.answer(ok(null));
    expect(await Promise.all(all)).toEqual(all.map(() => ok(null)));
    expect(numbers()).toEqual(['+1', '+2']);
    // Answered, so the next who asks is a new question.
    void crm.findByNumber('+2');
    expect(numbers()).toEqual(['+1', '+2', '+2']);
  });

  it('goes on after a failure and after a bug of the CRM client', async () => {
    const { crm, asked } = setUp({ parallel: 1 });
    const broken = createBoundedCrm(
      {
        findByNumber: () => Promise.reject(new Error('bug')),
        context: () => Promise.reject(new Error('bug')),
      },
      { parallel: 1 },
    );
    await expect(broken.findByNumber('+1')).rejects.toThrow('bug');
    expect(broken.load()).toEqual({ running: 0, waiting: 0, shed: 0 });
    const first = crm.findByNumber('+1');
    const second = crm.findByNumber('+2');
    const error = new AppError('crm_timeout', 'Slow.', { retryable: true });
    asked[0]?.answer(err(error));
    expect(await first).toEqual(err(error));
    asked[1]?.answer(ok(null));
    expect(await second).toEqual(ok(null));
  });
});
