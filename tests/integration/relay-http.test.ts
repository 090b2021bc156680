import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CrmClient, CrmMatch } from '../../src/crm/port';
import { AppError } from '../../src/shared/errors';
import {
  callListSchema,
  callPageSchema,
  enrolmentResponseSchema,
  errorResponseSchema,
  newAgentResponseSchema,
} from '../../src/shared/protocol/rest';
import { noContext } from '../../src/shared/protocol/crm-context';
import { err, ok } from '../../src/shared/result';
import { signIn, startRelay, withKey, withToken, type TestRelay } from './relay-harness';
import { aCall, aLeg, endedCall, maria } from '../support/calls';
import { tempFolder } from '../support/temp-folder';

const match: CrmMatch = {
  contact: maria,
  accountId: null,
  title: 'Head of Dispatch',
};
const crm: CrmClient = {
  kind: 'suitecrm',
  findByNumber: (number) => Promise.resolve(ok(number === '+491711234567' ? match : null)),
  context: ({ contact, title }) => Promise.resolve(ok({ ...noContext, contact, title })),
  candidate: () => Promise.resolve(ok(null)),
  logCall: () => Promise.resolve(err(new AppError('crm_unavailable', 'Down.', { retryable: true }))),
  logConversation: () => Promise.reject(new Error('not asked for')),
  logNote: () => Promise.reject(new Error('not asked for')),
  logFollowUp: () => Promise.reject(new Error('not asked for')),
  check: () => Promise.resolve(ok({ userId: 'u', userName: 'cti' })),
  recordUrl: () => 'https://crm.example/',
  close: () => {},
};

const rendererDir = (): string => {
  const dir = join(tempFolder('renderer'), 'renderer');
  mkdirSync(join(dir, 'assets'), { recursive: true });
  writeFileSync(join(dir, 'companion.html'), '<title>Companion</title>');
  writeFileSync(join(dir, 'assets', 'companion.js'), '1;');
  return dir;
};

let relay: TestRelay;
beforeAll(async () => {
  relay = await startRelay({
    crm,
    rendererDir: rendererDir(),
    env: { ALLOWED_ORIGINS: 'https://desk.example' },
    file: { webCompanion: { crmContext: true } },
  });
  relay.pbx.tell(aCall({ linkedId: 'anna-live' }));
  relay.pbx.tell(aCall({ linkedId: 'ben-live', legs: [aLeg('1002')] }));
  for (let n = 0; n < 5; n++)
    relay.pbx.tell(endedCall({ linkedId: `over-${n}`, startedAt: `2026-11-23T08:0${n}:00.000Z` }));
});
afterAll(() => relay.stop());

const errorOf = (body: unknown) => errorResponseSchema.parse(body).error;

describe('health', () => {
  it('is open, and not ready while the PBX is down', async () => {
    expect((await relay.request('GET', '/health')).body).toMatchObject({ crm: { state: 'connected' } });
    expect((await relay.request('GET', '/health/ready')).status).toBe(200);
    relay.pbx.setState('down');
    const { status, body } = await relay.request('GET', '/health/ready');
    relay.pbx.setState('connected');
    expect([status, body]).toMatchObject([503, { status: 'degraded', pbx: [{ state: 'down' }] }]);
  });
});

describe('who may ask', () => {
  const routes: [string, string, Record<string, unknown>?][] = [
    ['GET', '/api/status'],
    ['GET', '/api/calls/active'],
    ['GET', '/api/calls'],
    ['GET', '/api/calls/pbx%3Aanna-live'],
    ['GET', '/api/calls/pbx%3Aanna-live/crm'],
    ['POST', '/api/calls/pbx%3Aanna-live/contact', { module: 'Contacts', id: 'c-1' }],
    ['POST', '/api/calls', { extension: '1001', number: '1' }],
    ['POST', '/api/screen-pop', { extension: '1001', number: '1' }],
    ['GET', '/api/call-log'],
    ['POST', '/api/call-log/retry'],
    ['POST', '/api/call-log/pbx%3Aanna-live/retry'],
    ['GET', '/api/agents'],
    ['POST', '/api/agents', { id: 'x', name: 'X', extensions: ['1'] }],
    ['POST', '/api/agents/anna/enrolment'],
    ['PATCH', '/api/agents/anna', { name: 'X' }],
    ['DELETE', '/api/agents/anna'],
  ];
  it.each(routes)('%s %s: nobody without a key or a token', async (method, path, body) => {
    for (const headers of [{}, { 'x-api-key': 'wrong' }, { authorization: 'Bearer cti_wrong' }]) {
      const answer = await relay.request(method, path, { ...headers, ...(body && { body }) });
      expect([answer.status, errorOf(answer.body).code]).toEqual([401, 'unauthorized']);
    }
  });

  const adminOnly = routes.filter(([, path]) => /agents|status|call-log/.test(path));
  it.each(adminOnly)('%s %s: no agent', async (method, path, body) => {
    const answer = await relay.request(method, path, { ...withToken('anna'), ...(body && { body }) });
    expect([answer.status, errorOf(answer.body).code]).toEqual([403, 'forbidden']);
  });

  it('says how to set a key where there is none', async () => {
    const open = await startRelay({ env: { API_KEY: '' } });
    const answer = await open.request('GET', '/api/status', withKey);
    await open.stop();
    expect(answer.status).toBe(401);
    expect(errorOf(answer.body).message).toContain('Set API_KEY');
  });
});

