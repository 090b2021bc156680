import { firstContext, pickedOf } from '../../crm/pick';
import type { CrmClient } from '../../crm/port';
import type { CrmLookup } from '../../shared/companion/crm-contexts';
import type { CrmContext } from '../../shared/protocol/crm-context';

/** Asks the CRM as the agent: first who it is, so that the name shows, then calls, cases and opportunities as they come. */
export const createCrmLookup = (
  client: Pick<CrmClient, 'findByNumber' | 'context' | 'candidate'>,
): CrmLookup => ({
  lookup: async ({ remote }, found, picked): Promise<CrmContext | null> => {
    if (remote.number === null) return null;
    const match = await client.findByNumber(remote.number);
    if (!match.ok) throw match.error;
    let candidate = pickedOf(match.value, picked) ?? null;
    if (!candidate && picked?.anyway === true) {
      const read = await client.candidate(picked);
      if (!read.ok) throw read.error;
      candidate = read.value;
    }
    candidate ??= match.value;
    if (!candidate) return null;
    const first = firstContext(candidate, match.value);
    found(first, ['calls', 'cases', 'opportunities']);
    const { matches } = first;
    const context = await client.context(candidate, (part, pending) => found({ ...part, matches }, pending));
    if (!context.ok) throw context.error;
    return { ...context.value, matches };
  },
});
