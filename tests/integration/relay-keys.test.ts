/** API keys over REST and in the terminal: each opens what its scopes say, and nothing else does. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { dispatch } from '../../src/relay/cli/dispatch';
import { createKeysCommand } from '../../src/relay/cli/keys';
import { apiKeyListSchema, newApiKeyResponseSchema } from '../../src/shared/protocol/api-keys';
import { scopes, type Scope } from '../../src/shared/protocol/scope';
import { createFakeClock } from '../support/fake-clock';
import { tempFolder } from '../support/temp-folder';
import { API_KEY, startRelay, withKey, withToken, type RelayTestOptions } from './relay-harness';

const start = async (options: RelayTestOptions = {}) => {
  const relay = await startRelay(options);
  onTestFinished(relay.stop);
  const add = async (body: { name: string; scopes: Scope[]; expiresAt?: string }, by: object = withKey) =>
    newApiKeyResponseSchema.parse((await relay.request('POST', '/api/keys', { ...by, body })).body).secret;
  const status = async (method: string, path: string, key: string) =>
    (await relay.request(method, path, { 'x-api-key': key })).status;
  const keys = async (...args: string[]) => {
    const lines: string[] = [];
    const print = (line: string) => void lines.push(line);
    const code = await dispatch(['keys', ...args, '--url', relay.url], [createKeysCommand(Date)], {
      version: '1',
      terminal: { env: { API_KEY }, cwd: tempFolder('keys'), print, complain: print },
    });
    return { code, text: lines.join('\n') };
  };
  return { relay, add, status, keys };
};

it('no route lacks a scope, and a key without it is refused before anything is done', async () => {
  const { relay, add } = await start({
    file: { http: { requestsPerMinute: 10_000 }, webCompanion: { crmContext: true } },
  });
  const secrets = new Map(
    await Promise.all(
      scopes.map(async (scope) => [scope, await add({ name: scope, scopes: [scope] })] as const),
    ),
  );
  const guarded = relay.relay.routes().flatMap(({ method, url, access }) => {
    expect(access, `${method} ${url}`).toBeDefined();
    return access && !('open' in access) ? [{ method, path: url.replace(/:\w+/g, 'x1234'), access }] : [];
  });
  expect(guarded.length).toBeGreaterThan(20);
  for (const { method, path, access } of guarded) {
    // No body and no such call or agent: who may gets 400 or 404, or what there is.
    for (const [scope, secret] of secrets) {
      if (method === 'DELETE' && scope === 'admin') continue;
      const { status, body } = await relay.request(method, path, { 'x-api-key': secret });
      if (scope === access.scope) expect([method, path, status]).not.toEqual([method, path, 403]);
      else {
        expect([method, path, scope, status]).toEqual([method, path, scope, 403]);
        if (access.scope) expect(JSON.stringify(body)).toContain(access.scope);
      }
    }
    expect((await relay.request(method, path)).status, `${method} ${path} without a key`).toBe(401);
    const agent = await relay.request(method, path, withToken('anna'));
    if (!access.agent) expect([method, path, agent.status]).toEqual([method, path, 403]);
    else expect([method, path, agent.status]).not.toEqual([method, path, 403]);
  }
});

it('a key works at once, in either header, until it is revoked; of its secret the hash alone is kept', async () => {
  const { relay, add, status } = await start();
  const secret = await add({ name: 'wallboard', scopes: ['read', 'dial'] });
  expect(await status('GET', '/api/calls', secret)).toBe(200);
  const bearer = { authorization: `Bearer ${secret}` };
  expect((await relay.request('GET', '/metrics', bearer)).status).toBe(200);
  const dial = { ...bearer, body: { extension: '1001', number: '030 1' } };
  expect((await relay.request('POST', '/api/calls', dial)).status).toBe(202);
  const { keys } = apiKeyListSchema.parse((await relay.request('GET', '/api/keys', withKey)).body);
  expect(keys).toMatchObject([{ name: 'wallboard', scopes: ['read', 'dial'], createdBy: 'API_KEY' }]);
  expect(keys[0]?.lastUsedAt).not.toBeNull();

  for (const file of readdirSync(relay.config.dataDir))
    expect(readFileSync(join(relay.config.dataDir, file)).includes(secret), file).toBe(false);
  expect(relay.log.text()).not.toContain(secret);

  expect((await relay.request('DELETE', '/api/keys/wallboard', withKey)).status).toBe(204);
  expect(await status('GET', '/api/calls', secret)).toBe(401);
  expect((await relay.request('DELETE', '/api/keys/wallboard', withKey)).status).toBe(404);
});

it('an administrator may be without the plain key, and makes further ones in his own name', async () => {
  const dataDir = tempFolder('keys-data');
  const first = await startRelay({ dataDir });
  const body = { name: 'boss', scopes: ['admin'] };
  const made = await first.request('POST', '/api/keys', { ...withKey, body });
  const boss = { 'x-api-key': newApiKeyResponseSchema.parse(made.body).secret };
  await first.stop();
  const { relay, add } = await start({ dataDir, env: { API_KEY: '' } });
  await add({ name: 'second', scopes: ['read'] }, boss);
  const list = apiKeyListSchema.parse((await relay.request('GET', '/api/keys', boss)).body).keys;
  expect(list.map(({ name, createdBy }) => [name, createdBy])).toEqual([
    ['boss', 'API_KEY'],
    ['second', 'boss'],
  ]);
  expect((await relay.request('GET', '/api/keys', withKey)).body).toMatchObject({
    error: { message: 'The API key is not the right one.' },
  });
});

it('a key ends in its time; when it was last used is written now and then', async () => {
  const clock = createFakeClock();
  const { relay, add, status } = await start({ clock });
  const at = (ms: number) => new Date(clock.now() + ms).toISOString();
  const secret = await add({ name: 'trial', scopes: ['read'], expiresAt: at(3_600_000) });
  const lastUsed = async () =>
    apiKeyListSchema.parse((await relay.request('GET', '/api/keys', withKey)).body).keys[0]?.lastUsedAt;
  expect(await lastUsed()).toBeNull();
  const begin = at(0);
  expect(await status('GET', '/api/agents', secret)).toBe(200);
  clock.advance(9 * 60_000);
  expect(await status('GET', '/api/agents', secret)).toBe(200);
  expect(await lastUsed()).toBe(begin);
  clock.advance(60_000);
  expect(await status('GET', '/api/agents', secret)).toBe(200);
  expect(await lastUsed()).toBe(at(0));
  clock.advance(50 * 60_000);
  const late = await relay.request('GET', '/api/agents', { 'x-api-key': secret });
  expect(late).toMatchObject({
    status: 401,
    body: { error: { message: expect.stringContaining('ended at') as string } },
  });
  const past = { name: 'past', scopes: ['read'], expiresAt: at(-1) };
  expect((await relay.request('POST', '/api/keys', { ...withKey, body: past })).status).toBe(400);
});

it('what can not be a key is refused', async () => {
  const { relay, add } = await start();
  await add({ name: 'one', scopes: ['read'] });
  for (const [body, status] of [
    [{ name: 'one', scopes: ['read'] }, 409],
    [{ name: 'api_key', scopes: ['read'] }, 409],
    [{ name: 'two', scopes: [] }, 400],
    [{ name: 'two', scopes: ['write'] }, 400],
    [{ name: 'two words', scopes: ['read'] }, 400],
  ] as const)
    expect((await relay.request('POST', '/api/keys', { ...withKey, body })).status).toBe(status);
});

it('one key that asks too much is slowed down, the others are not', async () => {
  const { relay, add } = await start({ file: { http: { requestsPerMinutePerKey: 5 } } });
  const [busy, calm] = [
    await add({ name: 'busy', scopes: ['read'] }),
    await add({ name: 'calm', scopes: ['read'] }),
  ];
  const ask = (key: string) => relay.request('GET', '/api/agents', { 'x-api-key': key });
  for (let n = 0; n < 5; n++) expect((await ask(busy)).status).toBe(200);
  const refused = await ask(busy);
  expect(refused).toMatchObject({ status: 429, body: { error: { code: 'rate_limited' } } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await ask(calm)).status).toBe(200);
});

it('the command adds, lists and revokes', async () => {
  const { keys, status } = await start();
  const added = await keys('add', 'grafana', '--scopes', 'read, dial', '--days', '30');
  expect(added).toMatchObject({
    code: 0,
    text: expect.stringMatching(/^The API key "grafana" may read, dial\./) as string,
  });
  const secret = added.text.split('\n').at(-1) ?? '';
  expect(await status('GET', '/api/status', secret)).toBe(200);
  expect((await keys('list')).text).toMatch(
    /^grafana {2}read,dial {2}last used \S+ {2}ends \S+ {2}made by API_KEY$/,
  );
  expect((await keys('add', 'grafana', '--scopes', 'read')).code).toBe(2);
  expect(await keys('revoke', 'grafana')).toEqual({ code: 0, text: 'The API key "grafana" is revoked.' });
  expect(await status('GET', '/api/status', secret)).toBe(401);
  expect((await keys('revoke', 'grafana')).code).toBe(2);
  for (const args of [
    [],
    ['add'],
    ['add', 'x'],
    ['add', 'x', '--scopes', 'all'],
    ['add', 'x y', '--scopes', 'read'],
    ['add', 'x', '--scopes', 'read', '--days', '0'],
    ['list', 'x'],
    ['revoke'],
  ])
    expect((await keys(...args)).code, args.join(' ')).toBe(1);
});
