/** What becomes of the agents when the CRM's users are these: pure, so that a dry run says exactly what a run would do. */
import { createHash } from 'node:crypto';
import type { StaffMember } from '../../../crm/port';
import type { Agent } from '../../../shared/protocol/agent';
import { extensionSchema } from '../../../shared/protocol/agent';
import type { AgentsFromCrm } from '../../../shared/protocol/agents-from-crm';
import type { StoredAgent } from '../../store/agent-port';

export type AgentsPlan = Pick<
  AgentsFromCrm,
  'users' | 'withoutExtension' | 'keptElsewhere' | 'unchanged' | 'added' | 'changed' | 'removed' | 'conflicts'
>;

/** As in `agentSchema`. */
const longestName = 120;
const mostExtensions = 20;

/** `Anna Müller` -> `anna.muller-3f2a`: readable, and another one for each user, also one who comes later with the same name. */
export const agentIdOf = ({ id, name }: Pick<StaffMember, 'id' | 'name'>): string => {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '.')
    .replace(/^\.+|\.+$/g, '')
    .slice(0, 40);
  const mark = createHash('sha256').update(id).digest('hex').slice(0, 6);
  return `${plain === '' ? 'user' : plain}-${mark}`;
};

interface Wish {
  user: StaffMember;
  extensions: string[];
  /** His entry as it is. */
  agent: Agent | null;
}

/**
 * Who wants an extension that is another one's stays as he is: a wrong digit in the CRM must not show somebody else's calls.
 * @returns a sentence for each of them
 */
const conflictsOf = (wishes: readonly Wish[], others: readonly Agent[]): Map<Wish, string> => {
  const found = new Map<Wish, string>();
  const said = ({ name, id }: { name: string; id: string }): string => `${name} (${id})`;
  for (;;) {
    const taken = new Map<string, string>();
    for (const agent of [...others, ...[...found.keys()].flatMap(({ agent: kept }) => kept ?? [])])
      for (const extension of agent.extensions) taken.set(extension, said(agent));
    const open = wishes.filter((wish) => !found.has(wish));
    const wanted = new Map<string, Wish[]>();
    for (const wish of open)
      for (const extension of wish.extensions)
        wanted.set(extension, [...(wanted.get(extension) ?? []), wish]);
    const before = found.size;
    for (const wish of open)
      for (const extension of wish.extensions) {
        const owner = taken.get(extension);
        const rivals = (wanted.get(extension) ?? []).filter((one) => one !== wish);
        const isHis = wish.agent?.extensions.includes(extension) === true;
        const [rival] = rivals;
        if (owner !== undefined) found.set(wish, `The extension ${extension} is that of ${owner}.`);
        else if (rival && !isHis)
          found.set(wish, `The extension ${extension} stands at ${said(rival.user)} in the CRM, too.`);
      }
    if (found.size === before) return found;
  }
};

const isSame = (one: Agent, other: Agent): boolean =>
  one.name === other.name && one.pbxId === other.pbxId && one.extensions.join() === other.extensions.join();

/** @param pbxId where the CRM's extensions stand */
export const planAgents = (
  users: readonly StaffMember[],
  stored: readonly StoredAgent[],
  pbxId: string,
): AgentsPlan => {
  const mine = new Map(
    stored.flatMap(({ agent, origin }) =>
      origin === 'crm' && agent.crmUserId !== null ? [[agent.crmUserId, agent] as const] : [],
    ),
  );
  const others = stored.filter(({ origin }) => origin !== 'crm').map(({ agent }) => agent);
  const elsewhere = new Set(others.map(({ crmUserId }) => crmUserId));
  const own = users.filter(({ id }) => !elsewhere.has(id));
  const wishes = own.flatMap((user): Wish[] => {
    const extensions = user.extensions.filter((one) => extensionSchema.safeParse(one).success);
    const few = [...new Set(extensions)].slice(0, mostExtensions);
    return few.length === 0 ? [] : [{ user, extensions: few, agent: mine.get(user.id) ?? null }];
  });
  const conflicts = conflictsOf(
    wishes,
    others.filter((agent) => agent.pbxId === pbxId),
  );

  const plan: AgentsPlan = {
    users: users.length,
    withoutExtension: own.length - wishes.length,
    keptElsewhere: users.length - own.length,
    unchanged: 0,
    added: [],
    changed: [],
    removed: [],
    conflicts: [],
  };
  for (const wish of wishes) {
    const { user, extensions, agent } = wish;
    const reason = conflicts.get(wish);
    const name = user.name.slice(0, longestName);
    if (reason !== undefined) plan.conflicts.push({ userId: user.id, name, extensions, reason });
    else if (agent === null)
      plan.added.push({ id: agentIdOf(user), name, pbxId, extensions, crmUserId: user.id });
    else {
      const after = { ...agent, name, pbxId, extensions };
      if (isSame(agent, after)) plan.unchanged += 1;
      else plan.changed.push({ before: agent, after });
    }
  }
  const stays = new Set(wishes.map(({ user }) => user.id));
  plan.removed = [...mine].flatMap(([userId, agent]) => (stays.has(userId) ? [] : [agent]));
  return plan;
};

/** So many go at once that the CRM has probably not shown all: a role was changed, or a field was emptied. */
export const removesTooMany = ({ removed, unchanged, changed, conflicts }: AgentsPlan): boolean =>
  removed.length > 5 && removed.length > unchanged + changed.length + conflicts.length;
