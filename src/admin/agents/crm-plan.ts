/** What SuiteCRM's users would make of the agents, as rows that one reads before saying yes. */
import type { AgentsFromCrm } from '../../shared/protocol/agents-from-crm';

export interface PlanRow {
  what: 'added' | 'changed' | 'removed' | 'conflict';
  id: string;
  name: string;
  extensions: string[];
  /** As it is now, of one that changes; null where that is the same. */
  before: { name: string | null; extensions: string[] | null } | null;
  /** Why nothing is done; null but for a conflict. */
  reason: string | null;
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.join(' ') === b.join(' ');

/** Who loses his access first: that is what somebody must not overlook. */
export const planRows = ({ added, changed, removed, conflicts }: AgentsFromCrm): PlanRow[] => {
  const none = { before: null, reason: null };
  return [
    ...removed.map(({ id, name, extensions }) => ({
      what: 'removed' as const,
      id,
      name,
      extensions,
      ...none,
    })),
    ...conflicts.map(({ userId, name, extensions, reason }) => ({
      what: 'conflict' as const,
      id: userId,
      name,
      extensions,
      before: null,
      reason,
    })),
    ...changed.map(({ before, after }) => ({
      what: 'changed' as const,
      id: after.id,
      name: after.name,
      extensions: after.extensions,
      before: {
        name: before.name === after.name ? null : before.name,
        extensions: same(before.extensions, after.extensions) ? null : before.extensions,
      },
      reason: null,
    })),
    ...added.map(({ id, name, extensions }) => ({ what: 'added' as const, id, name, extensions, ...none })),
  ];
};

/** Whether there is anything to do. */
export const changesSomething = ({ added, changed, removed }: AgentsFromCrm): boolean =>
  added.length + changed.length + removed.length > 0;
