/** Signing in to the dashboard over real HTTP: who may, for how long, and what a page of somebody else can not do. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFakeClock } from '../support/fake-clock';
import { tempFolder } from '../support/temp-folder';
import { account, cookieIn, signInTo, startAdmin } from './admin-harness';
import { startRelay, withKey, withToken } from './relay-harness';

const minutes = 60_000;
const hours = 60 * minutes;

it('signs in with name and password, whatever the case of the name, and then does all that a key may', async () => {
  const relay = await startAdmin();
  const answer = await relay.request('POST', '/api/admin/session', {
    body: { ...account, name: 'BOSS' },
  });
  expect(answer).toMatchObject({ status: 200, body: { name: 'boss' } });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const { look, change } = await relay.signIn();
  expect((await relay.request('GET', '/api/admin/session', look)).body).toMatchObject({ name: 'boss' });
  expect((await relay.request('GET', '/api/status', look)).status).toBe(200);
  const body = { name: 'wallboard', scopes: ['read'] };
  const made = await relay.request('POST', '/api/keys', { ...change, body });
  expect(made).toMatchObject({ status: 201, body: { key: { createdBy: 'admin:boss' } } });
  const dial = { ...change, body: { extension: '1001', number: '030 1' } };
  expect((await relay.request('POST', '/api/calls', dial)).status).toBe(202);
  expect((await relay.request('DELETE', '/api/keys/wallboard', change)).status).toBe(204);
  expect(await relay.audit('?who=admin:boss')).toMatchObject([
    { act: 'keys.revoke', target: 'wallboard', result: 'done' },
    { act: 'keys.add', result: 'done' },
    { act: 'admin.sign-in', result: 'done', status: 200 },
    { act: 'admin.sign-in', result: 'done', status: 200 },
  ]);
  // What is an agent's own is no administrator's.
  expect((await relay.request('GET', '/api/calls/pbx:1/crm', look)).status).toBe(403);
});

it('the cookie is for this site and no script; over https for https alone', async () => {
  const relay = await startAdmin();
  const plain = await relay.request('POST', '/api/admin/session', { body: account });
  expect(plain.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^cti_admin=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
  ]);
  const behind = await startAdmin({ env: { TRUST_PROXY: 'true' } });
  const forwarded = await behind.request('POST', '/api/admin/session', {
    'x-forwarded-proto': 'https',
    body: account,
  });
  expect(forwarded.headers.getSetCookie()).toEqual([
    expect.stringMatching(/; HttpOnly; Secure; SameSite=Strict$/),
  ]);
  // Who is no proxy of ours says nothing about it.
  const liar = await relay.request('POST', '/api/admin/session', {
    'x-forwarded-proto': 'https',
    body: account,
  });
  expect(liar.headers.getSetCookie()[0]).not.toContain('Secure');
});

it('a wrong name and a wrong password look alike, and nobody is told which', async () => {
  const relay = await startAdmin();
  const wrong = await relay.attempt({ ...account, password: 'correct horse batterY' });
  const nobody = await relay.attempt({ name: 'my secret password', password: 'x' });
  expect(wrong).toMatchObject({
    status: 401,
    body: { error: { code: 'unauthorized', message: 'The name or the password is not right.' } },
  });
  expect(nobody).toEqual(wrong);
  for (const body of [{}, { name: 'boss' }, { ...account, extra: 1 }, { name: 'boss', password: 7 }])
    expect((await relay.attempt(body)).status).toBe(400);
  const entries = await relay.audit('?act=admin.sign-in');
  expect(entries.map(({ who, result, status }) => [who, result, status])).toEqual([
    ['admin:?', 'refused', 401],
    ['admin:boss', 'refused', 401],
  ]);
  expect(JSON.stringify(entries)).not.toContain('my secret');
});

it('without an account it says so, and how one is made', async () => {
  const relay = await startAdmin({ bare: true });
  const before = await relay.request('GET', '/api/admin/session');
  expect(before).toMatchObject({
    status: 401,
    body: {
      error: {
        code: 'unauthorized',
        details: { setUp: false },
        message: expect.stringContaining('npm run relay -- admin add') as string,
      },
    },
  });
  await relay.request('POST', '/api/admins', { ...withKey, body: account });
  expect((await relay.request('GET', '/api/admin/session')).body).toMatchObject({
    error: { details: { setUp: true } },
  });
});

it('what changes something needs the token of this very sign-in', async () => {
  const relay = await startAdmin();
  const mine = await relay.signIn();
  const other = await relay.signIn();
  const body = { name: 'evil', scopes: ['admin'] };
  const post = async (headers: object) =>
    (await relay.request('POST', '/api/keys', { ...headers, body })).status;
  expect(await post(mine.look)).toBe(403);
  expect(await post({ ...mine.look, 'x-csrf-token': '' })).toBe(403);
  expect(await post({ ...mine.look, 'x-csrf-token': `${mine.session.csrfToken}x` })).toBe(403);
  expect(await post({ ...mine.look, 'x-csrf-token': other.session.csrfToken })).toBe(403);
  expect((await relay.request('DELETE', '/api/admin/session', mine.look)).status).toBe(403);
  expect(
    (await relay.request('PUT', '/api/log-level', { ...mine.look, body: { level: 'debug' } })).status,
  ).toBe(403);
  expect((await relay.request('GET', '/api/keys', withKey)).body).toEqual({ keys: [] });
  expect(await post(mine.change)).toBe(201);
});

it('a page of another site gets nowhere, with the token or without; its sign-in neither', async () => {
  const relay = await startAdmin({ env: { ALLOWED_ORIGINS: 'https://desk.example.com' } });
  const { change } = await relay.signIn();
  const body = { name: 'evil', scopes: ['admin'] };
  for (const origin of [
    'https://evil.example.com',
    'https://desk.example.com',
    'null',
    'http://127.0.0.1:1',
  ]) {
    expect((await relay.request('POST', '/api/keys', { ...change, origin, body })).status).toBe(403);
    expect((await relay.attempt(account, { origin })).status).toBe(403);
  }
  const asForm = { 'content-type': 'application/x-www-form-urlencoded', body: 'name=boss&password=x' };
  expect((await relay.request('POST', '/api/admin/session', asForm)).status).toBeGreaterThanOrEqual(400);
  const preflight = await relay.request('OPTIONS', '/api/keys', {
    origin: 'https://evil.example.com',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'x-csrf-token',
  });
  expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  expect((await relay.request('POST', '/api/keys', { ...change, origin: relay.url, body })).status).toBe(201);
});

it('ends unused after half an hour, used after twelve', async () => {
  const relay = await startAdmin();
  const { look, session } = await relay.signIn();
  expect(Date.parse(session.expiresAt)).toBe(relay.clock.now() + 30 * minutes);
  const status = async () => (await relay.request('GET', '/api/status', look)).status;
  for (let at = 0; at < 24; at += 1) {
    relay.clock.advance(29 * minutes);
    expect(await status()).toBe(200);
  }
  const late = await relay.request('GET', '/api/admin/session', look);
  // 11 h 36 min: the end of all now comes first.
  expect(late.body).toMatchObject({ expiresAt: new Date(relay.clock.now() + 24 * minutes).toISOString() });
  relay.clock.advance(24 * minutes);
  expect(await status()).toBe(401);

  const idle = await relay.signIn();
  relay.clock.advance(30 * minutes);
  const ended = await relay.request('GET', '/api/status', idle.look);
  expect(ended).toMatchObject({
    status: 401,
    body: { error: { message: 'Your sign-in has ended; sign in again.' } },
  });
});

it('its lengths are settings', async () => {
  const relay = await startAdmin({ file: { admin: { sessionMinutes: 2, sessionHours: 1 } } });
  const { look } = await relay.signIn();
  relay.clock.advance(2 * minutes);
  expect((await relay.request('GET', '/api/status', look)).status).toBe(401);
  const off = await startAdmin({ file: { admin: { enabled: false } } });
  expect((await off.attempt()).status).toBe(404);
});

it('signing out ends it, here and nowhere else; signing in again ends the former one of this browser', async () => {
  const relay = await startAdmin();
  const [one, two] = [await relay.signIn(), await relay.signIn()];
  const status = async (headers: Record<string, unknown>) =>
    (await relay.request('GET', '/api/status', headers)).status;
  const out = await relay.request('DELETE', '/api/admin/session', one.change);
  expect([out.status, cookieIn(out.headers)]).toEqual([204, '']);
  expect([await status(one.look), await status(two.look)]).toEqual([401, 200]);
  expect(await relay.audit('?limit=1')).toMatchObject([{ who: 'admin:boss', act: 'admin.sign-out' }]);
  expect((await relay.request('DELETE', '/api/admin/session')).status).toBe(401);

  const again = await relay.request('POST', '/api/admin/session', { ...two.look, body: account });
  const fresh = cookieIn(again.headers);
  expect(fresh).not.toBe(two.look.cookie.split('=')[1]);
  expect(await status(two.look)).toBe(401);
  expect(await status({ cookie: `cti_admin=${fresh ?? ''}` })).toBe(200);
});

it('a new password and the end of the account sign out everywhere, at once', async () => {
  const relay = await startAdmin();
  const status = async (headers: Record<string, unknown>) =>
    (await relay.request('GET', '/api/status', headers)).status;
  const [one, two] = [await relay.signIn(), await relay.signIn()];
  const password = { password: 'another long sentence' };
  const path = '/api/admins/boss/password';
  const change = { ...password, currentPassword: account.password };
  expect((await relay.request('PUT', path, { ...one.change, body: change })).status).toBe(204);
  expect([await status(one.look), await status(two.look)]).toEqual([401, 401]);
  expect((await relay.attempt()).status).toBe(401);
  const back = await relay.signIn({ ...account, ...password });
  const refused = await relay.request('DELETE', '/api/admins/Boss', back.change);
  expect([refused.status, JSON.stringify(refused.body)]).toEqual([
    409,
    expect.stringContaining('make another one before'),
  ]);
  await relay.request('POST', '/api/admins', { ...withKey, body: { ...account, name: 'deputy' } });
  expect((await relay.request('DELETE', '/api/admins/Boss', withKey)).status).toBe(204);
  expect(await status(back.look)).toBe(401);
  expect((await relay.attempt({ ...account, ...password })).status).toBe(401);
  expect((await relay.request('DELETE', '/api/admins/boss', withKey)).status).toBe(404);
  expect((await relay.request('PUT', path, { ...withKey, body: password })).status).toBe(404);
  expect((await relay.audit('?act=admins.password')).map(({ who, target }) => [who, target])).toEqual([
    ['API_KEY', 'boss'],
    ['admin:boss', 'boss'],
  ]);
});

it('stays over a restart; neither the password, the cookie nor the token is on the disk or in the log', async () => {
  const dataDir = tempFolder('admin');
  const clock = createFakeClock();
  const first = await startRelay({ dataDir, clock });
  await first.request('POST', '/api/admins', { ...withKey, body: account });
  const { look, change, session } = await signInTo(first);
  await first.stop();
  clock.advance(hours / 4);
  const second = await startAdmin({ dataDir, clock, bare: true });
  expect((await second.request('GET', '/api/admin/session', look)).body).toMatchObject({
    name: 'boss',
    csrfToken: session.csrfToken,
  });
  expect((await second.request('POST', '/api/call-log/retry', change)).status).toBe(503);
  const secrets = [account.password, look.cookie.split('=')[1] ?? '?', session.csrfToken];
  for (const secret of secrets) {
    for (const file of readdirSync(dataDir))
      expect(readFileSync(join(dataDir, file)).includes(secret)).toBe(false);
    expect(first.log.text() + second.log.text()).not.toContain(secret);
  }
});

it('accounts are made by administrators alone, with a password that is long enough', async () => {
  const relay = await startAdmin();
  const add = (body: object, by: object = withKey) => relay.request('POST', '/api/admins', { ...by, body });
  const short = await add({ name: 'anna', password: 'elevenchars' });
  expect(short).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining('12 characters or more') as string } },
  });
  expect((await add({ name: 'administrator', password: 'administrator1' })).status).toBe(400);
  expect((await add({ name: 'a b', password: account.password })).status).toBe(400);
  expect((await add({ ...account, name: 'BOSS' })).status).toBe(409);
  expect((await add(account, withToken('anna'))).status).toBe(403);
  const { change } = await relay.signIn();
  expect((await add({ name: 'second', password: 'a second long one' }, change)).status).toBe(201);
  const list = await relay.request('GET', '/api/admins', withKey);
  expect(list.body).toMatchObject({
    admins: [
      { name: 'boss', createdBy: 'API_KEY', lastSignInAt: new Date(relay.clock.now()).toISOString() },
      { name: 'second', createdBy: 'admin:boss', lastSignInAt: null },
    ],
  });
  expect(JSON.stringify(list.body)).not.toContain('scrypt');
});
