/** An agent hangs up or picks up from his screen: his own phone, in a call of his own, a few times in ten seconds. */
import { involves } from '../../shared/call/call';
import type { Clock } from '../../shared/clock';
import { because } from '../../shared/error-reasons';
import { AppError } from '../../shared/errors';
import type { Logger } from '../../shared/logger';
import type { Agent } from '../../shared/protocol/agent';
import type { CallAction } from '../../shared/protocol/call-control';
import { err, type Result } from '../../shared/result';
import type { PbxLink } from '../pbx/port';
import { fullAllowance, spend, type Allowance } from './conversation';

/** For one agent, whatever number of desktops he has. A hand on a button is slower; a program that runs wild is not. */
const actionsInTenSeconds = 10;

export const createCallActions = ({
  links,
  clock,
  logger,
}: {
  links: readonly Pick<PbxLink, 'id' | 'call' | 'control'>[];
  clock: Clock;
  logger: Logger;
}) => {
  const allowances = new Map<string, Allowance>();
  const mayAct = (agentId: string): boolean => {
    const now = clock.elapsed();
    const allowance = allowances.get(agentId) ?? fullAllowance(actionsInTenSeconds, now);
    allowances.set(agentId, allowance);
    return spend(allowance, now, actionsInTenSeconds);
  };

  return async (agent: Agent, callId: string, action: CallAction): Promise<Result<null, AppError>> => {
    if (!mayAct(agent.id))
      return err(new AppError('rate_limited', 'That is too often. Wait a few seconds, or use your phone.'));
    const link = links.find(({ id }) => id === agent.pbxId);
    const call = link?.call(callId) ?? null;
    // Whose call it is nobody learns who has no part in it.
    if (!link || !call || !involves(call, agent.extensions))
      return err(
        new AppError('not_found', 'This call is not on your phone any more.', {
          details: because('call-gone'),
        }),
      );
    const done = await link.control(callId, agent.extensions, action);
    const fields = { agentId: agent.id, callId, action };
    if (done.ok) logger.info('An agent acted on his call.', fields);
    else logger.warn('An agent could not act on his call.', { ...fields, error: done.error });
    return done;
  };
};
