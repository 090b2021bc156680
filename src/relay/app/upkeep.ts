/** What the relay does by the clock: sweeps, notes that the PBX was seen, removes what is older than it may be. */
import { iso, type Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import type { Config } from '../config/config';
import { certificateLookMs, createCertificateWatch } from '../http/certificate';
import type { Housekeeping } from '../ops/housekeeping';
import { createWallClockWatch } from '../ops/wall-clock';
import type { PbxLink } from '../pbx/port';
import type { Store } from '../store/port';
import { createFileCheck } from '../store/sqlite/check-file';
import { createLogTender } from '../store/sqlite/log-tender';

const sweepMs = 10 * 60_000;
/** After a kill, a call that ended meanwhile is logged as this much too short at most. */
const seenMs = 2_000;
const purgeMs = 60 * 60_000;
const tidyMs = 60_000;
const tendMs = 2_000;
/** When the desktops are back. */
const checkAfterMs = 60_000;
/** So many calls are deleted at once; a hundred take some ten milliseconds. */
const purgeStep = 100;
const purgePauseMs = 25;
const clockLookMs = 5_000;
/** Longer than a webhook is ever repeated. */
const forgottenDays = 90;
const dayMs = 24 * 60 * 60_000;

export const createUpkeep = (deps: {
  config: Config;
  links: readonly PbxLink[];
  store: Store;
  inspector: { sweep(): void };
  purgeTranscripts: () => void | Promise<void>;
  /** Rewrites the database where it is to be and may be. */
  tidy: () => unknown;
  /** Lets go of sign-ins that are over. */
  purgeSessions: () => void;
  /** Of which a renewed certificate is taken. */
  server: Parameters<typeof createCertificateWatch>[1];
  housekeeping: Housekeeping;
  /** Somebody has set the clock of this machine back. */
  onClockSetBack: () => void;
  clock: Clock;
  logger: Logger;
}) => {
  const { config, links, store, inspector, housekeeping, clock, logger } = deps;
  const tender = createLogTender({ dir: config.dataDir }, { logger });
  const fileCheck = createFileCheck({ dir: config.dataDir }, { logger });
  let stopped = false;
  let cancelCheck = (): void => {};
  const daysAgo = (days: number): string => iso(clock.now() - days * dayMs);

  const sweep = async (): Promise<void> => {
    await Promise.all(links.map((link) => link.sweep()));
    inspector.sweep();
  };
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      clock.after(purgePauseMs, resolve);
    });
  /** A day of 20,000 calls takes seconds to delete; a pop must not wait for it. */
  const purgeEvents = async (before: string): Promise<void> => {
    let last = store.purgeCallEventsBefore(before, null, purgeStep);
    while (last !== null) {
      await pause();
      if (stopped) return;
      last = store.purgeCallEventsBefore(before, last, purgeStep);
    }
  };
  const purgeCalls = async (before: string): Promise<number> => {
    let gone = 0;
    for (;;) {
      const some = stopped ? 0 : store.purgeCallsBefore(before, purgeStep);
      gone += some;
      if (some < purgeStep) return gone;
      await pause();
    }
  };
  const purge = async (): Promise<void> => {
    housekeeping.once('Removing old transcripts', deps.purgeTranscripts);
    deps.purgeSessions();
    store.purgeForgottenBefore(clock.now() - forgottenDays * dayMs);
    store.purgeAuditBefore(daysAgo(config.auditRetentionDays));
    await purgeEvents(daysAgo(config.eventRetentionDays));
    const gone = config.retentionDays === 0 ? 0 : await purgeCalls(daysAgo(config.retentionDays));
    if (gone > 0) logger.info('Old calls were removed from the history.', { calls: gone });
    // What was deleted is overwritten in the file, and leaves its log now.
    tender.empty();
  };
  /** Only while calls run: nothing else asks for it. */
  const noteSeen = (): void => {
    for (const link of links)
      if (link.status().state === 'connected' && link.activeCalls().length > 0)
        store.noteSeen(link.id, clock.now());
  };

  return {
    sweep,
    start: (): void => {
      housekeeping.once('Removing old calls', purge);
      housekeeping.every('The sweep', sweepMs, sweep);
      housekeeping.every('Noting that the PBX was seen', seenMs, noteSeen);
      housekeeping.every('Removing old calls', purgeMs, purge);
      housekeeping.every('Rewriting the database', tidyMs, deps.tidy);
      cancelCheck = clock.after(checkAfterMs, () =>
        housekeeping.once('Checking the database', fileCheck.begin),
      );
      housekeeping.every("Tending the database's log", tendMs, tender.tend);
      const { tls } = config.http;
      if (tls) {
        const look = createCertificateWatch(tls, deps.server, logger);
        housekeeping.every('A look at the certificate', certificateLookMs, look);
      }
      const lookAtClock = createWallClockWatch({ clock, logger, onSetBack: deps.onClockSetBack });
      housekeeping.every('A look at the clock', clockLookMs, lookAtClock);
    },
    /** What is wrong with the database, as a sentence; null: nothing is known. */
    problem: fileCheck.problem,
    /** Before the store is closed. */
    stop: (): Promise<void> => {
      stopped = true;
      cancelCheck();
      fileCheck.stop();
      housekeeping.stop();
      return tender.stop();
    },
  };
};
