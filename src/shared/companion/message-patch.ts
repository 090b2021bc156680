/** What a message of the relay changes in the state beside the calls and the pops. Pure. */
import type { Call } from '../call/call';
import type { CompanionState } from '../ipc/state';
import type { ServerMessage } from '../protocol/messages';

export const patchOf = (message: ServerMessage, { links }: CompanionState): Partial<CompanionState> => {
  switch (message.type) {
    case 'registered':
      return {
        agent: message.agent,
        links: { ...links, pbx: message.pbx },
        dispositions: message.dispositions ?? [],
      };
    case 'agent_update':
      return { agent: message.agent };
    case 'pbx_status': {
      const others = links.pbx.filter(({ id }) => id !== message.pbx.id);
      return {
        links: { ...links, pbx: [...others, message.pbx].sort((a, b) => a.id.localeCompare(b.id)) },
      };
    }
    default:
      return {};
  }
};

/** CRM data of calls that are still there. */
export const crmOf = (calls: readonly Call[], crm: CompanionState['crm']): CompanionState['crm'] => {
  const known = new Set(calls.map(({ id }) => id));
  return Object.fromEntries(Object.entries(crm).filter(([id]) => known.has(id)));
};
