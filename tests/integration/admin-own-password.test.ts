/** Who finds a dashboard open does not get the account with it: one's own password is changed by the current one. */
import { expect, it } from 'vitest';
import { account, startAdmin } from './admin-harness';
import { withKey } from './relay-harness';

const path = '/api/admins/BOSS/password';
const fresh = 'another long sentence';
const right = { password: fresh, currentPassword: account.password };
const wrong = { password: fresh, currentPassword: 'not the password' };

const start = async () => {
  const relay = await startAdmin();
  const { change, look } = await relay.signIn();
  return {
    ...relay,
    change: async (body: object, by: object = change, to = path) => {
      const { status, body: said, headers } = await relay.request('PUT', to, { ...by, body });
      return { status, said: JSON.stringify(said), wait: headers.get('retry-after') };
    },
    isIn: async () => (await relay.request('GET', '/api/status', look)).status === 200,
  };
};

it('needs the current one, however the name is written; else nothing changes and he stays signed in', async () => {
  const relay = await start();
  const without = await relay.change({ password: fresh });
  expect(without).toMatchObject({ status: 400, said: expect.stringContaining('currentPassword') as string });
  expect(await relay.change(wrong)).toMatchObject({
    status: 403,
    said: expect.stringContaining('The current password is not right.') as string,
  });
  expect((await relay.change({ ...right, password: 'short' })).status).toBe(400);
  expect(await relay.isIn()).toBe(true);
  expect((await relay.attempt()).status).toBe(200);

  expect((await relay.change(right)).status).toBe(204);
  expect(await relay.isIn()).toBe(false);
  expect((await relay.attempt()).status).toBe(401);
  expect((await relay.attempt({ ...account, password: fresh })).status).toBe(200);
  const acts = await relay.audit('?act=admins.password');
  expect(acts.map(({ who, result, status }) => [who, result, status])).toEqual([
    ['admin:boss', 'done', 204],
    ['admin:boss', 'refused', 400],
    ['admin:boss', 'refused', 403],
    ['admin:boss', 'refused', 400],
  ]);
  for (const secret of [fresh, wrong.currentPassword, account.password])
    expect(JSON.stringify(acts) + relay.log.text()).not.toContain(secret);
});

it('guesses of it count as at the sign-in, and lock both', async () => {
  const relay = await start();
  for (let at = 0; at < 2; at += 1)
    expect((await relay.attempt({ ...account, password: 'a guess' })).status).toBe(401);
  for (let at = 0; at < 3; at += 1) expect((await relay.change(wrong)).status).toBe(403);
  expect(await relay.change(right)).toMatchObject({ status: 429, wait: '30' });
  expect((await relay.attempt()).status).toBe(429);
  expect(await relay.audit('?act=admin.lock-out')).toMatchObject([{ who: 'admin:boss', target: 'for 30 s' }]);
  relay.clock.advance(30_000);
  expect((await relay.change(right)).status).toBe(204);
});

it('many guesses at the same time are many', async () => {
  const relay = await start();
  const tries = await Promise.all(Array.from({ length: 9 }, () => relay.change(wrong)));
  const of = (status: number) => tries.filter((one) => one.status === status).length;
  expect([of(403), of(429)]).toEqual([5, 4]);
});

it("others' is given by an administrator or a key without it", async () => {
  const relay = await start();
  await relay.request('POST', '/api/admins', { ...withKey, body: { ...account, name: 'deputy' } });
  const forDeputy = '/api/admins/deputy/password';
  expect((await relay.change({ password: fresh }, undefined, forDeputy)).status).toBe(204);
  expect((await relay.attempt({ name: 'deputy', password: fresh })).status).toBe(200);
  expect((await relay.change({ password: fresh }, withKey)).status).toBe(204);
});
