/** What the users of the CRM make of the agents, for a look before it is done. */
import { agentsFromCrmSchema } from '../../../shared/protocol/agents-from-crm';
import type { Agent } from '../../../shared/protocol/agent';
import type { ExitCode } from '../command';
import type { AgentsAt } from './api';

const line = ({ id, name, pbxId, extensions }: Agent): string =>
  `${id}  ${name}  ${pbxId}: ${extensions.join(', ')}`;

export const fromCrm = async (apply: boolean, { terminal, api }: AgentsAt): Promise<ExitCode> => {
  const answer = agentsFromCrmSchema.safeParse(await api.fromCrm(apply));
  if (!answer.success) return 2;
  const { applied, users, unchanged, withoutExtension, keptElsewhere, ...plan } = answer.data;
  const { added, changed, removed, conflicts } = plan;
  for (const agent of added) terminal.print(`add       ${line(agent)}`);
  for (const { before, after } of changed) terminal.print(`change    ${line(before)}  ->  ${line(after)}`);
  for (const agent of removed) terminal.print(`revoke    ${line(agent)}`);
  for (const { name, userId, reason } of conflicts)
    terminal.print(`conflict  ${name} (CRM user ${userId}) stays as he is: ${reason}`);
  terminal.print(
    `${users} active users in SuiteCRM: ${added.length} new, ${changed.length} changed, ${unchanged} as they are, ${conflicts.length} in conflict, ${withoutExtension} without an extension, ${keptElsewhere} kept in config.json or by the API; ${removed.length} agents are no users there any more.`,
  );
  const idle = added.length + changed.length + removed.length === 0;
  terminal.print(applied ? 'Done.' : idle ? 'Nothing is to be done.' : 'Nothing was done; --apply does it.');
  return 0;
};
