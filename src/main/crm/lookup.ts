import type { CrmClient } from '../../crm/port';
import type { CrmLookup } from '../../shared/companion/crm-contexts';
import type { CrmContext } from '../../shared/protocol/rest';

/** Asks the CRM as the agent: first who it is, so that the name shows, then calls and cases. */
export const createCrmLookup = (client: CrmClient): CrmLookup => ({
  lookup: async ({ remote }, found): Promise<CrmContext | null> => {
    if (remote.number === null) return null;
    const match = await client.findByNumber(remote.number);
    if (!match.ok) throw match.error;
    if (match.value === null) return null;
    const { contact, title } = match.value;
    found({ contact, title, recentCalls: [], openCases: [] });
    const context = await client.context(match.value);
    if (!context.ok) throw context.error;
    return context.value;
  },
});
