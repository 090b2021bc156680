import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { err, ok } from '../../shared/result';
import type { AdminSession } from '../../shared/protocol/admin-session';
import type { Answer, Problem } from '../api/request';
import { createSession } from './session';

const ines = { name: 'ines', csrfToken: 'token', expiresAt: '2026-11-23T10:00:00.000Z' };
const problem = (part: Partial<Problem>): Answer<AdminSession> =>
  err({ kind: 'refused', code: '', message: '', details: null, retryAfterSeconds: null, ...part });
const nobody = (setUp: boolean) => problem({ kind: 'signed-out', code: 'unauthorized', details: { setUp } });

const start = (answers: {
  session?: Answer<AdminSession>;
  signIn?: Answer<AdminSession>;
  signOut?: Answer<unknown>;
}) => {
  const clock = createFakeClock(0);
  const session = createSession(
    {
      session: () => Promise.resolve(answers.session ?? ok(ines)),
      signIn: () => Promise.resolve(answers.signIn ?? ok(ines)),
      signOut: () => Promise.resolve(answers.signOut ?? ok(null)),
    },
    clock,
  );
  return { clock, session, answers };
};

describe('the session', () => {
  it('is there after a reload', async () => {
    const { session } = start({});
    await session.begin();
    expect(session.getState()).toMatchObject({ stage: 'in', name: 'ines', csrfToken: 'token' });
  });

  it('is asked for until the relay answers, and tells whether there is an account at all', async () => {
    const { clock, session, answers } = start({ session: problem({ kind: 'unreachable' }) });
    await session.begin();
    expect(session.getState()).toMatchObject({ stage: 'asking', problem: { kind: 'unreachable' } });
    answers.session = nobody(false);
    await clock.advanceAsync(3_000);
    expect(session.getState()).toMatchObject({ stage: 'out', setUp: false, problem: null });
  });

  it('waits as long as the relay says after too many tries', async () => {
    const { session } = start({
      session: nobody(true),
      signIn: problem({ code: 'rate_limited', retryAfterSeconds: 90 }),
    });
    await session.begin();
    await session.signIn('ines', 'wrong');
    expect(session.getState()).toMatchObject({ stage: 'out', lockedUntil: 90_000 });
  });

  it('keeps the name, but not the token, where it is over', async () => {
    const { session } = start({});
    await session.begin();
    void session.end();
    expect(session.getState()).toMatchObject({ stage: 'over', name: 'ines', csrfToken: null });
    await session.signIn('ines', 'right');
    expect(session.getState().stage).toBe('in');
  });

  it('does not say that it is over where nobody was signed in', async () => {
    const { session } = start({ session: nobody(true) });
    await session.begin();
    void session.end();
    expect(session.getState().stage).toBe('out');
  });

  it('is not shown as ended while the relay has not ended it', async () => {
    const { session, answers } = start({ signOut: problem({ kind: 'unreachable' }) });
    await session.begin();
    await session.signOut();
    expect(session.getState().stage).toBe('in');
    answers.signOut = ok(null);
    await session.signOut();
    expect(session.getState()).toMatchObject({ stage: 'out', csrfToken: null });
  });
});
