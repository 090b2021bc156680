/**
 * The link to the other relays over Redis:
 *
 *   connecting ──► epoch, rows, all that was missed ──► connected: beat, read, tell
 *        ▲                                                   │ any error, or silence
 *        └──────────────── down, waits a moment ◄────────────┘
 *
 * First hear, then tell: a relay that comes back must not tell of somebody whom the others have forgotten meanwhile.
 */
import { fullJitterMs } from '../../../shared/backoff';
import { iso, type Clock } from '../../../shared/clock';
import { AppError } from '../../../shared/errors';
import type { Logger } from '../../../shared/logger';
import type { AgentLink } from '../../../shared/protocol/agent-link';
import type { Change } from '../../sharing/change';
import type { LinkStatus, SharingLink } from '../../sharing/port';
import type { Journal, SharedChange } from '../shared-port';
import { createBeginning } from './beginning';
import { connectRedis, redisProblem, type RedisConnection, type RedisOptions } from './connection';
import { createDesktops } from './desktops';
import { createLease } from './lease';
import { createPresence, type Desktops } from './presence';
import { createPump, entryOf } from './pump';
import { createReader } from './reader';
import { beatReply, entriesReply } from './replies';
import { codesIn, eraseFrom } from './once';
import { beatScript, heardScript, keysOf, releaseScript } from './scripts';
import { createTakeIn, storageTrouble } from './take-in';
import { createTidying, type TidyingOptions } from './tidying';
import { createTurn } from './turn';

const hourMs = 60 * 60_000;
const retry = { baseMs: 250, maxMs: 5_000 };
const busEntries = 2_000;
/** A relay that stops waits for a Redis that does not answer no longer than this. */
const goodbyeMs = 2_000;

export interface RedisLinkOptions extends RedisOptions, TidyingOptions {
  prefix: string;
  leaseMs: number;
  /** How this relay is shown to people. */
  name: string;
  version: string;
}

export interface RedisLinkDeps {
  journal: Journal;
  read: (line: SharedChange) => Change | null;
  apply: (change: Change, sender: string) => void | Promise<void>;
  onPop: (change: Change) => void;
  /** This relay's own, by agent. */
  desktops: () => Desktops;
  /** Nothing that is under way in the store may be cut: a batch is taken in now. */
  clock: Clock;
  random: () => number;
  log: Logger;
}

const connecting = 'The relay is connecting to Redis.';

