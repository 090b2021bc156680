/** What the relay has of the CRM: the client, the same client asked with care for pops, and whether it answers. */
import { createBoundedCrm } from '../../crm/bounded';
import { createBreaker } from '../../crm/breaker';
import { createContactLookup } from '../../crm/lookup';
import type { CrmClient, CrmRequestObserver } from '../../crm/port';
import { createSuiteCrm } from '../../crm/suitecrm';
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import type { Status } from '../../shared/protocol/rest';
import { createCrmWatch } from '../calls/crm-watch';
import type { Config } from '../config/config';

export const suiteCrmOf = (config: Config, clock: Clock, onRequest?: CrmRequestObserver): CrmClient | null =>
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
    { clock, ...(onRequest && { onRequest }) },
  );

/** @param onBack the CRM answers again after it did not */
export const createCrmSide = (
  crm: CrmClient | null,
  config: Config,
  deps: { clock: Clock; logger: Logger; onBack: () => void },
) => {
  const { clock, logger: log } = deps;
  // For pops; the call log has its own few hands and must not wait behind them.
  const breaker = crm && createBreaker(crm, { clock });
  const asked = breaker && createBoundedCrm(breaker, { parallel: config.crm.parallelLookups });
  const ttlMs = config.crm.contactCacheSeconds * 1_000;
  return {
    asked,
    /** Of questions for pops. */
    load: (): Status['lookups'] => ({
      ...(asked?.load() ?? { running: 0, waiting: 0, shed: 0 }),
      breaker: breaker?.state() ?? { state: 'closed', failuresInARow: 0, triedAgainAt: null },
    }),
    lookup: asked && createContactLookup({ crm: asked, clock, log, ttlMs }),
    watch: createCrmWatch(crm, deps),
  };
};
