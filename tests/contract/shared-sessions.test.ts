/** Sign-ins to the dashboard as relays share them: they leave when they are over, and no relay brings one back or ends it unasked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectRedis, type RedisConnection } from '../../src/relay/store/redis/connection';
import { pairsReply } from '../../src/relay/store/redis/replies';
import { iso, systemClock } from '../../src/shared/clock';
import { noRedis, startRedis, type RedisServer } from '../support/redis-server';
import { openSharedStore, type SharedStore } from '../support/shared-stores';
import { tempFolder } from '../support/temp-folder';

const hourMs = 60 * 60_000;
const hashOf = (digit: string): string => digit.repeat(64);
const ofRoot = (hash: string, startedAt: number) => ({ hash, name: 'root', startedAt, usedAt: startedAt });
const addRoot = (store: SharedStore, at: number): void =>
  store.addAdmin(
    {
      name: 'root',
      createdAt: iso(at),
      createdBy: 'x',
      passwordChangedAt: iso(at),
      lastSignInAt: null,
    },
    'hash',
  );

describe.skipIf(noRedis !== null)('sign-ins to the dashboards of several relays', () => {
  let redis: RedisServer;
  let asking: RedisConnection;
  beforeAll(async () => {
    redis = await startRedis();
    asking = await connectRedis({ url: redis.url, timeoutMs: 5_000 }, () => {});
  });
  afterAll(async () => {
    asking.close();
    await redis.stop();
  });
  const poll = (look: () => unknown) => expect.poll(look, { timeout: 20_000 });
  const inRedis = async (prefix: string): Promise<string[]> =>
    [...pairsReply.parse(await asking.ask(['HGETALL', `${prefix}rows:session`])).keys()].sort();
  const told = (...stores: SharedStore[]) =>
    poll(() =>
      stores.map(({ link, journal }) => [link.status().state, journal.waiting().count].join()),
    ).toEqual(stores.map(() => 'connected,0'));

  it('leave Redis and each relay when their time is over, and one that was away brings none back', async () => {
    const dirs = { a: tempFolder('a'), b: tempFolder('b') };
    const options = { url: redis.url, prefix: 'over:' };
    const fourDays = 96 * hourMs;
    const then = { ...options, clock: { ...systemClock, now: () => Date.now() - fourDays } };
    const began = Date.now() - fourDays;
    const [ended, left, young] = [hashOf('1'), hashOf('2'), hashOf('3')];
    let [a, b] = [openSharedStore(dirs.a, then), openSharedStore(dirs.b, then)];
    addRoot(a, began);
    for (const hash of [ended, left]) a.addAdminSession(ofRoot(hash, began));
    await poll(() => [b.adminSession(ended), b.adminSession(left)].includes(null)).toBe(false);
    // Away from here on, and does not hear of the end of it.
    b.close();
    a.removeAdminSession(ended);
    await told(a);
    a.close();

    a = openSharedStore(dirs.a, options);
    const now = Date.now();
    a.addAdminSession(ofRoot(young, now));
    a.removeAdminSession(young);
    await told(a);
    // What ended just now is still to be told to a relay that is away.
    await poll(() => inRedis('over:')).toEqual([young]);
    expect(a.journal.rows('session').map(({ id }) => id)).toEqual([young]);

    b = openSharedStore(dirs.b, options);
    await told(a, b);
    await poll(() => b.journal.row('session', young)).toMatchObject({ row: null });
    expect([b.adminSession(ended), b.adminSession(left), b.adminSession(young)]).toEqual([null, null, null]);
    expect(await inRedis('over:')).toEqual([young]);
    expect([a.adminSession(ended), a.adminSession(left)]).toEqual([null, null]);
    // Who signed in is remembered, however long ago.
    expect(b.getAdmin('root')).not.toBeNull();
    for (const store of [a, b]) store.close();
  });

  it('whose end an earlier version told without a time are given one', async () => {
    const gone = JSON.stringify({ rev: 2, by: 'earlier', row: null });
    await asking.ask(['HSET', 'timeless:rows:session', hashOf('4'), gone]);
    const a = openSharedStore(tempFolder('a'), { url: redis.url, prefix: 'timeless:' });
    await told(a);
    const kept = await asking.ask(['HGET', 'timeless:rows:session', hashOf('4')]);
    const at = /"at":(\d+)/.exec(String(kept))?.[1];
    expect(Math.abs(Number(at) - Date.now())).toBeLessThan(hourMs);
    a.close();
  });

  it('are not ended for the others by a relay where one was not used for long', async () => {
    const dirs = [tempFolder('a'), tempFolder('b')] as const;
    const options = { url: redis.url, prefix: 'used:' };
    const now = Date.now();
    const used = hashOf('5');
    let a = openSharedStore(dirs[0], options);
    const b = openSharedStore(dirs[1], options);
    addRoot(a, now - hourMs);
    a.addAdminSession(ofRoot(used, now));
    await poll(() => b.adminSession(used)).not.toBeNull();
    a.purgeAdminSessions({ usedAt: now + 1, startedAt: 0 });
    expect(a.adminSession(used)).toBeNull();
    // As after a break of the link, and where Redis has lost its data.
    a.close();
    a = openSharedStore(dirs[0], options);
    a.journal.tellAgain();
    await told(a, b);
    // Told after all that a had to tell.
    a.addAdminSession(ofRoot(hashOf('6'), now));
    await poll(() => b.adminSession(hashOf('6'))).not.toBeNull();
    expect(b.adminSession(used)).not.toBeNull();
    for (const store of [a, b]) store.close();
  });
});
