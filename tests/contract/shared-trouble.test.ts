/** What one relay tells another where a disk is full, or what is told can not be: nothing after it waits for ever, nothing is lost. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectRedis, type RedisConnection } from '../../src/relay/store/redis/connection';
import type { Change } from '../../src/relay/sharing/change';
import { endedCall } from '../support/calls';
import { noRedis, startRedis, type RedisServer } from '../support/redis-server';
import { openSharedStore } from '../support/shared-stores';
import { tempFolder } from '../support/temp-folder';

const sqlite = (code: string): Error => Object.assign(new Error('of SQLite'), { code });
const isCall =
  (linkedId: string) =>
  (change: Change | null): boolean =>
    change?.kind === 'call' && change.call.linkedId === linkedId;

describe.skipIf(noRedis !== null)('a relay of several', () => {
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
  const has = (store: ReturnType<typeof openSharedStore>, linkedId: string) =>
    expect.poll(() => store.getCall(`pbx:${linkedId}`), { timeout: 20_000 });

  it('whose disk is full says that, not that Redis is down, and takes in what waits when there is room', async () => {
    const options = { url: redis.url, prefix: 'full:' };
    let isFull = true;
    const full = sqlite('SQLITE_FULL');
    const a = openSharedStore(tempFolder('a'), options);
    const b = openSharedStore(tempFolder('b'), { ...options, refuses: () => (isFull ? full : null) });
    a.saveEndedCall(endedCall({ linkedId: '1' }), null);
    await expect.poll(() => b.link.storageProblem(), { timeout: 20_000 }).toMatch(/disk .* is full/);
    expect(b.link.status()).toMatchObject({ state: 'down', problem: b.link.storageProblem() });
    expect(b.link.status().problem).toMatch(/waits in Redis/);
    expect(b.link.status().problem).not.toMatch(/does not answer/);
    expect(a.link.storageProblem()).toBeNull();
    isFull = false;
    await has(b, '1').not.toBeNull();
    await expect
      .poll(() => b.link.status(), { timeout: 20_000 })
      .toMatchObject({
        state: 'connected',
        problem: null,
      });
    expect(b.link.storageProblem()).toBeNull();
    for (const store of [a, b]) store.close();
  });

  it('leaves out what can never be taken in, also at its start, and hears what comes after it', async () => {
    const options = { url: redis.url, prefix: 'never:' };
    const a = openSharedStore(tempFolder('a'), options);
    const key = (name: string) => ({
      name,
      scopes: ['read' as const],
      createdAt: '2026-11-23T09:00:00.000Z',
      createdBy: 'x',
      expiresAt: null,
      lastUsedAt: null,
    });
    a.addApiKey(key('odd'), 'a'.repeat(64));
    a.saveEndedCall(endedCall({ linkedId: '1' }), null);
    await expect.poll(() => a.journal.waiting().count, { timeout: 20_000 }).toBe(0);
    // As where two keys of one secret were made at two relays.
    const b = openSharedStore(tempFolder('b'), {
      ...options,
      refuses: ({ kind }) => (kind === 'row' ? sqlite('SQLITE_CONSTRAINT_UNIQUE') : null),
    });
    await has(b, '1').not.toBeNull();
    a.addApiKey(key('odder'), 'b'.repeat(64));
    a.saveEndedCall(endedCall({ linkedId: '2' }), null);
    await has(b, '2').not.toBeNull();
    expect(b.listApiKeys()).toEqual([]);
    expect(b.link.storageProblem()).toBeNull();
    for (const store of [a, b]) store.close();
  });

  it('tells what comes after something that it can not read any more', async () => {
    const options = { url: redis.url, prefix: 'unread:' };
    const a = openSharedStore(tempFolder('a'), {
      ...options,
      reads: (change) => {
        if (isCall('1')(change)) throw new Error('incorrect header check');
        return change;
      },
    });
    const b = openSharedStore(tempFolder('b'), options);
    a.saveEndedCall(endedCall({ linkedId: '1' }), null);
    a.saveEndedCall(endedCall({ linkedId: '2' }), null);
    await has(b, '2').not.toBeNull();
    expect(b.getCall('pbx:1')).toBeNull();
    for (const store of [a, b]) store.close();
  });

  it('keeps what was told before its call until all of it is taken in', () => {
    const a = openSharedStore(tempFolder('a'), { url: redis.url, prefix: 'aside:' });
    for (const body of ['one', 'two']) a.journal.putAside('pbx:1', 'b', body);
    const taken: string[] = [];
    const take = ({ body }: { body: string }): void => {
      if (taken.length === 1) throw sqlite('SQLITE_FULL');
      taken.push(body);
    };
    expect(() => a.journal.takeAside('pbx:1', take)).toThrow('of SQLite');
    taken.length = 0;
    a.journal.takeAside('pbx:1', ({ body }) => void taken.push(body));
    expect(taken).toEqual(['one', 'two']);
    a.journal.takeAside('pbx:1', ({ body }) => void taken.push(body));
    expect(taken).toHaveLength(2);
    a.close();
  });

  it('goes on sharing beside an entry that no relay can have written', async () => {
    const options = { url: redis.url, prefix: 'time:' };
    const says = JSON.stringify({ name: 'odd', version: '1', desktops: 1 });
    await asking.ask(['HSET', 'time:relays', 'odd', `99999999999999999 1 ${says}`]);
    const a = openSharedStore(tempFolder('a'), options);
    await expect.poll(() => a.link.status().state, { timeout: 20_000 }).toBe('connected');
    a.close();
  });
});
