/** One new agent. */
import { newAgentResponseSchema } from '../../../shared/protocol/rest';
import type { NewAgent } from '../../agents/registry';
import type { ExitCode } from '../command';
import { enrol } from './access';
import type { AgentsAt } from './api';

/** The token of the answer is nobody's: a desktop gets its own by the code. */
export const addAgent = async (agent: NewAgent, at: AgentsAt): Promise<ExitCode> => {
  const made = newAgentResponseSchema.safeParse(await at.api.add(agent));
  if (!made.success) return 2;
  const { id, name, pbxId, extensions } = made.data.agent;
  at.terminal.print(`${name} (${id}) is an agent now, with ${extensions.join(', ')} on ${pbxId}.`);
  return enrol(id, at);
};
