import { describe, expect, it } from 'vitest';
import { aCall, anna, answeredBy, ended } from '../../../tests/support/calls';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { callUpdate, createFakeRelay, screenPop } from '../../../tests/support/fake-relay-socket';
import { AppError } from '../errors';
import { companionStateSchema, settingsSchema, type CompanionState } from '../ipc/state';
import { silentLogger } from '../logger';
import type { CrmContext } from '../protocol/rest';
import { createCompanion } from './companion';
import type { CrmLookup } from './crm-contexts';
import type { JsonRequest } from './rest';
import type { Connection } from './types';

const maria: CrmContext = {
  contact: {
    crm: 'suitecrm',
    module: 'Contacts',
    id: 'c-1',
    name: 'Maria Lindqvist',
    account: 'Nordwind',
    url: 'https://crm.test/#/contacts/record/c-1',
    matchedBy: 'phone_mobile',
    others: 0,
  },
  title: 'Head of Dispatch',
  recentCalls: [],
  openCases: [],
};

const setup = (
  options: {
    relayUrl?: string | null;
    token?: string | null;
    crm?: CrmLookup | null;
    answer?: (request: JsonRequest) => Promise<{ status: number; body: unknown }>;
  } = {},
) => {
  const clock = createFakeClock();
  const relay = createFakeRelay();
  const saved: (Connection | null)[] = [];
  const requests: JsonRequest[] = [];
  const states: CompanionState[] = [];
  const { relayUrl = 'http://relay.test', token = 'token-of-anna' } = options;
  let ids = 0;
  const companion = createCompanion({
    platform: 'web',
    client: { name: 'test', version: '1.0.0' },
    openSocket: relay.openSocket,
    fetchJson: (request) => {
      requests.push(request);
      return options.answer?.(request) ?? Promise.reject(new Error('ECONNREFUSED'));
    },
    clock,
    random: () => 0,
    newId: () => `c${++ids}`,
    log: silentLogger,
    initial: {
      relayUrl,
      token,
      settings: settingsSchema.parse({}),
      secretStore: { kind: 'browser', warning: null },
    },
    crm: options.crm ?? null,
    saveConnection: (connection) => Promise.resolve(void saved.push(connection)),
    saveSettings: () => Promise.resolve(),
  });
  companion.onState((state) => states.push(state));
  companion.start();
  return { clock, relay, companion, saved, requests, states, state: () => companion.state() };
};

describe('the companion', () => {
  it('rises in version with each change, and every state satisfies the contract', () => {
    const { relay, states, clock } = setup();
    relay.accept({ live: [aCall()] });
    relay.tell(callUpdate(answeredBy(aCall(), '1001')));
    relay.tell(callUpdate(ended(answeredBy(aCall(), '1001'))));
    clock.advance(10_000);
    const versions = states.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    for (const state of states) companionStateSchema.parse(state);
    expect(states.at(-1)).toMatchObject({ agent: anna, links: { relay: { state: 'connected' } }, pops: [] });
  });

  it('shows the pop, keeps it while talking, and takes it away 10 s after the end', () => {
    const { clock, relay, state } = setup();
    relay.accept();
    relay.tell(screenPop(aCall()));
    expect(state().pops).toMatchObject([{ callId: aCall().id, closing: null }]);
    const talking = answeredBy(aCall(), '1001');
    relay.tell(callUpdate(talking));
    relay.tell(callUpdate(ended(talking)));
    clock.advance(9_999);
    expect(state().pops).toHaveLength(1);
    clock.advance(1);
    expect(state().pops).toHaveLength(0);
  });

  it('follows the phone systems that the relay reads', () => {
    const { relay, state } = setup();
    relay.accept();
    const down = {
      id: 'pbx',
      state: 'down',
      since: '2026-11-23T09:01:00.000Z',
      lagMs: null,
      lastEventAt: null,
    } as const;
    relay.tell({
      type: 'pbx_status',
      id: 'p',
      at: down.since,
      pbx: { ...down, problem: 'Asterisk is away.' },
    });
    expect(state().links.pbx).toEqual([{ ...down, problem: 'Asterisk is away.' }]);
  });

  it('asks for a new sign-in when the relay refuses the token, and shows nothing of the agent any more', async () => {
    const { relay, state, companion } = setup();
    relay.accept({ live: [aCall()] });
    relay.tell(screenPop(aCall()));
    expect(state().pops).toHaveLength(1);
    relay.close(4401);
    expect(state()).toMatchObject({
      stage: 'needs-token',
      agent: null,
      calls: [],
      pops: [],
      links: {
        relay: { state: 'down', problem: expect.stringContaining('no longer accepts') as string },
        pbx: [],
      },
    });
    await expect(companion.handlers['history:list']({ limit: 50 })).rejects.toThrow('Connect to your relay');
  });

  it('dismisses a pop and hands dial results on', async () => {
    const { relay, companion, state } = setup();
    relay.accept();
    relay.tell(screenPop(aCall()));
    await companion.handlers['pop:dismiss']({ callId: aCall().id });
    expect(state().pops).toHaveLength(0);
    const dialled = companion.handlers['call:dial']({ number: '123' });
    relay.tell({ type: 'dialling', id: 'd', at: '2026-11-23T09:00:00.000Z', re: 'c1', callId: 'pbx:9' });
    expect(await dialled).toEqual({ callId: 'pbx:9' });
  });
});

