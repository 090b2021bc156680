/** The wall clock is set back by hours while the relay runs: what was put off by the clock is not late by as much. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CrmClient } from '../../src/crm/port';
import { createBreaker } from '../../src/crm/breaker';
import { createContactLookup } from '../../src/crm/lookup';
import { AppError } from '../../src/shared/errors';
import { silentLogger } from '../../src/shared/logger';
import { callNotesSchema } from '../../src/shared/protocol/call-note';
import { noContext } from '../../src/shared/protocol/crm-context';
import { err, ok } from '../../src/shared/result';
import { aCall, answeredBy, ended } from '../support/calls';
import { createFakeClock, type FakeClock } from '../support/fake-clock';
import { until } from '../support/until';
import { signIn, startRelay, withKey, type TestRelay } from './relay-harness';

const hour = 60 * 60_000;
let clock: FakeClock;
beforeEach(() => {
  clock = createFakeClock();
});
const setBack = (): void => clock.set(clock.now() - 3 * hour);

describe('the CRM', () => {
  it('that failed is tried again when its pause is over', async () => {
    let answer = err(new AppError('crm_timeout', 'late'));
    const ask = () => Promise.resolve(answer);
    const breaker = createBreaker(
      { findByNumber: ask, context: () => Promise.resolve(ok(noContext)) },
      { clock, failures: 1 },
    );
    await breaker.findByNumber('+491711234567');
    expect(breaker.isOpen()).toBe(true);
    setBack();
    answer = err(new AppError('crm_refused', 'It is there again.'));
    clock.advance(10_000);
    expect(breaker.isOpen()).toBe(false);
    expect((await breaker.findByNumber('+491711234567')).ok).toBe(false);
    expect(breaker.state().state).toBe('closed');
  });

  it('is asked again about who was nobody a moment ago', async () => {
    let asked = 0;
    const lookup = createContactLookup({
      crm: { findByNumber: () => ((asked += 1), Promise.resolve(ok(null))) },
      clock,
      log: silentLogger,
    });
    await lookup.find('+491711234567');
    setBack();
    clock.advance(20_000);
    await lookup.find('+491711234567');
    expect(asked).toBe(2);
  });
});

describe('the relay', () => {
  let relay: TestRelay;
  afterEach(() => relay.stop());

  it('writes a call that waited for its next try', async () => {
    const logged: string[] = [];
    let isAway = true;
    const crm: CrmClient = {
      kind: 'counted',
      findByNumber: () =>
        Promise.resolve(isAway ? err(new AppError('crm_timeout', 'late', { retryable: true })) : ok(null)),
      context: () => new Promise(() => {}),
      candidate: () => new Promise(() => {}),
      logConversation: () => Promise.reject(new Error('not asked for')),
      logNote: () => Promise.reject(new Error('not asked for')),
      logFollowUp: () => Promise.reject(new Error('not asked for')),
      logCall: ({ id }) => (logged.push(id), Promise.resolve(ok({ id, url: 'https://crm.example/' }))),
      check: () => Promise.resolve(ok({ userId: 'u', userName: 'cti' })),
      recordUrl: () => 'https://crm.example/',
      close: () => {},
    };
    relay = await startRelay({ clock, crm });
    relay.pbx.tell(ended(aCall()));
    await until(() => relay.log.text().includes('could not be logged yet'));
    isAway = false;
    setBack();
    // The next look at the clock.
    await clock.advanceAsync(5_000);
    await until(() => logged.length > 0);
    expect(relay.log.text()).toContain('set back by 3 hours');
    expect(logged).toHaveLength(1);
  });

  it('takes what an agent writes later for later, so that other relays do', async () => {
    relay = await startRelay({ clock });
    const call = ended(answeredBy(aCall(), '1001'));
    relay.pbx.tell(call);
    const anna = await signIn(relay.url, 'anna');
    const write = async (text: string): Promise<number> => {
      anna.send({ type: 'call_note', id: text, callId: call.id, text });
      await anna.nextOfType('noted');
      const { body } = await relay.request('GET', `/api/calls/${encodeURIComponent(call.id)}/notes`, withKey);
      const [note] = callNotesSchema.parse(body).notes;
      expect(note?.text).toBe(text);
      return Date.parse(note?.at ?? '');
    };
    const first = await write('First');
    setBack();
    expect(await write('Second')).toBeGreaterThan(first);
    anna.close();
  });

  it('begins a new window of its limits when the old one is over', async () => {
    relay = await startRelay({
      clock,
      file: {
        http: { requestsPerMinute: 5 },
        webSocket: { messagesPerTenSeconds: 5, heartbeatSeconds: 600 },
      },
    });
    const anna = await signIn(relay.url, 'anna');
    const talk = async (): Promise<void> => {
      for (let n = 0; n < 4; n += 1) {
        anna.send({ type: 'ping', id: `p${n}` });
        await anna.nextOfType('pong');
      }
    };
    const statuses: number[] = [];
    const ask = async (): Promise<void> => {
      for (let n = 0; n < 4; n += 1) statuses.push((await relay.request('GET', '/health', withKey)).status);
    };
    await talk();
    await ask();
    setBack();
    clock.advance(60_000);
    await talk();
    await ask();
    expect(statuses).toEqual(Array.from({ length: 8 }, () => 200));
    anna.close();
  });
});
