/** What the relay has of the CRM: the client, the same client asked with care for pops, and whether it answers. */
import { createBoundedCrm } from '../../crm/bounded';
import { createBreaker } from '../../crm/breaker';
import { createContactLookup } from '../../crm/lookup';
import type { CrmClient } from '../../crm/port';
import { createSuiteCrm } from '../../crm/suitecrm';
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import { createCrmWatch } from '../calls/crm-watch';
import type { Config } from '../config/config';

export const suiteCrmOf = (config: Config, clock: Clock): CrmClient | null =>
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
    { clock },
  );

/** @param onBack the CRM answers again after it did not */
export const createCrmSide = (
  crm: CrmClient | null,
  config: Config,
  deps: { clock: Clock; logger: Logger; onBack: () => void },
) => {
  const { clock, logger: log } = deps;
  // For pops; the call log has its own few hands and must not wait behind them.
  const asked =
    crm && createBoundedCrm(createBreaker(crm, { clock }), { parallel: config.crm.parallelLookups });
  const ttlMs = config.crm.contactCacheSeconds * 1_000;
  return {
    asked,
    lookup: asked && createContactLookup({ crm: asked, clock, log, ttlMs }),
    watch: createCrmWatch(crm, deps),
  };
};