describe('CRM contexts', () => {
  const withCrm = (lookup: CrmLookup['lookup']) => {
    const world = setup({ crm: { lookup } });
    world.relay.accept();
    world.relay.tell(screenPop(aCall()));
    return { ...world, crm: () => world.state().crm[aCall().id] };
  };

  it('arrive after the pop, never before', async () => {
    const { clock, crm, states } = withCrm(() => Promise.resolve(maria));
    expect(crm()?.status).toBe('loading');
    await clock.advanceAsync(0);
    expect(crm()).toEqual({ status: 'ready', problem: null, context: maria });
    expect(states.find(({ pops }) => pops.length > 0)?.crm).toEqual({});
    expect(states.at(-1)?.links.crm.state).toBe('connected');
  });

  it('say when the CRM is slow, and still take its answer', async () => {
    let answer: (context: CrmContext) => void = () => {};
    const { clock, crm } = withCrm(() => new Promise((resolve) => (answer = resolve)));
    clock.advance(3_000);
    expect(crm()).toMatchObject({ status: 'slow', problem: 'CRM is slow, name follows' });
    answer(maria);
    await clock.advanceAsync(0);
    expect(crm()?.status).toBe('ready');
  });

  it('tell unknown from failed, and a failure marks the link', async () => {
    const unknown = withCrm(() => Promise.resolve(null));
    await unknown.clock.advanceAsync(0);
    expect(unknown.crm()?.status).toBe('unknown');
    const failed = withCrm(() => Promise.reject(new AppError('crm_auth', 'SuiteCRM refused the sign-in.')));
    await failed.clock.advanceAsync(0);
    expect(failed.crm()).toMatchObject({ status: 'failed', problem: 'SuiteCRM refused the sign-in.' });
    expect(failed.state().links.crm).toMatchObject({
      state: 'down',
      problem: 'SuiteCRM refused the sign-in.',
    });
  });

  it('ask once per call, never for internal calls, and know a withheld number without asking', async () => {
    const asked: string[] = [];
    const lookup: CrmLookup['lookup'] = (call) => Promise.resolve(void asked.push(call.id)).then(() => null);
    const { clock, relay, state } = withCrm(lookup);
    relay.tell(callUpdate(aCall({ version: 2 })));
    relay.tell(screenPop(aCall({ id: 'pbx:int', direction: 'internal' }), { id: 'm2' }));
    const remote = { number: null, display: 'Anonymous', name: null, anonymous: true };
    relay.tell(screenPop(aCall({ id: 'pbx:anon', remote }), { id: 'm3' }));
    await clock.advanceAsync(0);
    expect(asked).toEqual([aCall().id]);
    expect(state().crm['pbx:anon']?.status).toBe('unknown');
    expect(state().crm['pbx:int']).toBeUndefined();
  });

  it('are asked anew after a sign-in, and an answer of the former CRM is ignored', async () => {
    let late: (context: CrmContext) => void = () => {};
    const { clock, companion, crm } = withCrm(() => new Promise((resolve) => (late = resolve)));
    companion.setCrm({
      lookup: { lookup: () => Promise.resolve(null) },
      account: { url: 'https://crm.test', username: 'anna' },
      state: 'connected',
      problem: null,
    });
    late(maria);
    await clock.advanceAsync(0);
    expect(crm()?.status).toBe('unknown');
  });
});

describe('setting up', () => {
  const token = { kind: 'token', token: 'token-of-anna' } as const;

  it('keeps a token only after the relay took it', async () => {
    const { clock, relay, companion, saved, state } = setup({ relayUrl: null, token: null });
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
    const { clock, relay, companion, saved, state } = setup({ relayUrl: null, token: null });
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
    const { clock, relay, companion, state } = setup();
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
    const { companion, relay, requests, saved } = setup({
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
    const { companion, saved } = setup({
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
    const { companion, relay, saved, state } = setup();
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

describe('history', () => {
  it('is asked of the relay with the agent own token', async () => {
    const { companion, requests } = setup({
      answer: () => Promise.resolve({ status: 200, body: { calls: [aCall()], nextCursor: null } }),
    });
    const page = await companion.handlers['history:list']({ limit: 20, number: '+49' });
    expect(page.calls).toHaveLength(1);
    expect(requests).toEqual([
      { method: 'GET', url: 'http://relay.test/api/calls?limit=20&number=%2B49', token: 'token-of-anna' },
    ]);
  });

  it('says that the relay is away', async () => {
    const { companion } = setup();
    await expect((async () => companion.handlers['history:list']({}))()).rejects.toThrow(
      'can not be reached',
    );
  });
});
