/** The call log between the store and the CRM, with the settings of config.json. */
import type { CrmClient } from '../../crm/port';
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import type { AgentRegistry } from '../agents/registry';
import { createCallLog, type CallLog } from '../call-log';
import { createFollowers } from '../call-log/followers';
import type { CallBook } from '../calls/call-book';
import type { Config } from '../config/config';
import type { Store } from '../store/port';
import { recordingsOf } from './crm-side';

/** @param book asked later than here: it needs the call log itself */
export const writeCalls = (
  crm: CrmClient,
  config: Config,
  deps: {
    store: Store;
    book: () => CallBook;
    registry: AgentRegistry;
    clock: Clock;
    random: () => number;
    logger: Logger;
  },
): CallLog => {
  const { store, book, registry, clock, random, logger: log } = deps;
  const agentByExtension = registry.byExtension;
  const wording = config.callLog;
  return createCallLog({
    store,
    calls: { get: (id) => book().get(id), add: (id, addition) => book().add(id, addition) },
    crm,
    clock,
    random,
    log,
    followers: createFollowers({
      store,
      crm,
      agentByExtension,
      crmUserOf: registry.crmUserOf,
      wording,
      conversationFields: config.elevenlabs.crmFields,
      recordings: recordingsOf(config),
    }),
    agentByExtension,
    wording,
    parallel: config.crm.parallelWrites,
    retry: { baseMs: config.crm.retry.baseSeconds * 1_000, maxMs: config.crm.retry.maxSeconds * 1_000 },
  });
};
