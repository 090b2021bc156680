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
    [4401, 'no longer accepts this sign-in', 'token-refused'],
    [1006, 'can not be reached', 'relay-away'],
  ])('close %i: says so, keeps nothing, and the first run goes on', async (code, sentence, reason) => {
    const { clock, relay, companion, saved, state } = startTestCompanion({ relayUrl: null, token: null });
    const done = companion.handlers['setup:connect']({ relayUrl: 'http://relay.test', secret: token });
    const message = expect.stringContaining(sentence) as string;
    const refused = expect(done).rejects.toMatchObject({ message, details: { reason } });
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
      { method: 'POST', url: 'http://relay.test/api/enrol', body: { code: 'ABCD-EFGH', device: 'test' } },
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

  it('takes several relays; the REST API is asked at the one that is connected', async () => {
    const { clock, companion, relay, requests, saved, state } = startTestCompanion({
      relayUrl: null,
      token: null,
      answer: ({ url }) =>
        url.startsWith('http://two.test')
          ? Promise.resolve({
              status: 200,
              body: { agent: anna, token: 'fresh-token', calls: [], nextCursor: null },
            })
          : Promise.reject(new Error('ECONNREFUSED')),
    });
    await companion.handlers['setup:connect']({
      relayUrl: 'http://one.test\nhttp://two.test/',
      secret: { kind: 'code', code: 'ABCD' },
    });
    expect(requests.map(({ url }) => url)).toEqual([
      'http://one.test/api/enrol',
      'http://two.test/api/enrol',
    ]);
    expect(saved).toEqual([{ relayUrl: 'http://one.test, http://two.test', token: 'fresh-token' }]);
    relay.close(1006);
    await clock.advanceAsync(500);
    relay.accept();
    expect(state()).toMatchObject({ stage: 'ready', links: { relay: { state: 'connected' } } });
    await companion.handlers['history:list']({ limit: 10 });
    expect(requests.at(-1)?.url).toMatch(/^http:\/\/two\.test\/api\/calls/);
  });

  it('a code that the first relay refuses is not shown to the next', async () => {
    const { companion, requests } = startTestCompanion({
      relayUrl: null,
      token: null,
      answer: () =>
        Promise.resolve({
          status: 401,
          body: { error: { code: 'unauthorized', message: 'This code is not valid.' } },
        }),
    });
    const connect = companion.handlers['setup:connect'];
    await expect(
      (async () =>
        connect({ relayUrl: 'http://one.test, http://two.test', secret: { kind: 'code', code: 'ABCD' } }))(),
    ).rejects.toThrow('not valid');
    expect(requests).toHaveLength(1);
  });

  it('shows the sign-in at the CRM in place of a code, where the relay takes it', async () => {
    const { companion, requests, saved } = startTestCompanion({
      relayUrl: null,
      token: null,
      crmToken: () => Promise.resolve('token-of-the-crm'),
      answer: ({ url }) =>
        Promise.resolve(
          url.endsWith('/health')
            ? { status: 200, body: { status: 'ok', crmSignIn: true } }
            : { status: 201, body: { agent: anna, token: 'fresh-token' } },
        ),
    });
    expect(await companion.handlers['setup:ask']({ relayUrl: 'http://relay.test' })).toEqual({
      crmSignIn: true,
    });
    await companion.handlers['setup:connect']({ relayUrl: 'http://relay.test', secret: { kind: 'crm' } });
    expect(requests.at(-1)).toMatchObject({
      url: 'http://relay.test/api/enrol',
      body: { crmToken: 'token-of-the-crm', device: 'test' },
    });
    expect(saved).toEqual([{ relayUrl: 'http://relay.test', token: 'fresh-token' }]);
  });

  it('an older relay, and a page in a browser, take codes only', async () => {
    const older = startTestCompanion({
      relayUrl: null,
      crmToken: () => Promise.resolve('x'),
      answer: () => Promise.resolve({ status: 200, body: { status: 'ok' } }),
    });
    expect(await older.companion.handlers['setup:ask']({ relayUrl: 'http://relay.test' })).toEqual({
      crmSignIn: false,
    });
    const web = startTestCompanion({ relayUrl: null });
    expect(await web.companion.handlers['setup:ask']({ relayUrl: 'http://relay.test' })).toEqual({
      crmSignIn: false,
    });
    expect(web.requests).toEqual([]);
  });
});