describe('an agent', () => {
  it('sees his own calls only', async () => {
    const active = await relay.request('GET', '/api/calls/active', withToken('anna'));
    expect(callListSchema.parse(active.body).calls.map((call) => call.linkedId)).toEqual(['anna-live']);
    const history = await relay.request('GET', '/api/calls?extension=1001', withToken('ben'));
    expect(callPageSchema.parse(history.body).calls).toEqual([]);
    expect((await relay.request('GET', '/api/calls/pbx%3Aanna-live', withToken('ben'))).status).toBe(404);
    expect((await relay.request('GET', '/api/calls/pbx%3Aanna-live/crm', withToken('ben'))).status).toBe(404);
  });

  it('dials on his own extension only', async () => {
    const dial = (body: object) => relay.request('POST', '/api/calls', { ...withToken('ben'), body });
    expect(await dial({ extension: '1012', number: '030 1' })).toMatchObject({ status: 202 });
    expect(await dial({ extension: '1001', number: '030 1' })).toMatchObject({ status: 403 });
    expect(await dial({ agentId: 'anna', number: '030 1' })).toMatchObject({ status: 403 });
  });

  it('pops on his own desktops only, and no call of others', async () => {
    const pop = (body: object) => relay.request('POST', '/api/screen-pop', { ...withToken('ben'), body });
    expect(await pop({ agentId: 'ben', number: '1012', name: 'Test' })).toMatchObject({ status: 202 });
    expect(await pop({ agentId: 'anna', number: '1001' })).toMatchObject({ status: 403 });
    expect(await pop({ extension: '1001', number: '1001' })).toMatchObject({ status: 403 });
    const others = { agentId: 'ben', number: '1012', callId: 'pbx:anna-live' };
    expect(await pop(others)).toMatchObject({ status: 404 });
  });

  it('reads what the CRM knows of his caller, where that is allowed', async () => {
    const path = '/api/calls/pbx%3Aanna-live/crm';
    const { body } = await relay.request('GET', path, withToken('anna'));
    expect(body).toMatchObject({ title: 'Head of Dispatch', contact: { name: 'Maria Lindqvist' } });
    const closed = await startRelay({ crm });
    closed.pbx.tell(aCall({ linkedId: 'anna-live' }));
    const refused = await closed.request('GET', path, withToken('anna'));
    await closed.stop();
    expect(refused.status).toBe(403);
    expect(errorOf(refused.body).message).toContain('webCompanion.crmContext');
  });
});

