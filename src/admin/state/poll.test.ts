import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { err, ok } from '../../shared/result';
import type { Answer, Problem } from '../api/request';
import { createPoll } from './poll';

const away: Problem = { kind: 'unreachable', code: '', message: '', details: null, retryAfterSeconds: null };

const start = () => {
  const clock = createFakeClock(1_000_000);
  const relay = { asked: 0, awake: true, answer: (): Promise<Answer<number>> => Promise.resolve(ok(1)) };
  const poll = createPoll(
    () => {
      relay.asked += 1;
      return relay.answer();
    },
    { clock, everyMs: 1_000, random: () => 1, awake: () => relay.awake },
  );
  return { clock, relay, poll };
};

describe('a poll', () => {
  it('asks at once and again and again, until nobody uses it', async () => {
    const { clock, relay, poll } = start();
    const stop = poll.use();
    await clock.advanceAsync(0);
    expect([relay.asked, poll.getState().value, poll.getState().at]).toEqual([1, 1, 1_000_000]);
    await clock.advanceAsync(2_000);
    expect(relay.asked).toBe(3);
    stop();
    await clock.advanceAsync(10_000);
    expect(relay.asked).toBe(3);
  });

  it('is one poll for all who use it', async () => {
    const { clock, relay, poll } = start();
    const [stop, stopAlso] = [poll.use(), poll.use()];
    await clock.advanceAsync(1_000);
    expect(relay.asked).toBe(2);
    stop();
    await clock.advanceAsync(1_000);
    expect(relay.asked).toBe(3);
    stopAlso();
  });

  it('keeps what it had while the relay is away, knows since when, asks less often, and forgets it all on an answer', async () => {
    const { clock, relay, poll } = start();
    const stop = poll.use();
    await clock.advanceAsync(0);
    relay.answer = () => Promise.resolve(err(away));
    await clock.advanceAsync(60_000);
    expect(poll.getState()).toMatchObject({ value: 1, problem: away, failingSince: 1_001_000 });
    // 1, 3, 5, 9 s and then every 15 s: six questions instead of sixty.
    expect(relay.asked).toBeLessThan(10);
    relay.answer = () => Promise.resolve(ok(2));
    await clock.advanceAsync(15_000);
    expect(poll.getState()).toMatchObject({ value: 2, problem: null, failingSince: null });
    stop();
  });

  it('rests while nobody looks', async () => {
    const { clock, relay, poll } = start();
    relay.awake = false;
    const stop = poll.use();
    await clock.advanceAsync(5_000);
    expect(relay.asked).toBe(0);
    relay.awake = true;
    await clock.advanceAsync(500);
    expect(relay.asked).toBe(1);
    stop();
  });

  it('takes the answer to the latest question only', async () => {
    const { relay, poll } = start();
    const waiting: ((answer: Answer<number>) => void)[] = [];
    relay.answer = () => new Promise((resolve) => waiting.push(resolve));
    const [first, second] = [poll.refresh(), poll.refresh()];
    waiting[1]?.(ok(2));
    waiting[0]?.(ok(1));
    await Promise.all([first, second]);
    expect(poll.getState().value).toBe(2);
  });
});
