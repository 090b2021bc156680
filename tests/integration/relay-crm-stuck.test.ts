/** A CRM that takes every question and answers none, on a busy day. */
import { afterEach, expect, it } from 'vitest';
import type { CrmClient } from '../../src/crm/port';
import { AppError } from '../../src/shared/errors';
import { statusSchema } from '../../src/shared/protocol/rest';
import { err, ok } from '../../src/shared/result';
import { aCall, aLeg } from '../support/calls';
import { signIn, startRelay, withKey, type TestRelay } from './relay-harness';

const calls = 500;

let relay: TestRelay;
afterEach(() => relay.stop());

it('delays no pop, and is asked a few things at a time while the rest is bounded', async () => {
  const asked: {
    number: string;
    answer: (result: Awaited<ReturnType<CrmClient['findByNumber']>>) => void;
  }[] = [];
  relay = await startRelay({
    crm: {
      kind: 'stuck',
      findByNumber: (number) => new Promise((answer) => asked.push({ number, answer })),
      context: () => new Promise(() => {}),
      candidate: () => new Promise(() => {}),
      logCall: () => Promise.resolve(err(new AppError('crm_unavailable', 'Away.', { retryable: true }))),
      logConversation: () => Promise.reject(new Error('not asked for')),
      logNote: () => Promise.reject(new Error('not asked for')),
      logFollowUp: () => Promise.reject(new Error('not asked for')),
      check: () => Promise.resolve(ok({ userId: 'u', userName: 'cti' })),
      recordUrl: () => 'https://crm.example/',
      close: () => {},
    },
  });
  const anna = await signIn(relay.url, 'anna');
  const lookups = async () =>
    statusSchema.parse((await relay.request('GET', '/api/status', withKey)).body).lookups;

  for (let n = 0; n < calls; n += 1) {
    const number = `+4930${1_000_000 + n}`;
    relay.pbx.tell(
      aCall({
        linkedId: `${n}`,
        remote: { number, display: number, name: null, anonymous: false },
        // A ring group: many phones, one question.
        legs: [aLeg(), aLeg('1002'), aLeg('1003')],
      }),
    );
  }
  for (let n = 0; n < calls; n += 1) expect((await anna.next()).type).toBe('screen_pop');
  const breaker = { state: 'closed', failuresInARow: 0, triedAgainAt: null };
  expect(await lookups()).toEqual({ running: 4, waiting: 50, shed: calls - 54, breaker });
  expect(asked).toHaveLength(4);

  // It answers at last: those that still wait are the newest, and they get their turn.
  for (let n = 0; n < 54; n += 1) {
    while (asked.length <= n) await new Promise((resolve) => setImmediate(resolve));
    asked[n]?.answer(ok(null));
  }
  expect(asked.at(-1)?.number).toBe(`+4930${1_000_000 + calls - 1}`);
  expect(await lookups()).toEqual({ running: 0, waiting: 0, shed: calls - 54, breaker });
  // Said once and counted, not once a call.
  expect(relay.log.text().match(/No name for a caller/g)).toHaveLength(1);
  anna.close();
});
