/** Who guesses passwords waits, longer each time; nobody can keep an administrator out for ever. */
import { expect, it } from 'vitest';
import { createFakeClock } from '../support/fake-clock';
import { tempFolder } from '../support/temp-folder';
import { account, startAdmin } from './admin-harness';
import { withKey } from './relay-harness';

const wrong = { ...account, password: 'not the password' };
const seconds = 1_000;
/** Behind a proxy of ours an address is what it says. */
const proxied = { env: { TRUST_PROXY: 'true' }, file: { admin: { signInsPerMinute: 1_000 } } };
const from = (address: string) => ({ 'x-forwarded-for': address });

it('locks after five wrong ones, opens after the wait, and waits longer each time', async () => {
  const relay = await startAdmin({ file: { admin: { signInsPerMinute: 1_000 } } });
  for (let at = 0; at < 5; at += 1) expect((await relay.attempt(wrong)).status).toBe(401);
  const locked = await relay.attempt();
  expect(locked).toMatchObject({
    status: 429,
    wait: 30,
    body: { error: { code: 'rate_limited', message: expect.stringContaining('30 seconds') as string } },
  });
  relay.clock.advance(29 * seconds);
  expect(await relay.attempt()).toMatchObject({ status: 429, wait: 1 });
  relay.clock.advance(1 * seconds);
  // What was tried meanwhile made it no longer.
  expect((await relay.attempt(wrong)).status).toBe(401);
  for (const wait of [60, 120, 240, 480, 900, 900]) {
    expect(await relay.attempt()).toMatchObject({ status: 429, wait });
    relay.clock.advance(wait * seconds);
    expect((await relay.attempt(wrong)).status).toBe(401);
  }
  relay.clock.advance(900 * seconds);
  expect((await relay.attempt()).status).toBe(200);
  // And all is forgotten.
  for (let at = 0; at < 4; at += 1) expect((await relay.attempt(wrong)).status).toBe(401);
  expect((await relay.attempt()).status).toBe(200);
});

it('is remembered over a restart, written down, and counted', async () => {
  const dataDir = tempFolder('lock-out');
  const clock = createFakeClock();
  const first = await startAdmin({ dataDir, clock });
  for (let at = 0; at < 5; at += 1) await first.attempt(wrong);
  await first.stop();
  const second = await startAdmin({ dataDir, clock, bare: true });
  expect((await second.attempt()).status).toBe(429);
  expect((await second.audit('?act=admin.lock-out')).map(({ who, target }) => [who, target])).toEqual([
    ['admin:boss', 'for 30 s'],
  ]);
  const metrics = String((await second.request('GET', '/metrics', withKey)).body);
  expect(metrics).toMatch(/^cti_admin_sign_ins_total\{result="locked-out"\} 1$/m);
  expect(metrics).toMatch(/^cti_admin_sign_ins_total\{result="done"\} 0$/m);
  clock.advance((24 * 3_600 + 1) * seconds);
  expect((await second.attempt(wrong)).status).toBe(401);
  expect((await second.attempt()).status).toBe(200);
});

it('many tries at the same time are many failures', async () => {
  const relay = await startAdmin({ file: { admin: { signInsPerMinute: 1_000 } } });
  const tries = await Promise.all(Array.from({ length: 12 }, () => relay.attempt(wrong)));
  const of = (status: number) => tries.filter((one) => one.status === status).length;
  expect([of(401), of(429)]).toEqual([5, 7]);
});

it('who guesses from elsewhere does not lock out the administrator', async () => {
  const relay = await startAdmin(proxied);
  expect((await relay.attempt(account, from('192.0.2.1'))).status).toBe(200);
  for (let at = 0; at < 9; at += 1) await relay.attempt(wrong, from('198.51.100.7'));
  expect((await relay.attempt(account, from('198.51.100.7'))).status).toBe(429);
  expect((await relay.attempt(account, from('192.0.2.1'))).status).toBe(200);
});

it('many who guess together lock the account for a minute at most, and never where it has signed in before', async () => {
  const relay = await startAdmin(proxied);
  expect((await relay.attempt(account, from('192.0.2.1'))).status).toBe(200);
  for (let at = 0; at < 60; at += 1) await relay.attempt(wrong, from(`198.51.100.${at}`));
  const elsewhere = await relay.attempt(account, from('203.0.113.9'));
  expect(elsewhere.status).toBe(429);
  expect(elsewhere.wait).toBeLessThanOrEqual(60);
  expect((await relay.attempt(account, from('192.0.2.1'))).status).toBe(200);
});

it('many accounts guessed from one address lock the address', async () => {
  const relay = await startAdmin(proxied);
  for (let at = 0; at < 20; at += 1) {
    const name = `name-${at}`;
    // An IPv6 network is one address.
    expect((await relay.attempt({ ...wrong, name }, from(`2001:db8:0:1::${at}`))).status).toBe(401);
  }
  expect(await relay.attempt(account, from('2001:db8:0:1:ffff::1'))).toMatchObject({ status: 429, wait: 60 });
  expect((await relay.attempt(account, from('2001:db8:0:2::1'))).status).toBe(200);
});

it('a new password opens the account again', async () => {
  const relay = await startAdmin();
  for (let at = 0; at < 5; at += 1) await relay.attempt(wrong);
  expect((await relay.attempt()).status).toBe(429);
  relay.clock.advance(1);
  const password = 'quite another sentence';
  await relay.request('PUT', '/api/admins/boss/password', { ...withKey, body: { password } });
  expect((await relay.attempt({ ...account, password })).status).toBe(200);
});

it('one address signs in so often a minute and no more', async () => {
  const relay = await startAdmin({ file: { admin: { signInsPerMinute: 2 } } });
  expect([(await relay.attempt()).status, (await relay.attempt()).status]).toEqual([200, 200]);
  const third = await relay.attempt();
  expect([third.status, third.wait > 0]).toEqual([429, true]);
});