export const createRedisLink = (options: RedisLinkOptions, deps: RedisLinkDeps) => {
  const { journal, clock, log } = deps;
  const { leaseMs } = options;
  const keys = keysOf(options.prefix);
  const lease = createLease(leaseMs, clock);
  const presence = createPresence(journal.relayId, 2 * leaseMs);
  const turn = createTurn({ keys, journal });
  const pump = createPump({ keys, journal, read: deps.read, log });
  const desktops = createDesktops({
    keys,
    relayId: journal.relayId,
    keptMs: leaseMs * 10,
    presence,
    own: deps.desktops,
    redis: () => redis,
    tell: () => void link.tell({ kind: 'presence' }),
    clock,
  });
  let status: LinkStatus = { state: 'connecting', since: iso(clock.now()), problem: null };
  let redis: RedisConnection | null = null;
  let stopped = false;
  const isStopped = (): boolean => stopped;
  let ended: Promise<void> = Promise.resolve();
  let wakeUp = (): void => {};
  let gap: string | null = null;
  let storageProblem: string | null = null;
  let behindMs = 0;
  /** What Redis' clock shows more than ours. */
  let aheadMs = 0;

  const takeIn = createTakeIn({ apply: deps.apply, log });
  const reader = createReader({
    keys,
    journal,
    takeIn,
    onBus: (change, sender) => {
      if (change.kind === 'pop') deps.onPop(change);
      if (change.kind === 'presence') void desktops.read([sender]);
    },
    onForgotten: async (id) => {
      const hours = options.keepHours;
      const since = clock.now() + aheadMs - hours * hourMs;
      const args = [id, journal.relayId, `${Math.ceil(hours * 3_600)}`, `${Math.floor(since)}`];
      await need().ask(['EVAL', heardScript, '3', keys.changes, keys.heard(id), keys.relays, ...args]);
    },
    onTaken: (entryMs) => {
      behindMs = entryMs === null ? 0 : Math.max(0, clock.now() + aheadMs - entryMs);
    },
    log,
  });

  const tidying = createTidying(options, { keys, journal, clock });
  const begin = createBeginning({ keys, journal, takeIn, log });

  const setState = (state: LinkStatus['state'], problem: string | null): void => {
    if (state !== status.state || problem !== status.problem) {
      if (state === 'connected') log.info('The relay shares with the others over Redis.');
      if (state === 'down' && !stopped)
        log.warn(
          storageProblem === null
            ? 'The link to Redis is down; the relay goes on by itself and keeps trying.'
            : 'What the other relays tell can not be stored; the relay goes on by itself and keeps trying.',
          { problem },
        );
    }
    const since = state === status.state ? status.since : iso(clock.now());
    status = { state, since, problem };
  };

  const beat = async (link: RedisConnection): Promise<void> => {
    const asked = lease.asked();
    await desktops.beat(link);
    const { name, version } = options;
    const says = JSON.stringify({ name, version, desktops: desktops.version() });
    const args = [journal.relayId, `${leaseMs}`, says, journal.state('term') ?? '0'];
    const answer = beatReply.parse(
      await link.ask(['EVAL', beatScript, '3', keys.lease, keys.relays, keys.term, ...args]),
    );
    aheadMs = answer.now - clock.now();
    lease.answered(answer.mine && (await turn.hasCome(link, answer.term)), asked);
    await desktops.read(presence.take(answer.relays, answer.now));
    await tidying.tidy(link, answer.now);
  };

  /** @returns after the time, or when somebody wakes it */
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, resolve);
      wakeUp = () => {
        cancel();
        resolve();
      };
    });

  /** One connection's life. Ends by throwing, or when the relay stops. */
  const live = async (): Promise<void> => {
    const opened: RedisConnection[] = [];
    let over = false;
    const isOver = (): boolean => over || stopped;
    try {
      let lose: (problem: AppError) => void = () => {};
      const lost = new Promise<never>((_, reject) => {
        lose = reject;
      });
      lost.catch(() => undefined);
      const open = async (): Promise<RedisConnection> => {
        const connection = await connectRedis(options, lose);
        opened.push(connection);
        return connection;
      };
      const link = await open();
      const listener = await open();
      redis = link;
      gap = await begin.all(link, gap);
      await reader.catchUp(link);
      const [last] = entriesReply.parse(await link.ask(['XREVRANGE', keys.bus, '+', '-', 'COUNT', '1']));
      await beat(link);
      storageProblem = null;
      setState('connected', null);
      failures = 0;
      const beating = async (): Promise<void> => {
        while (!isOver()) {
          await sleep(leaseMs / 4);
          if (!isOver()) await beat(link);
        }
      };
      const following = [
        beating(),
        reader.follow(listener, last?.id ?? '0-0', isOver),
        pump.follow(link, isOver),
      ];
      for (const each of following) each.catch(() => undefined);
      await Promise.race([lost, ...following]);
    } finally {
      over = true;
      redis = null;
      wakeUp();
      pump.wake();
      for (const connection of opened) connection.close();
    }
  };

  let failures = 0;
  const run = async (): Promise<void> => {
    while (!stopped) {
      try {
        await live();
      } catch (error) {
        if (isStopped()) return;
        presence.clear();
        storageProblem = storageTrouble(error);
        setState('down', storageProblem ?? redisProblem(error, options).message);
        failures += 1;
        await sleep(retry.baseMs / 2 + fullJitterMs(failures - 1, { ...retry, random: deps.random }));
        lease.look();
      }
    }
  };

  /** The others need not wait for what they would find out by themselves. */
  const goodbye = async (open: RedisConnection): Promise<void> => {
    const release = ['EVAL', releaseScript, '1', keys.lease, journal.relayId];
    await pump.push(open).catch(() => undefined);
    await Promise.allSettled([open.ask(release), open.ask(['DEL', keys.presence(journal.relayId)])]);
  };

  const need = (): RedisConnection => {
    if (redis) return redis;
    throw new AppError(
      'unavailable',
      'The relay can not reach Redis, which it shares with the other relays; try again in a moment.',
      { retryable: true },
    );
  };

  const link: SharingLink & { desktopsChanged(): void } = {
    duty: { ...lease.duty, term: turn.term },
    start: () => {
      log.info(connecting);
      ended = run();
    },
    stop: async () => {
      stopped = true;
      const open = redis;
      if (open) {
        const late = new Promise<void>((resolve) => setTimeout(resolve, goodbyeMs).unref());
        await Promise.race([goodbye(open), late]);
        open.close();
      }
      lease.drop();
      wakeUp();
      pump.wake();
      await ended;
    },
    status: () => status,
    storageProblem: () => storageProblem,
    gap: () => gap,
    behindSeconds: () => Math.round(behindMs) / 1_000,
    relays: presence.relays,
    linksOf: (agentId): AgentLink[] => presence.linksOf(agentId),
    onlineAgents: presence.onlineAgents,
    tell: (change) => {
      redis
        ?.ask(entryOf(keys.bus, journal.relayId, change, 'MAXLEN', '~', `${busEntries}`))
        .catch((error: unknown) =>
          log.warn('The other relays could not be told of something.', { kind: change.kind, error }),
        );
      return redis !== null;
    },
    codes: codesIn({ need, keys, clock }),
    flushed: async () => {
      const open = need();
      while (await pump.push(open));
    },
    erase: (isAbout) => eraseFrom([keys.changes, keys.bus], need, isAbout),
    desktopsChanged: desktops.changed,
  };
  return link;
};
