/** New agents: one, or a file of them. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError } from '../../../shared/errors';
import type { Agent } from '../../../shared/protocol/agent';
import { agentListSchema, healthSchema, newAgentResponseSchema } from '../../../shared/protocol/rest';
import type { ExitCode } from '../command';
import { enrol } from './access';
import type { AgentsAt } from './api';
import { agentsOfCsv, type AgentLine, type NewAgent } from './csv';

/** The token of the answer is nobody's: a desktop gets its own by the code. */
export const addAgent = async (agent: NewAgent, at: AgentsAt): Promise<ExitCode> => {
  const made = newAgentResponseSchema.safeParse(await at.api.add(agent));
  if (!made.success) return 2;
  const { id, name, pbxId, extensions } = made.data.agent;
  at.terminal.print(`${name} (${id}) is an agent now, with ${extensions.join(', ')} on ${pbxId}.`);
  return enrol(id, at);
};

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AppError('config', `--csv: "${path}" can not be read.`, { cause });
  }
};

const isAs = (agent: NewAgent, there: Agent): boolean =>
  agent.name === there.name &&
  (agent.pbxId ?? there.pbxId) === there.pbxId &&
  (agent.crmUserId ?? null) === there.crmUserId &&
  [...new Set(agent.extensions)].join() === there.extensions.join();

/** What the relay would refuse, known before the first is added. */
const clashes = (
  lines: readonly AgentLine[],
  there: readonly Agent[],
  pbxIds: readonly string[],
): string[] => {
  const known = new Map(there.map((agent) => [agent.id, agent]));
  return lines.flatMap(({ line, agent }) => {
    const same = known.get(agent.id);
    if (same && !isAs(agent, same))
      return [`line ${line}: there is an agent "${agent.id}" already, and he is not as the file has him`];
    return agent.pbxId === undefined || pbxIds.includes(agent.pbxId)
      ? []
      : [`line ${line}: there is no PBX "${agent.pbxId}"; allowed: ${pbxIds.join(', ')}`];
  });
};

const refuse = (path: string, problems: readonly string[]): AppError =>
  new AppError(
    'config',
    `Nobody was added, because ${problems.length === 1 ? 'a line' : `${problems.length} things`} of ${path} ${problems.length === 1 ? 'is' : 'are'} wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
  );

/** Throws `AppError('config')` that names every wrong line, before anybody is added. */
export const addAgentsOfFile = async (file: string, { terminal, api }: AgentsAt): Promise<ExitCode> => {
  const path = resolve(terminal.cwd, file);
  const lines = agentsOfCsv(textOf(path));
  if (!lines.ok) throw refuse(path, lines.error);
  const list = agentListSchema.safeParse(await api.list());
  if (!list.success) return 2;
  const health = healthSchema.safeParse(await api.health());
  if (!health.success) return 2;
  const pbxIds = health.data.pbx.map(({ id }) => id);
  const problems = clashes(lines.value, list.data.agents, pbxIds);
  if (problems.length > 0) throw refuse(path, problems);

  const fresh = lines.value.filter(({ agent }) => !list.data.agents.some(({ id }) => id === agent.id));
  let added = 0;
  for (const { line, agent } of fresh) {
    if (!newAgentResponseSchema.safeParse(await api.add(agent)).success) {
      terminal.print(
        `${added} of ${fresh.length} are added; line ${line} ("${agent.id}") is the first that is not. Give the same file again: who is there already is passed over.`,
      );
      return 2;
    }
    added += 1;
  }
  const before = lines.value.length - fresh.length;
  terminal.print(
    `${added} ${added === 1 ? 'agent' : 'agents'} added${before === 0 ? '' : `, ${before} were there already`}. "agents enrol <id>" prints the code for a desktop.`,
  );
  return 0;
};
