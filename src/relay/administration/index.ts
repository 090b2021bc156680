/** What administrators do with the relay itself: keys, what is written down about them, how much is logged. */
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import type { LogLevel } from '../config/config';
import type { Store } from '../store/port';
import { createAudit } from './audit';
import { createApiKeys } from './keys';
import { createLogLevel } from './log-level';

export type Administration = ReturnType<typeof createAdministration>;

export const createAdministration = (deps: {
  store: Store;
  clock: Clock;
  logger: Logger;
  logLevel: LogLevel;
  setLogLevel: (level: LogLevel) => void;
}) => ({
  keys: createApiKeys(deps.store, deps),
  audit: createAudit(deps.store, deps),
  logLevel: createLogLevel({ ...deps, configured: deps.logLevel, apply: deps.setLogLevel }),
});
