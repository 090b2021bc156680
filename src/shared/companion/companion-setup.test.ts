import { describe, expect, it } from 'vitest';
import { aCall, anna } from '../../../tests/support/calls';
import { startTestCompanion } from '../../../tests/support/companion';
import { AppError } from '../errors';

describe('setting up', () => {
  const token = { kind: 'token', token: 'token-of-anna' } as const;

  it('keeps a token only after the relay took it', async () => {
    const { clock, relay, companion, saved, state } = startTestCompanion({ relayUrl: null, token: null });
    expect(state().stage).toBe('needs-relay');
    const done = companion.handlers['setup:connect']({ relayUrl: 'http://relay.test/', secret: token });
    await clock.advanceAsync(0);
    expect(saved).toEqual([]);
    relay.accept();
    await done;
    expect(saved).toEqual([{ relayUrl: 'http://relay.test', token: 'token-of-anna' }]);
    expect(state()).toMatchObject({ stage: 'ready', relayUrl: 'http://relay.test', agent: anna });
  });

  it.each([
    [4401, 'no longer accepts this sign-in'],
    [1006, 'can not be reached'],
  ])('close %i: says so, keeps nothing, and the first run goes on', async (code, sentence) => {
    const { clock, relay, companion, saved, state } = startTestCompanion({ relayUrl: null, token: null });
    const done = companion.handlers['setup:connect']({ relayUrl: 'http://relay.test', secret: token });
    const refused = expect(done).rejects.toThrow(sentence);
    await clock.advanceAsync(0);
    relay.close(code);
    await refused;
    expect(saved).toEqual([]);
    expect(state()).toMatchObject({ stage: 'needs-relay', links: { relay: { state: 'off' } } });
    expect(clock.pending()).toBe(0);
  });

  it('goes back to the connection that worked when a new one does not', async () => {
    const { clock, relay, companion, state } = startTestCompanion();
    relay.accept();
    const done = companion.handlers['setup:connect']({ relayUrl: 'http://other.test', secret: token });
    const refused = expect(done).rejects.toThrow(AppError);
    await clock.advanceAsync(0);
    relay.close(4401);
    await refused;
    expect(relay.current().url).toBe('ws://relay.test/ws');
    relay.accept();
    expect(state()).toMatchObject({ stage: 'ready', links: { relay: { state: 'connected' } } });
  });

  it('redeems a code and keeps the token it buys before connecting', async () => {
    const { companion, relay, requests, saved } = startTestCompanion({
      relayUrl: null,
      token: null,
      answer: () => Promise.resolve({ status: 200, body: { agent: anna, token: 'fresh-token' } }),
    });
    await companion.handlers['setup:connect']({
      relayUrl: 'http://relay.test',
      secret: { kind: 'code', code: ' ABCD-EFGH ' },
    });
    expect(requests).toEqual([
      { method: 'POST', url: 'http://relay.test/api/enrol', body: { code: 'ABCD-EFGH' } },
    ]);
    expect(saved).toEqual([{ relayUrl: 'http://relay.test', token: 'fresh-token' }]);
    relay.current().events.opened();
    expect(relay.sent()[0]).toMatchObject({ type: 'register_agent', token: 'fresh-token' });
  });

  it.each([
    [
      { status: 404, body: { error: { code: 'not_found', message: 'This code is not valid.' } } },
      'not valid',
    ],
    [{ status: 200, body: '<html>' }, 'not as a CTI Relay'],
    [{ status: 502, body: '<html>' }, 'HTTP 502'],
  ])('explains what the address answered (%#)', async (answer, sentence) => {
    const { companion, saved } = startTestCompanion({
      relayUrl: null,
      token: null,
      answer: () => Promise.resolve(answer),
    });
    const connect = companion.handlers['setup:connect'];
    await expect(
      (async () => connect({ relayUrl: 'http://relay.test', secret: { kind: 'code', code: 'ABCD' } }))(),
    ).rejects.toThrow(sentence);
    expect(saved).toEqual([]);
  });

  it('signs out: the token is forgotten, the address stays', async () => {
    const { companion, relay, saved, state } = startTestCompanion();
    relay.accept({ live: [aCall()] });
    await companion.handlers['setup:sign-out'](undefined);
    expect(saved).toEqual([null]);
    expect(state()).toMatchObject({
      stage: 'needs-token',
      relayUrl: 'http://relay.test',
      calls: [],
      agent: null,
    });
  });
});