describe('a program with the key', () => {
  it('pages through the history', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = `limit=2&number=0171&outcome=answered${cursor ? `&cursor=${cursor}` : ''}`;
      const page = callPageSchema.parse((await relay.request('GET', `/api/calls?${query}`, withKey)).body);
      seen.push(...page.calls.map((call) => call.linkedId));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(['over-4', 'over-3', 'over-2', 'over-1', 'over-0']);
    const inbound = await relay.request('GET', '/api/calls?outcome=answered&direction=inbound', withKey);
    expect(callPageSchema.parse(inbound.body).calls.map(({ linkedId }) => linkedId)).toEqual(seen);
    const outbound = await relay.request('GET', '/api/calls?direction=outbound', withKey);
    expect(callPageSchema.parse(outbound.body).calls).toEqual([]);
    const odd = await relay.request('GET', '/api/calls?direction=up', withKey);
    expect(odd.status).toBe(400);
  });

  it('pops a number; the name follows', async () => {
    const anna = await signIn(relay.url, 'anna');
    const body = { agentId: 'anna', number: '0171 1234567', name: 'A. Caller' };
    const answer = await relay.request('POST', '/api/screen-pop', { ...withKey, body });
    expect(answer).toMatchObject({ status: 202, body: { delivered: 1 } });
    const pop = await anna.nextOfType('screen_pop');
    expect(pop).toMatchObject({ reason: 'manual', callData: { remote: { number: '+491711234567' } } });
    const update = await anna.nextOfType('call_update');
    expect(update.callData.contact?.name).toBe('Maria Lindqvist');
    expect(update.callData.version).toBeGreaterThan(pop.callData.version);
    anna.close();
  });

  it('makes an agent, whose desktop enrols by a code, once', async () => {
    const body = { id: 'dora', name: 'Dora', extensions: ['1004'] };
    const created = await relay.request('POST', '/api/agents', { ...withKey, body });
    expect(created.status).toBe(201);
    expect((await relay.request('POST', '/api/agents', { ...withKey, body })).status).toBe(409);
    const enrolment = await relay.request('POST', '/api/agents/dora/enrolment', withKey);
    const { code } = enrolmentResponseSchema.parse(enrolment.body);
    expect(code).toMatch(/^[A-HJKMNP-Z2-9]{8}$/);
    const typed = `${code.slice(0, 4)}-${code.slice(4).toLowerCase()}`;
    const enrolled = await relay.request('POST', '/api/enrol', { body: { code: typed } });
    const { token } = newAgentResponseSchema.parse(enrolled.body);
    const own = await relay.request('GET', '/api/calls', { authorization: `Bearer ${token}` });
    expect(own.status).toBe(200);
    expect((await relay.request('POST', '/api/enrol', { body: { code } })).status).toBe(401);
    expect((await relay.request('POST', '/api/agents/nobody/enrolment', withKey)).status).toBe(404);
  });
});

describe('what is wrong is said in one shape', () => {
  it.each<[string, string, string, Record<string, unknown>, number, string]>([
    ['no route', 'GET', '/api/nothing', withKey, 404, 'not_found'],
    ['no call', 'GET', '/api/calls/pbx%3Anone', withKey, 404, 'not_found'],
    ['a wrong query', 'GET', '/api/calls?limit=9999', withKey, 400, 'bad_request'],
    ['a foreign cursor', 'GET', '/api/calls?cursor=abc', withKey, 400, 'bad_request'],
    ['a body that is no JSON', 'POST', '/api/calls', { ...withKey, body: '{' }, 400, 'bad_request'],
    [
      'a body without a target',
      'POST',
      '/api/calls',
      { ...withKey, body: { number: '1' } },
      400,
      'bad_request',
    ],
    ['a large body', 'POST', '/api/calls', { ...withKey, body: 'x'.repeat(300_000) }, 413, 'too_large'],
    [
      'an unknown field of an agent',
      'POST',
      '/api/agents',
      { ...withKey, body: { id: 'e', name: 'E', extensions: ['5'], role: 'admin' } },
      400,
      'bad_request',
    ],
    [
      'an agent of no PBX',
      'POST',
      '/api/agents',
      { ...withKey, body: { id: 'e', name: 'E', extensions: ['5'], pbxId: 'south' } },
      400,
      'bad_request',
    ],
  ])('%s', async (_, method, path, options, status, code) => {
    const answer = await relay.request(method, path, options);
    expect([answer.status, errorOf(answer.body).code]).toEqual([status, code]);
  });

  it('and guessing codes, or asking too much, is slowed down', async () => {
    const strict = await startRelay({ file: { http: { requestsPerMinute: 20, enrolmentsPerMinute: 2 } } });
    const guess = () => strict.request('POST', '/api/enrol', { body: { code: 'AAAAAAAA' } });
    expect([(await guess()).status, (await guess()).status]).toEqual([401, 401]);
    const third = await guess();
    expect([third.status, errorOf(third.body).code]).toEqual([429, 'rate_limited']);
    const statuses: number[] = [];
    for (let n = 0; n < 25; n++) statuses.push((await strict.request('GET', '/api/calls', withKey)).status);
    await strict.stop();
    expect(statuses).toContain(200);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('browsers', () => {
  it('are told by headers what a page may do', async () => {
    const { headers } = await relay.request('GET', '/companion/');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('of allowed origins only may read answers', async () => {
    const from = async (origin: string) =>
      (await relay.request('GET', '/health', { origin })).headers.get('access-control-allow-origin');
    expect(await from('https://desk.example')).toBe('https://desk.example');
    expect(await from('https://evil.example')).toBeNull();
  });

  it('get the companion and its files', async () => {
    expect((await relay.request('GET', '/companion')).body).toContain('Companion');
    expect((await relay.request('GET', '/companion/assets/companion.js')).body).toBe('1;');
    expect((await relay.request('GET', '/companion/..%2f..%2fetc/passwd')).status).toBeGreaterThanOrEqual(
      400,
    );
  });
});
