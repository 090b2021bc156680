import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../tests/support/fake-clock';
import { createMemoryLog } from '../../tests/support/log';
import { AppError } from '../shared/errors';
import { err, ok, type Result } from '../shared/result';
import { createContactLookup } from './lookup';
import type { CrmMatch } from './port';

const match = (name: string): CrmMatch => ({
  contact: {
    crm: 'suitecrm',
    module: 'Contacts',
    id: name,
    name,
    account: null,
    url: 'https://crm.example.com/c',
    matchedBy: 'phone_mobile',
    others: 0,
  },
  accountId: null,
  title: null,
});

/** A CRM that answers when the test says so. */
const setUp = (options: { maxEntries?: number } = {}) => {
  const clock = createFakeClock();
  const log = createMemoryLog();
  const asked: { number: string; answer: (result: Result<CrmMatch | null, AppError>) => void }[] = [];
  const lookup = createContactLookup({
    crm: {
      findByNumber: (number) => new Promise((answer) => asked.push({ number, answer })),
    },
    clock,
    log,
    ttlMs: 60_000,
    missTtlMs: 20_000,
    failTtlMs: 5_000,
    deadlineMs: 10_000,
    ...options,
  });
  const answerLast = (result: Result<CrmMatch | null, AppError>) => asked.at(-1)?.answer(result);
  return { clock, log, asked, lookup, answerLast };
};

describe('createContactLookup', () => {
  it('asks once for all phones that ring', async () => {
    const { asked, lookup, answerLast } = setUp();
    const all = Array.from({ length: 50 }, () => lookup.find('+491711234567'));
    answerLast(ok(match('Maria')));
    expect((await Promise.all(all)).every((one) => one?.contact.name === 'Maria')).toBe(true);
    expect(asked).toHaveLength(1);
  });

  it('remembers a contact a minute and a stranger less long', async () => {
    const { clock, asked, lookup, answerLast } = setUp();
    for (const [result, ttlMs] of [
      [ok(match('Maria')), 60_000],
      [ok(null), 20_000],
    ] as const) {
      const before = asked.length;
      const first = lookup.find('+491711234567');
      answerLast(result);
      await first;
      clock.advance(ttlMs - 1);
      await lookup.find('+491711234567');
      expect(asked).toHaveLength(before + 1);
      expect(lookup.known('+491711234567')).toEqual(result.value);
      clock.advance(1);
      expect(lookup.known('+491711234567')).toBeNull();
    }
    void lookup.find('+491711234567');
    expect(asked).toHaveLength(3);
  });

  it('answers nobody at the deadline, and keeps the late answer for the next', async () => {
    const { clock, asked, lookup, answerLast } = setUp();
    const first = lookup.find('+491711234567');
    clock.advance(10_000);
    expect(await first).toBeNull();
    const second = lookup.find('+491711234567');
    answerLast(ok(match('Maria')));
    expect((await second)?.contact.name).toBe('Maria');
    expect(asked).toHaveLength(1);
  });

  it('leaves a CRM in trouble alone for a moment and says it without the number', async () => {
    const { clock, log, asked, lookup, answerLast } = setUp();
    const first = lookup.find('+491711234567');
    answerLast(err(new AppError('crm_unavailable', 'The CRM is down.', { retryable: true })));
    expect(await first).toBeNull();
    await lookup.find('+491711234567');
    expect(asked).toHaveLength(1);
    expect(log.text()).toContain('The CRM is down.');
    expect(log.text()).not.toContain('1234567');
    clock.advance(5_000);
    void lookup.find('+491711234567');
    expect(asked).toHaveLength(2);
  });

  it('forgets the oldest when it is full', async () => {
    const { asked, lookup, answerLast } = setUp({ maxEntries: 2 });
    for (const number of ['+1', '+2', '+3']) {
      const found = lookup.find(number);
      answerLast(ok(null));
      await found;
    }
    void lookup.find('+3');
    expect(asked).toHaveLength(3);
    void lookup.find('+1');
    expect(asked).toHaveLength(4);
  });
});
