/** What is written on one relay is found on the other, whoever hears of what first: real Redis, real SQLite. */
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectRedis, type RedisConnection } from '../../src/relay/store/redis/connection';
import { entriesReply } from '../../src/relay/store/redis/replies';
import { AppError } from '../../src/shared/errors';
import { iso } from '../../src/shared/clock';
import { aLeg, endedCall as aCallThatEnded, maria } from '../support/calls';
import { noRedis, startRedis, type RedisServer } from '../support/redis-server';
import { openSharedStore, type SharedStore } from '../support/shared-stores';
import { tempFolder } from '../support/temp-folder';

const start = Date.parse('2026-11-23T09:00:00.000Z');
/** As the list of calls keeps it: it is owed to the CRM. */
const endedCall = (patch: Parameters<typeof aCallThatEnded>[0] = {}) =>
  aCallThatEnded({ crmRecord: { status: 'pending', id: null, url: null, error: null }, ...patch });

const agentOf = (id: string, name: string) => ({
  id,
  name,
  pbxId: 'pbx',
  extensions: ['1001'],
  crmUserId: null,
});

/** One relay's view of one of three calls. */
const aView = fc.record({
  kind: fc.constant('call' as const),
  n: fc.integer({ min: 1, max: 3 }),
  lateMs: fc.integer({ min: 0, max: 20 }),
  legs: fc.integer({ min: 1, max: 3 }),
  picked: fc.option(fc.integer({ min: 1, max: 9 })),
  crm: fc.constantFrom('pending' as const, 'failed' as const, 'logged' as const),
});
const step = fc.record({
  at: fc.constantFrom('a' as const, 'b' as const),
  what: fc.oneof(
    { weight: 4, arbitrary: aView },
    fc.record({
      kind: fc.constant('note' as const),
      n: fc.integer({ min: 1, max: 3 }),
      agent: fc.constantFrom('anna', 'ben'),
      second: fc.integer({ min: 1, max: 59 }),
    }),
    fc.record({
      kind: fc.constantFrom('add' as const, 'change' as const, 'remove' as const, 'token' as const),
      id: fc.constantFrom('carla', 'dora'),
      name: fc.constantFrom('One', 'Two', 'Three'),
    }),
    fc.record({ kind: fc.constant('key' as const), name: fc.constantFrom('k1', 'k2'), gone: fc.boolean() }),
    fc.record({ kind: fc.constant('logged' as const), n: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constant('webhook' as const), n: fc.integer({ min: 1, max: 3 }) }),
    /** Killed, and started anew. */
    fc.record({ kind: fc.constant('kill' as const) }),
    /** The others hear of it before anything else happens. */
    fc.record({ kind: fc.constant('wait' as const) }),
  ),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

let tokens = 0;

/** What may be refused here is refused by a single relay as well. */
const allowed = (work: () => void): void => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
  }
};

const perform = (store: SharedStore, { what }: Step): void => {
  switch (what.kind) {
    case 'call': {
      const linkedId = `1700000000.${what.n}`;
      const before = store.getCall(`pbx:${linkedId}`);
      const call = endedCall({ linkedId, startedAt: iso(start + what.n * 60_000 + what.lateMs) });
      store.saveEndedCall(
        {
          ...call,
          legs: Array.from({ length: what.legs }, (_, at) => ({
            ...aLeg(`100${at}`),
            state: 'ended' as const,
          })),
          contact:
            what.picked === null
              ? null
              : {
                  ...maria,
                  id: `picked-${what.picked}`,
                  matchedBy: 'picked',
                  pickedAt: iso(start + what.picked * 1_000),
                },
          crmRecord: { status: what.crm, id: null, url: null, error: null },
          // As the list of calls counts.
          ...(before && { contact: before.contact, crmRecord: before.crmRecord }),
          version: (before?.version ?? 0) + 1,
        },
        { dueAt: start },
      );
      return;
    }
    case 'note':
      if (store.getCall(`pbx:1700000000.${what.n}`))
        store.saveNote(
          `pbx:1700000000.${what.n}`,
          {
            agentId: what.agent,
            agentName: what.agent,
            // One agent writes no two notes in one moment.
            at: iso(Date.now() + (tokens += 1)),
            text: `Note ${what.second}`,
            disposition: null,
            followUps: [],
            writer: 'relay',
          },
          { dueAt: start, job: true },
        );
      return;
    case 'add':
      allowed(() => store.addAgent(agentOf(what.id, what.name), null));
      return;
    case 'change':
      store.updateAgent(agentOf(what.id, what.name));
      return;
    case 'remove':
      store.removeAgent(what.id);
      return;
    case 'token':
      if (store.getAgent(what.id)) store.addToken(what.id, (tokens += 1).toString(16).padStart(64, '0'));
      return;
    case 'key': {
      const { name } = what;
      const hash = (tokens += 1).toString(16).padStart(64, 'f');
      const at = iso(start);
      const key = {
        name,
        scopes: ['read' as const],
        createdAt: at,
        createdBy: 'x',
        expiresAt: null,
        lastUsedAt: null,
      };
      if (what.gone) store.removeApiKey(name);
      else allowed(() => store.addApiKey(key, hash));
      return;
    }
    case 'logged': {
      const callId = `pbx:1700000000.${what.n}`;
      store.updateJob({ callId, kind: 'call', status: 'logged', attempts: 1, dueAt: start, error: null });
      return;
    }
    case 'webhook':
      store.saveWebhooks([
        {
          key: `key-${what.n}`,
          type: 'post_call_transcription',
          conversationId: `conv-${what.n}`,
          receivedAt: start,
          body: Buffer.from(`{"n":${what.n}}`),
          audioFile: null,
        },
      ]);
      return;
    default:
  }
};

