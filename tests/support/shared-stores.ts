/** Stores of several relays without the relays: each over its own SQLite file and a link to one Redis. */
import type { Change } from '../../src/relay/sharing/change';
import { createIncoming } from '../../src/relay/sharing/incoming';
import { readChange } from '../../src/relay/sharing/outgoing';
import { createSharedStore, type Accounts } from '../../src/relay/sharing/shared-store';
import { createRedisLink } from '../../src/relay/store/redis/link';
import type { Journal } from '../../src/relay/store/shared-port';
import type { Store } from '../../src/relay/store/port';
import { createJournalledStore } from '../../src/relay/store/sqlite';
import { systemClock, type Clock } from '../../src/shared/clock';
import { silentLogger } from '../../src/shared/logger';
import { createCallBook } from '../../src/relay/calls/call-book';

export type SharedStore = Store & Accounts & { journal: Journal; link: ReturnType<typeof createRedisLink> };

/** What comes from others goes through a list of calls that no PBX fills. `close` ends the link as a kill would. */
export const openSharedStore = (
  dir: string,
  {
    clock = systemClock,
    refuses = () => null,
    reads = (change) => change,
    ...options
  }: {
    url: string;
    prefix: string;
    clock?: Clock;
    /** Why the store does not take a change that was told; null: it does. */
    refuses?: (change: Change) => Error | null;
    /** What becomes of a change that is to be told; may throw. */
    reads?: (change: Change | null) => Change | null;
  },
): SharedStore => {
  const { store: local, journal } = createJournalledStore({ dir }, { clock, logger: silentLogger });
  const store = createSharedStore(local, journal);
  const book = createCallBook({
    links: [],
    store,
    clock,
    logger: silentLogger,
    isLogged: (call) => call.direction !== 'internal' && call.state === 'ended',
    tell: () => {},
    onLogJob: () => {},
  });
  const apply = createIncoming({
    store,
    journal,
    book,
    isLogged: () => true,
    onWebhook: () => {},
    onJob: () => {},
    agents: { changed: () => {}, removed: () => {}, deviceRemoved: () => {} },
    forget: () => Promise.resolve(),
    erase: () => Promise.resolve(),
    clock,
    log: silentLogger,
  });
  const link = createRedisLink(
    {
      ...options,
      timeoutMs: 5_000,
      keepHours: 72,
      sessionHours: 12,
      leaseMs: 1_000,
      name: 'test',
      version: '0',
    },
    {
      journal,
      read: (line) => reads(readChange(line, { store, journal })),
      apply: (change, sender) => {
        const refusal = refuses(change);
        if (refusal) throw refusal;
        return apply(change, sender);
      },
      onPop: () => {},
      desktops: () => ({}),
      clock,
      random: Math.random,
      log: silentLogger,
    },
  );
  link.start();
  return {
    ...store,
    journal,
    link,
    close: () => {
      void link.stop();
      book.stop();
      local.close();
    },
  };
};
