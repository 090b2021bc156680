/** What administrators do stands in the audit log, without a secret or a number; the log level goes back by itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { auditPageSchema } from '../../src/shared/protocol/audit';
import { newApiKeyResponseSchema } from '../../src/shared/protocol/api-keys';
import { newAgentResponseSchema } from '../../src/shared/protocol/rest';
import { createFakeClock } from '../support/fake-clock';
import { startRelay, withKey, withToken, type RelayTestOptions } from './relay-harness';

const start = async (options: RelayTestOptions = {}) => {
  const relay = await startRelay(options);
  onTestFinished(relay.stop);
  const post = (path: string, body?: object, by: object = withKey) =>
    relay.request('POST', path, { ...by, ...(body && { body }) });
  const audit = async (query = '') =>
    auditPageSchema.parse((await relay.request('GET', `/api/audit${query}`, withKey)).body);
  return { relay, post, audit };
};

it('each route of an administrator that changes something has a name in it, and is written down', async () => {
  const { relay, audit } = await start();
  const acts = relay.relay
    .routes()
    .filter(
      ({ access, method }) => access && !('open' in access) && access.scope === 'admin' && method !== 'GET',
    );
  expect(acts.length).toBeGreaterThan(10);
  for (const { method, url, audit: act } of acts) {
    expect(act, `${method} ${url}`).toMatch(/^[a-z-]+\.[a-z-]+$/);
    // An agent may do none of it; that he tried is known, too.
    await relay.request(method, url.replace(/:\w+/g, 'x1234'), withToken('anna'));
    expect((await audit('?limit=1')).entries).toMatchObject([
      { act, who: 'agent:anna', result: 'refused', status: 403, target: url.includes(':') ? 'x1234' : null },
    ]);
  }
});

it('says who did what to what, from where, and how it went; no secret, no number', async () => {
  const { relay, post, audit } = await start();
  const made = newApiKeyResponseSchema.parse(
    (await post('/api/keys', { name: 'boss', scopes: ['admin'] })).body,
  );
  const boss = { 'x-api-key': made.secret };
  const agent = { id: 'carla', name: 'Carla', extensions: ['1003'] };
  const { token } = newAgentResponseSchema.parse((await post('/api/agents', agent, boss)).body);
  await post('/api/agents', agent, boss);
  await relay.request('DELETE', '/api/agents/carla', boss);
  await post('/api/forget', { number: '+49 171 1234567' }, boss);
  await post('/api/call-log/retry', undefined, boss);
  await post('/api/keys', { name: 'x', scopes: ['read'] }, { 'x-api-key': 'a-guess-0123456789' });

  const { entries } = await audit();
  expect(entries.map(({ who, act, target, result }) => [who, act, target, result])).toEqual([
    ['boss', 'call-log.retry', 'all that failed', 'failed'],
    ['boss', 'numbers.forget', expect.stringMatching(/567 \(counted only\)$/), 'done'],
    ['boss', 'agents.remove', 'carla', 'done'],
    ['boss', 'agents.add', 'carla', 'refused'],
    ['boss', 'agents.add', 'carla', 'done'],
    ['API_KEY', 'keys.add', 'boss (admin)', 'done'],
  ]);
  expect(entries.every(({ address }) => /127\.0\.0\.1$/.test(address))).toBe(true);
  for (const file of readdirSync(relay.config.dataDir)) {
    const bytes = readFileSync(join(relay.config.dataDir, file)).toString('latin1');
    for (const secret of [made.secret, token, '1711234567', '171 1234567'])
      expect(bytes).not.toContain(secret);
  }
  expect((await audit('?act=agents.add&limit=1')).nextCursor).not.toBeNull();
  expect((await relay.request('GET', '/api/audit?cursor=x', withKey)).status).toBe(400);
  expect((await relay.request('GET', '/api/audit', withToken('anna'))).status).toBe(403);
});

it('an entry can not be changed, and goes when it is too old', async () => {
  const dataDir = await (async () => {
    const { relay, post } = await start();
    await post('/api/keys', { name: 'one', scopes: ['read'] });
    const db = new Database(join(relay.config.dataDir, 'relay.db'));
    expect(() => db.prepare("UPDATE audit SET who = 'nobody'").run()).toThrow(
      'an audit entry is never changed',
    );
    db.close();
    return relay.config.dataDir;
  })();
  const clock = createFakeClock(Date.now() + 8 * 24 * 3_600_000);
  const later = await start({ dataDir, clock, file: { auditRetentionDays: 7 } });
  expect((await later.audit()).entries).toEqual([]);
});

it('the log level is another one for a while, which the log says', async () => {
  const clock = createFakeClock();
  const applied: string[] = [];
  const { relay, audit } = await start({ clock, setLogLevel: (level) => void applied.push(level) });
  const put = (body: object) => relay.request('PUT', '/api/log-level', { ...withKey, body });
  const state = async () => (await relay.request('GET', '/api/log-level', withKey)).body;
  const configured = { level: 'info', configured: 'info', until: null };
  expect(await state()).toEqual(configured);
  expect((await put({ level: 'debug', minutes: 30 })).body).toMatchObject({
    level: 'debug',
    until: new Date(clock.now() + 30 * 60_000).toISOString(),
  });
  expect(relay.log.text()).toContain('The log level is debug until');
  expect((await audit()).entries).toMatchObject([{ act: 'log-level.set', target: 'debug for 30 minutes' }]);
  clock.advance(20 * 60_000);
  await put({ level: 'error', minutes: 20 });
  clock.advance(19 * 60_000);
  expect(await state()).toMatchObject({ level: 'error' });
  clock.advance(60_000);
  expect(await state()).toEqual(configured);
  expect(applied).toEqual(['debug', 'error', 'info']);
  expect(relay.log.text()).toContain('The log level is info again, as configured: its time is over.');

  await put({ level: 'verbose' });
  expect((await put({ level: 'info' })).body).toEqual(configured);
  for (const wrong of [{ level: 'loud' }, { level: 'debug', minutes: 0 }, { level: 'debug', for: 3 }])
    expect((await put(wrong)).status).toBe(400);
});
