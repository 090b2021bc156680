/** The links to the PBXs, and what becomes of each change that one tells. */
import type { CallChange } from '../../shared/call/change';
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import type { PbxStatus } from '../../shared/protocol/messages';
import type { Inspector } from '../ops/inspector';
import type { Load } from '../ops/load';
import type { Metrics } from '../ops/metrics';
import { createPbxLink, type PbxOptions } from '../pbx/link';
import type { PbxLink } from '../pbx/port';
import type { Store } from '../store/port';

/** @returns what makes a link, with a record of all that made a call, as far as there is time for it */
export const pbxLinks =
  ({
    inspector,
    load,
    metrics,
    clock,
    random,
    logger,
  }: {
    inspector: Inspector;
    load: Load;
    metrics: Pick<Metrics, 'read'>;
    clock: Clock;
    random: () => number;
    logger: Logger;
  }) =>
  (options: PbxOptions): PbxLink => {
    const inspect: Inspector['record'] = (source, changes, calls) => {
      if (changes.length > 0 || !load.sheds('callEvents')) inspector.record(source, changes, calls);
      else inspector.skip(calls);
    };
    return createPbxLink(options, { clock, random, log: logger, inspect, onRead: metrics.read });
  };

export const watchLinks = (
  links: readonly PbxLink[],
  deps: {
    store: Pick<Store, 'unfinishedCalls' | 'lastSeen'>;
    /** The pop first, then what counts and what looks for more. */
    onChange: readonly ((change: CallChange) => void)[];
    /** Null without a CRM. */
    findContact: ((change: CallChange) => Promise<void>) | null;
    /** Whether callers are not looked for now. */
    shedsLookups: () => boolean;
    tellStatus: (status: PbxStatus) => void;
    isStopping: () => boolean;
    logger: Logger;
  },
): void => {
  const { store, findContact, logger } = deps;
  for (const link of links) {
    link.adopt(store.unfinishedCalls(link.id), store.lastSeen(link.id));
    link.onChange((change) => {
      for (const listener of deps.onChange) listener(change);
      if (change.previous === null && deps.shedsLookups()) return;
      findContact?.(change).catch((error: unknown) =>
        logger.error('Looking up a contact failed.', { callId: change.call.id, error }),
      );
    });
    link.onStatus((status) => {
      deps.tellStatus(status);
      const fields = { pbx: status.id, state: status.state, problem: status.problem };
      if (deps.isStopping()) return;
      if (status.state === 'down') logger.warn('The PBX link is down; the relay keeps trying.', fields);
      else logger.info('The PBX link changed.', fields);
    });
  }
};
