import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../tests/support/fake-clock';
import { iso } from '../shared/clock';
import { AppError, type ErrorCode } from '../shared/errors';
import { noContext } from '../shared/protocol/crm-context';
import { err, ok, type Result } from '../shared/result';
import { createBreaker } from './breaker';
import type { CrmMatch } from './port';

type Found = Result<CrmMatch | null, AppError>;
const failure = (code: ErrorCode): Found => err(new AppError(code, 'What the CRM said.'));

/** A CRM that answers the same until told otherwise, or when the test says so. */
const setUp = () => {
  const clock = createFakeClock();
  const state: { asked: number; answer: Found } = { asked: 0, answer: ok(null) };
  const held: ((result: Found) => void)[] = [];
  let holding = false;
  const breaker = createBreaker(
    {
      findByNumber: () => {
        state.asked += 1;
        return holding ? new Promise((resolve) => held.push(resolve)) : Promise.resolve(state.answer);
      },
      context: () => Promise.resolve(ok(noContext)),
    },
    { clock, failures: 3, pauseMs: 10_000, longestPauseMs: 35_000 },
  );
  const ask = () => breaker.findByNumber('+491711234567');
  const askTimes = async (times: number) => {
    for (let time = 0; time < times; time += 1) await ask();
  };
  return {
    clock,
    state,
    held,
    breaker,
    ask,
    askTimes,
    hold: () => (holding = true),
    flow: () => (holding = false),
  };
};

describe('createBreaker', () => {
  it('answers at once after failures in a row, without the CRM', async () => {
    const { clock, state, breaker, ask, askTimes } = setUp();
    state.answer = failure('crm_timeout');
    await askTimes(3);
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'crm_unavailable', retryable: true } });
    expect(state.asked).toBe(3);
    expect(breaker.isOpen()).toBe(true);
    expect(breaker.state()).toEqual({
      state: 'open',
      failuresInARow: 3,
      triedAgainAt: iso(clock.now() + 10_000),
    });
  });

  it.each(['crm_refused', 'crm_auth'] as const)('takes %s for an answer', async (code) => {
    const { state, askTimes } = setUp();
    state.answer = failure(code);
    await askTimes(10);
    expect(state.asked).toBe(10);
  });

  it('counts failures in a row only', async () => {
    const { state, askTimes } = setUp();
    for (let round = 0; round < 3; round += 1) {
      state.answer = failure('crm_unavailable');
      await askTimes(2);
      state.answer = ok(null);
      await askTimes(1);
    }
    expect(state.asked).toBe(9);
  });

  it('lets one question through after the pause, and all when it is answered', async () => {
    const { clock, state, held, breaker, ask, askTimes, hold, flow } = setUp();
    state.answer = failure('crm_unavailable');
    await askTimes(3);
    clock.advance(10_000);
    const halfOpen = { state: 'half-open', failuresInARow: 3 };
    expect(breaker.state()).toEqual({ ...halfOpen, triedAgainAt: iso(clock.now()) });
    hold();
    const probe = ask();
    expect(breaker.state()).toEqual({ ...halfOpen, triedAgainAt: null });
    expect(await ask()).toMatchObject({ ok: false });
    expect(state.asked).toBe(4);
    flow();
    state.answer = ok(null);
    held[0]?.(ok(null));
    expect(await probe).toEqual(ok(null));
    expect(breaker.isOpen()).toBe(false);
    expect(breaker.state()).toEqual({ state: 'closed', failuresInARow: 0, triedAgainAt: null });
    await askTimes(2);
    expect(state.asked).toBe(6);
  });

  it('waits longer each time the CRM is still away, up to a limit', async () => {
    const { clock, state, askTimes } = setUp();
    state.answer = failure('crm_unavailable');
    await askTimes(3);
    for (const pauseMs of [10_000, 20_000, 35_000, 35_000]) {
      const before = state.asked;
      clock.advance(pauseMs - 1);
      await askTimes(1);
      expect(state.asked).toBe(before);
      clock.advance(1);
      await askTimes(5);
      expect(state.asked).toBe(before + 1);
    }
  });

  it('takes those that were on their way for no further tries', async () => {
    const { clock, state, held, ask, askTimes, hold, flow } = setUp();
    hold();
    const all = Array.from({ length: 20 }, ask);
    for (const answer of held) answer(failure('crm_timeout'));
    await Promise.all(all);
    flow();
    state.answer = ok(null);
    clock.advance(10_000);
    await askTimes(1);
    expect(state.asked).toBe(21);
  });
});
