/** What the relay has of the CRM: the client, the same client asked with care for pops, and whether it answers. */
import { createBoundedCrm } from '../../crm/bounded';
import { createBreaker } from '../../crm/breaker';
import { createContactLookup } from '../../crm/lookup';
import type { CrmClient, CrmRequestObserver } from '../../crm/port';
import { createSuiteCrm } from '../../crm/suitecrm';
import type { Clock } from '../../shared/clock';
import type { AppError } from '../../shared/errors';
import type { Logger } from '../../shared/logger';
import type { Status } from '../../shared/protocol/rest';
import type { CallBook } from '../calls/call-book';
import { recordingsDir } from '../ai/recordings-dir';
import type { RecordingOptions } from '../call-log';
import { createCorrection } from '../calls/contacts';
import { createCrmWatch } from '../calls/crm-watch';
import type { Config } from '../config/config';
import { createPhoneIndex } from '../phone-index';
import { createIndexedCrm } from '../phone-index/indexed-crm';
import { findIn } from '../phone-index/find-in';
import type { IndexReader } from '../phone-index/port';
import { phoneIndexFiles, readPhoneIndex } from '../store/sqlite/phone-index';

export const suiteCrmOf = (
  config: Config,
  clock: Clock,
  onRequest?: CrmRequestObserver,
  gate?: () => AppError | null,
): CrmClient | null =>
  config.suitecrm &&
  createSuiteCrm(
    {
      url: config.suitecrm.url,
      clientId: config.suitecrm.clientId,
      clientSecret: config.suitecrm.clientSecret,
      ...config.suitecrm.user,
      timeoutMs: config.crm.timeoutSeconds * 1_000,
      defaultCountry: config.defaultCountry,
    },
    { clock, ...(onRequest && { onRequest }), ...(gate && { gate }) },
  );

/** What of the recordings goes into the CRM; null: nothing. */
export const recordingsOf = ({ dataDir, elevenlabs }: Config): RecordingOptions | null => {
  const { enabled, maxMiB, timeoutSeconds } = elevenlabs.audioToCrm;
  return enabled
    ? {
        dir: recordingsDir(dataDir),
        maxBytes: Math.floor(maxMiB * 1_024 * 1_024),
        timeoutMs: timeoutSeconds * 1_000,
      }
    : null;
};

/** The phone index as another process sees it: it reads the file that the relay writes; null where there is none. */
export const readPhoneIndexOf = (config: Config, crm: CrmClient | null): IndexReader | null => {
  const book = crm?.phoneBook;
  if (!config.crm.index.enabled || !book) return null;
  const index = readPhoneIndex({ dir: config.dataDir, rules: book.rules });
  return (
    index && {
      find: (e164) => findIn(index, book, e164),
      isComplete: book.modules.every((module) => index.state(module).sweptAt !== null),
      close: () => index.close(),
    }
  );
};

/** Throws `AppError('config')` where the phone index can not be kept. */
export const createCrmSide = (
  crm: CrmClient | null,
  config: Config,
  deps: {
    clock: Clock;
    logger: Logger;
    /** The CRM answers again after it did not. */
    onBack: () => void;
    book: () => Pick<CallBook, 'active' | 'add'>;
  },
) => {
  const { clock, logger: log } = deps;
  // For pops; the call log has its own few hands and must not wait behind them.
  const breaker = crm && createBreaker(crm, { clock });
  const bounded = breaker && createBoundedCrm(breaker, { parallel: config.crm.parallelLookups });
  const index = createPhoneIndex(config.crm.index, {
    source: crm && bounded && { book: crm.phoneBook, search: bounded.findByNumber },
    files: phoneIndexFiles(config.dataDir, deps),
    clock,
    log,
    isBusy: () => (bounded?.load().waiting ?? 0) > 0,
    onCorrected: (...args) => {
      if (lookup) createCorrection(lookup, deps.book())(...args);
    },
  });
  const asked = bounded && index ? createIndexedCrm(bounded, index) : bounded;
  const ttlMs = config.crm.contactCacheSeconds * 1_000;
  const lookup = asked && createContactLookup({ crm: asked, clock, log, ttlMs });
  const onBack = (): void => {
    deps.onBack();
    index?.hasten();
  };
  return {
    asked,
    index,
    /** Of questions for pops. */
    load: (): Status['lookups'] => ({
      ...(bounded?.load() ?? { running: 0, waiting: 0, shed: 0 }),
      breaker: breaker?.state() ?? { state: 'closed', failuresInARow: 0, triedAgainAt: null },
    }),
    lookup,
    watch: createCrmWatch(crm, { clock, logger: log, onBack }),
  };
};
