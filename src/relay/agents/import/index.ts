/** Many agents at once: all of the file is checked before anybody is made, and the same file can be given again. */
import { AppError } from '../../../shared/errors';
import type { Agent } from '../../../shared/protocol/agent';
import type { AgentImport, ImportProblem } from '../../../shared/protocol/agent-import';
import type { AgentRegistry, NewAgent } from '../registry';
import { agentsOfCsv, type AgentLine } from './csv';

/** A list is given out over a day; a code from it must last as long. */
export const importCodeMinutes = 24 * 60;

const isAs = (agent: NewAgent, there: Agent): boolean =>
  agent.name === there.name &&
  (agent.pbxId ?? there.pbxId) === there.pbxId &&
  (agent.crmUserId ?? null) === there.crmUserId &&
  [...new Set(agent.extensions)].join() === there.extensions.join();

const told = ({ line, column, message }: ImportProblem): string =>
  `line ${line}${column === null ? '' : `, ${column}`}: ${message}`;

/** More would not be read. */
const toldProblems = 20;

const refusal = (problems: readonly ImportProblem[]): AppError => {
  const more = problems.length - toldProblems;
  const lines = [...problems.slice(0, toldProblems).map(told), ...(more > 0 ? [`and ${more} more`] : [])];
  return new AppError(
    'bad_request',
    `Nobody was added, because of:\n${lines.map((line) => `  ${line}`).join('\n')}`,
    {
      details: problems,
    },
  );
};

/** Throws `bad_request` with every problem in its details, before anybody is made, unless they are to be passed over. */
export const importAgents = async (
  text: string,
  { dryRun, skipInvalid }: { dryRun: boolean; skipInvalid: boolean },
  { registry, pbxIds }: { registry: AgentRegistry; pbxIds: readonly string[] },
): Promise<AgentImport> => {
  const read = agentsOfCsv(text);
  const known = new Map(registry.list().map((agent) => [agent.id, agent]));
  const problemOf = ({ line, agent }: AgentLine): ImportProblem[] => {
    const there = known.get(agent.id);
    if (there && !isAs(agent, there))
      return [
        {
          line,
          column: 'id',
          message: `there is an agent "${agent.id}" already, and he is not as the file has him`,
        },
      ];
    return agent.pbxId === undefined || pbxIds.includes(agent.pbxId)
      ? []
      : [
          {
            line,
            column: 'pbxId',
            message: `there is no PBX "${agent.pbxId}"; allowed: ${pbxIds.join(', ')}`,
          },
        ];
  };
  const checked = read.agents.map((one) => ({ ...one, problems: problemOf(one) }));
  const problems = [...read.problems, ...checked.flatMap((one) => one.problems)].sort(
    (a, b) => a.line - b.line,
  );
  if (problems.length > 0 && !skipInvalid && !dryRun) throw refusal(problems);

  const right = checked.filter((one) => one.problems.length === 0);
  const added: AgentImport['added'] = [];
  for (const { line, agent } of right) {
    if (known.has(agent.id)) continue;
    if (dryRun) {
      const planned = {
        ...agent,
        pbxId: agent.pbxId ?? pbxIds[0] ?? 'pbx',
        crmUserId: agent.crmUserId ?? null,
      };
      added.push({ line, agent: planned, code: null, expiresAt: null });
      continue;
    }
    // The token of this answer is nobody's: a desktop gets its own by the code.
    const made = registry.create(agent);
    added.push({ line, agent: made.agent, ...(await registry.enrolment(agent.id, importCodeMinutes)) });
  }
  const unchanged = right.filter(({ agent }) => known.has(agent.id)).map(({ agent }) => agent.id);
  return { dryRun, added, unchanged, problems };
};
