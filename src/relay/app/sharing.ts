/** What this relay shares with others over Redis; without REDIS_URL it stands alone, and nothing of this costs anything. */
import type { Call } from '../../shared/call/call';
import { iso, type Clock } from '../../shared/clock';
import { AppError } from '../../shared/errors';
import type { Logger } from '../../shared/logger';
import { closeCodes } from '../../shared/protocol/close-codes';
import type { Health, Status } from '../../shared/protocol/rest';
import type { AgentLink } from '../../shared/protocol/agent-link';
import type { Hub } from '../agents/hub';
import type { CallBook } from '../calls/call-book';
import type { Config } from '../config/config';
import { countryOf, numberRulesOf } from '../config/pbx-options';
import { alone, type Sharing, type Target } from '../sharing';
import { createEraser } from '../sharing/erase';
import { createIncoming, type IncomingDeps } from '../sharing/incoming';
import { readChange } from '../sharing/outgoing';
import { createSharedStore, type Accounts } from '../sharing/shared-store';
import { createRedisLink } from '../store/redis/link';
import { deviceIdOf } from '../store/agent-port';
import type { Journal } from '../store/shared-port';
import type { Store } from '../store/port';
import { createJournalledStore, createSqliteStore } from '../store/sqlite';

type Shared = { store: Store & Accounts; journal: Journal };

/** Throws `AppError('config')` when the data folder can not be used. */
export const openStore = (
  config: Pick<Config, 'dataDir' | 'redis'>,
  deps: { clock: Clock; logger: Logger },
): { store: Store; shared: Shared | null } => {
  const at = { dir: config.dataDir };
  if (!config.redis) return { store: createSqliteStore(at, deps), shared: null };
  const { store: local, journal } = createJournalledStore(at, deps);
  const store = createSharedStore(local, journal);
  return { store, shared: { store, journal } };
};

export interface SharingDeps {
  version: string;
  clock: Clock;
  random: () => number;
  logger: Logger;
  hub: Hub;
  book: () => CallBook;
  isLogged: (call: Call) => boolean;
  /** Webhooks that wait are looked at again. */
  onWebhook: () => void;
  /** Jobs of the call log may be due, or are this relay's now. */
  onJob: () => void;
  forget: (number: string) => Promise<void>;
}

export const createSharing = (config: Config, shared: Shared | null, deps: SharingDeps): Sharing => {
  const { clock, hub, logger: log } = deps;
  if (!config.redis || !shared) return alone;
  const { store, journal } = shared;
  const { redis } = config;
  const agents: IncomingDeps['agents'] = {
    changed: (agent) => hub.changeAgent(agent, deps.book().active()),
    removed: (id) => hub.closeAgent(id, closeCodes.unauthorized, 'The agent was removed.'),
    deviceRemoved: (agentId, hash) =>
      hub.closeDevice(agentId, deviceIdOf(hash), closeCodes.unauthorized, 'This device was signed out.'),
  };
  const incoming = createIncoming({
    store,
    journal,
    book: {
      get: (id) => deps.book().get(id),
      add: (id, addition) => deps.book().add(id, addition),
      receive: (call) => deps.book().receive(call),
      flush: () => deps.book().flush(),
    },
    isLogged: deps.isLogged,
    onWebhook: deps.onWebhook,
    onJob: deps.onJob,
    agents,
    forget: deps.forget,
    erase: createEraser({
      link: () => link,
      journal,
      country: countryOf(config),
      rules: config.pbxs.map((pbx) => numberRulesOf(config, pbx)),
    }),
    clock,
    log,
  });
  const link = createRedisLink(
    { ...redis, sessionHours: config.admin.sessionHours, version: deps.version },
    {
      journal,
      read: (line) => readChange(line, { store, journal }),
      apply: incoming,
      onPop: (change) => {
        if (change.kind === 'pop') hub.popManually(change.to, change.call);
      },
      desktops: () => {
        const linksOf = hub.links();
        return Object.fromEntries(
          hub.agentsOnline().map((id) => [id, linksOf(id).map((one) => ({ ...one, via: redis.name }))]),
        );
      },
      clock,
      random: deps.random,
      log,
    },
  );
  link.duty.onChange(() => {
    log.info(
      link.duty.isMine()
        ? 'This relay writes into the CRM from now on.'
        : 'Another relay writes into the CRM, or none does until Redis is back.',
    );
    deps.onJob();
    deps.onWebhook();
  });

  return {
    onDuty: link.duty.isMine,
    gate: (): AppError | null =>
      link.duty.isMine()
        ? null
        : new AppError('unavailable', 'Another relay writes into the CRM now.', { retryable: true }),
    turn: { term: link.duty.term, told: link.flushed },
    codes: link.codes,
    stamp: (contact, before) => {
      const last = before?.pickedAt === undefined ? 0 : Date.parse(before.pickedAt) + 1;
      return { ...contact, pickedAt: iso(Math.max(clock.now(), last)) };
    },
    start: () => link.start(),
    stop: () => link.stop(),
    pop: (to: Target, call: Call): number => {
      const ids =
        'agentId' in to ? [to.agentId] : store.agentsByExtension(to.pbxId, to.extension).map(({ id }) => id);
      const count = ids.reduce((sum, id) => sum + link.linksOf(id).length, 0);
      return count > 0 && link.tell({ kind: 'pop', to, call }) ? count : 0;
    },
    forgot: (number: string) => journal.add('forget', number),
    linksOf: link.linksOf,
    onlineAgents: link.onlineAgents,
    desktopsChanged: () => link.desktopsChanged(),
    health: (): Health['redis'] => link.status(),
    storageProblem: link.storageProblem,
    status: (): Status['relays'] => {
      const { count, oldestAt } = journal.waiting();
      return {
        onDuty: link.duty.isMine(),
        waiting: count,
        oldestWaitingSeconds:
          oldestAt === null ? null : Math.max(0, Math.floor((clock.now() - oldestAt) / 1_000)),
        behindSeconds: link.behindSeconds(),
        gap: link.gap(),
        others: link.relays().filter(({ id }) => id !== journal.relayId),
      };
    },
  };
};

/** The open desktops of an agent, here and at the others. */
export const linksOfAll = (hub: Pick<Hub, 'links'>, sharing: Pick<Sharing, 'linksOf'>) => () => {
  const own = hub.links();
  return (agentId: string): AgentLink[] => [...own(agentId), ...sharing.linksOf(agentId)];
};