/** All that must be the same on both. */
const dump = (store: SharedStore) => ({
  calls: store.listCalls({ limit: 50, extensions: null }).calls.map((call) => ({ ...call, version: 0 })),
  notes: [1, 2, 3].map((n) => store.notesOf(`pbx:1700000000.${n}`)),
  agents: store.listAgents(),
  tokens: Array.from({ length: tokens + 1 }, (_, n) =>
    store.agentByTokenHash(n.toString(16).padStart(64, '0')),
  ).map((found) => found?.agent.id ?? null),
  keys: store.listApiKeys(),
  logged: store.countJobs().logged,
  webhooks: store.countOpenWebhooks(),
});

describe.skipIf(noRedis !== null)('two stores that share', () => {
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

  /** Settles when both have told all and heard all. */
  const settled = async (prefix: string, stores: readonly SharedStore[]): Promise<void> => {
    for (;;) {
      // First that nothing more is told, then what was told last.
      const isTold = stores.every(
        ({ journal, link }) => link.status().state === 'connected' && journal.waiting().count === 0,
      );
      const [last] = entriesReply.parse(
        await asking.ask(['XREVRANGE', `${prefix}changes`, '+', '-', 'COUNT', '1']),
      );
      const isHeard = stores.every(
        ({ journal }) => last === undefined || journal.state('position') === last.id,
      );
      if (isTold && isHeard && stores.every(({ journal }) => journal.waiting().count === 0)) return;
    }
  };

  it('end with the same, in whatever order they hear of it', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        tokens = 0;
        const dirs = { a: tempFolder('a'), b: tempFolder('b') };
        const options = { url: redis.url, prefix: `${basename(dirs.a)}:` };
        const stores = { a: openSharedStore(dirs.a, options), b: openSharedStore(dirs.b, options) };
        try {
          for (const one of steps) {
            if (one.what.kind === 'wait') await settled(options.prefix, [stores.a, stores.b]);
            else if (one.what.kind === 'kill') {
              stores[one.at].close();
              stores[one.at] = openSharedStore(dirs[one.at], options);
            } else perform(stores[one.at], one);
          }
          await settled(options.prefix, [stores.a, stores.b]);
          expect(dump(stores.b)).toEqual(dump(stores.a));
        } finally {
          stores.a.close();
          stores.b.close();
        }
      }),
      { numRuns: 40 },
    );
  });

  it('keep the fuller account when the other, which saw less, tells of the call again', async () => {
    const dirs = { a: tempFolder('a'), b: tempFolder('b') };
    const options = { url: redis.url, prefix: 'fuller:' };
    const [a, b] = [openSharedStore(dirs.a, options), openSharedStore(dirs.b, options)];
    const saw = (extensions: readonly string[], version: number) =>
      endedCall({ version, legs: extensions.map((one) => ({ ...aLeg(one), state: 'ended' as const })) });
    a.saveEndedCall(saw(['1001'], 1), { dueAt: start });
    await settled(options.prefix, [a, b]);
    b.saveEndedCall(saw(['1001', '1002'], 2), { dueAt: start });
    // Before it has heard of the second leg.
    a.saveEndedCall(saw(['1001'], 2), { dueAt: start });
    await settled(options.prefix, [a, b]);
    for (const store of [a, b])
      expect(store.getCall(saw([], 1).id)?.legs.map(({ extension }) => extension)).toEqual(['1001', '1002']);
    a.close();
    b.close();
  });

  it('tell all of it again when Redis has lost it, also whom the other has removed', async () => {
    const dirs = [tempFolder('a'), tempFolder('b'), tempFolder('c')];
    const options = { url: redis.url, prefix: 'lost:' };
    const [a, b] = [openSharedStore(dirs[0] ?? '', options), openSharedStore(dirs[1] ?? '', options)];
    a.addAgent(agentOf('carla', 'Carla'), null);
    a.addAgent(agentOf('dora', 'Dora'), null);
    await settled(options.prefix, [a, b]);
    b.removeAgent('dora');
    a.saveEndedCall(endedCall(), { dueAt: start });
    await settled(options.prefix, [a, b]);
    await redis.kill();
    // Long ago, and not only just now, which is told again after each break.
    const file = new Database(join(dirs[0] ?? '', 'relay.db'));
    file.exec("UPDATE shared_changes SET at = at - 3600000 WHERE kind = 'call'");
    file.close();
    a.saveEndedCall(endedCall({ linkedId: 'meanwhile' }), { dueAt: start });
    await redis.start({ lost: true });
    asking.close();
    asking = await connectRedis({ url: redis.url, timeoutMs: 5_000 }, () => {});
    await settled(options.prefix, [a, b]);
    const fresh = openSharedStore(dirs[2] ?? '', options);
    await settled(options.prefix, [a, b, fresh]);
    expect(dump(b)).toEqual(dump(a));
    expect(fresh.listAgents().map(({ agent }) => agent.id)).toEqual(['carla']);
    expect(fresh.listCalls({ limit: 50, extensions: null }).calls).toHaveLength(2);
    for (const store of [a, b, fresh]) store.close();
  });

  it('know a device whose agent was told later, for he was changed since', async () => {
    const options = { url: redis.url, prefix: 'later:' };
    const [a, b] = [openSharedStore(tempFolder('a'), options), openSharedStore(tempFolder('b'), options)];
    const hash = 'e'.repeat(64);
    // From here on they hear of it one after the other.
    await settled(options.prefix, [a, b]);
    a.addAgent(agentOf('carla', 'Carla'), null);
    a.addToken('carla', hash);
    a.updateAgent(agentOf('carla', 'Carla Weber'));
    await settled(options.prefix, [a, b]);
    expect(b.agentByTokenHash(hash)?.agent.name).toBe('Carla Weber');
    for (const store of [a, b]) store.close();
  });

  it('end each sign-in to the dashboard from before a new password, also one that is not known where it was given', async () => {
    const options = { url: redis.url, prefix: 'password:' };
    const [a, b] = [openSharedStore(tempFolder('a'), options), openSharedStore(tempFolder('b'), options)];
    const account = {
      name: 'root',
      createdAt: iso(start),
      createdBy: 'x',
      passwordChangedAt: iso(start),
      lastSignInAt: null,
    };
    const session = (hash: string, startedAt: number) => ({
      hash,
      name: 'root',
      startedAt,
      usedAt: startedAt,
    });
    const hashes = { used: '1'.repeat(64), late: '2'.repeat(64), new: '3'.repeat(64) };
    a.addAdmin(account, 'old');
    await settled(options.prefix, [a, b]);
    b.addAdminSession(session(hashes.used, start + 1_000));
    await settled(options.prefix, [a, b]);
    // For a it is idle, for it is used at b.
    a.purgeAdminSessions({ usedAt: start + 2_000, startedAt: start });
    a.changeAdminPassword('root', 'new', iso(start + 3_000));
    await settled(options.prefix, [a, b]);
    expect(b.adminSession(hashes.used)).toBeNull();
    b.addAdminSession(session(hashes.late, start + 2_500));
    b.addAdminSession(session(hashes.new, start + 4_000));
    await settled(options.prefix, [a, b]);
    expect(a.adminSession(hashes.late)).toBeNull();
    expect(a.adminSession(hashes.new)).not.toBeNull();
    for (const store of [a, b]) store.close();
  });

  it('keep what is known of a note in the CRM from whoever wrote it last, however late the others tell it', async () => {
    const options = { url: redis.url, prefix: 'turns:' };
    const [a, b] = [openSharedStore(tempFolder('a'), options), openSharedStore(tempFolder('b'), options)];
    const call = endedCall({ linkedId: '1' });
    const note = { agentId: 'anna', agentName: 'Anna', at: iso(start), disposition: null, followUps: [] };
    const written = (block: string, term: number) => ({ block, attempt: null, followUps: [], term });
    a.saveEndedCall(call, { dueAt: start });
    a.saveNote(call.id, { ...note, text: 'Words', writer: 'relay' }, { dueAt: start, job: true });
    a.noteWritten(call.id, 'anna', written('by a', 7));
    // As an agent who goes on writing does: the note is told after what was written of it.
    a.saveNote(
      call.id,
      { ...note, at: iso(start + 1), text: 'More', writer: 'relay' },
      { dueAt: start, job: true },
    );
    await settled(options.prefix, [a, b]);
    expect(b.notesOf(call.id)).toMatchObject([{ text: 'More', written: { block: 'by a', term: 7 } }]);
    b.noteWritten(call.id, 'anna', written('by b', 8));
    await settled(options.prefix, [a, b]);
    expect(a.notesOf(call.id)).toMatchObject([{ written: { block: 'by b' } }]);
    a.noteWritten(call.id, 'anna', written('by a, late', 7));
    await settled(options.prefix, [a, b]);
    expect(b.notesOf(call.id)).toMatchObject([{ written: { block: 'by b', term: 8 } }]);
    for (const store of [a, b]) store.close();
  });

  it('tell again what a Redis that died may not have kept', async () => {
    const dirs = [tempFolder('a'), tempFolder('b')];
    const options = { url: redis.url, prefix: 'doubt:' };
    let a = openSharedStore(dirs[0] ?? '', options);
    a.saveEndedCall(endedCall({ linkedId: '1' }), null);
    await settled(options.prefix, [a]);
    const told = entriesReply.parse(await asking.ask(['XRANGE', 'doubt:changes', '-', '+']));
    await asking.ask(['XDEL', 'doubt:changes', ...told.map(({ id }) => id)]);
    a.close();
    a = openSharedStore(dirs[0] ?? '', options);
    const b = openSharedStore(dirs[1] ?? '', options);
    await expect.poll(() => b.getCall('pbx:1'), { timeout: 15_000 }).not.toBeNull();
    for (const store of [a, b]) store.close();
  });

  it('leave out what somebody else has put into Redis, and relays that nobody has seen for long', async () => {
    const options = { url: redis.url, prefix: 'strange:' };
    const hourMs = 60 * 60_000;
    const says = (seenAt: number, name: string) =>
      `${seenAt} 0 ${JSON.stringify({ name, version: '1', desktops: 1 })}`;
    await asking.ask(['HSET', 'strange:relays', 'gone', says(Date.now() - 100 * hourMs, 'gone')]);
    await asking.ask(['HSET', 'strange:relays', 'odd', says(Date.now() + hourMs, 'odd')]);
    await asking.ask(['SET', 'strange:presence:odd', '1 {"anna":']);
    await asking.ask(['HSET', 'strange:relays', 'odder', 'no words of a relay']);
    const a = openSharedStore(tempFolder('a'), options);
    await settled(options.prefix, [a]);
    await expect.poll(() => a.link.relays().map(({ name }) => name)).toContain('odd');
    expect(a.link.linksOf('anna')).toEqual([]);
    expect(a.link.status().state).toBe('connected');
    const relays = JSON.stringify(await asking.ask(['HKEYS', 'strange:relays']));
    expect(relays).not.toContain('gone');
    a.close();
  });

  it('says so when it was away for longer than Redis keeps what was told', async () => {
    const dirs = [tempFolder('a'), tempFolder('b')];
    const options = { url: redis.url, prefix: 'gap:' };
    const a = openSharedStore(dirs[0] ?? '', options);
    let b = openSharedStore(dirs[1] ?? '', options);
    a.saveEndedCall(endedCall({ linkedId: '1' }), null);
    await settled(options.prefix, [a, b]);
    expect(b.link.gap()).toBeNull();
    b.close();
    a.saveEndedCall(endedCall({ linkedId: '2' }), null);
    await settled(options.prefix, [a]);
    // As a relay does every hour with what is older than keepHours.
    const [last] = entriesReply.parse(await asking.ask(['XREVRANGE', 'gap:changes', '+', '-', 'COUNT', '1']));
    await asking.ask(['SET', 'gap:trimmed', last?.id ?? '']);
    await asking.ask(['XTRIM', 'gap:changes', 'MAXLEN', '0']);
    b = openSharedStore(dirs[1] ?? '', options);
    a.saveEndedCall(endedCall({ linkedId: '3' }), null);
    await settled(options.prefix, [a, b]);
    expect(b.link.gap()).toMatch(/away for longer than Redis keeps/);
    expect(a.link.gap()).toBeNull();
    a.close();
    b.close();
  });
});
