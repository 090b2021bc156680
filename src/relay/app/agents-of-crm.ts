/** The agents that are read from the CRM's users, between the CRM, the store and the open desktops. */
import type { CrmClient } from '../../crm/port';
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import { closeCodes } from '../../shared/protocol/close-codes';
import { createAgentsFromCrm, type AgentsOfCrm } from '../agents/from-crm';
import type { Hub } from '../agents/hub';
import type { CallBook } from '../calls/call-book';
import type { Config } from '../config/config';
import type { Housekeeping } from '../ops/housekeeping';
import type { AgentStore } from '../store/agent-port';

export const createAgentsOfCrm = (
  config: Config,
  deps: {
    crm: CrmClient | null;
    store: AgentStore;
    hub: Pick<Hub, 'changeAgent' | 'closeAgent'>;
    book: Pick<CallBook, 'active'>;
    housekeeping: Housekeeping;
    clock: Clock;
    logger: Logger;
  },
): AgentsOfCrm & { start: () => void } => {
  const { crm, store, hub, book, housekeeping, clock, logger: log } = deps;
  const agents = createAgentsFromCrm(config.crm.agents, {
    staff: crm && crm.staff,
    stored: () => store.listAgents(),
    add: (agent) => store.addAgent(agent, null, 'crm'),
    change: (agent) => {
      if (store.updateAgent(agent, 'crm')) hub.changeAgent(agent, book.active());
    },
    remove: (id) => {
      store.removeAgent(id);
      hub.closeAgent(id, closeCodes.unauthorized, 'The agent was removed.');
    },
    pbxId: config.crm.agents.pbxId ?? config.pbxs[0]?.id ?? 'pbx',
    clock,
    log,
  });
  return {
    ...agents,
    start: () => {
      if (!config.crm.agents.enabled) return;
      const task = 'Reading the agents from the CRM';
      housekeeping.once(task, agents.keep);
      housekeeping.every(task, agents.everyMs, agents.keep);
    },
  };
};
