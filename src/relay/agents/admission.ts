/** What lets a desktop in for the first time: a one-time code, or its agent's own sign-in at the CRM. */
import type { CrmStaff } from '../../crm/port';
import { AppError } from '../../shared/errors';
import type { Agent } from '../../shared/protocol/agent';
import type { EnrolRequest } from '../../shared/protocol/rest';
import type { AgentRegistry } from './registry';

/** Questions to the CRM at the same time; more are told to come back. */
const mostAtOnce = 8;

export type Admission = ReturnType<typeof createAdmission>;

export const createAdmission = (deps: {
  registry: Pick<AgentRegistry, 'takeCode' | 'ofCrmUser' | 'admit'>;
  /** Null where agents can not sign in so. */
  staff: Pick<CrmStaff, 'whoHolds'> | null;
}) => {
  const { registry, staff } = deps;
  let asking = 0;

  /** Throws `AppError`. The token goes to the configured CRM and nowhere else; it is neither kept nor shown. */
  const ofCrm = async (crmToken: string): Promise<Agent> => {
    if (!staff)
      throw new AppError('forbidden', 'This relay takes no sign-in of the CRM. Ask your IT for a code.');
    if (asking >= mostAtOnce)
      throw new AppError('unavailable', 'Many sign in right now. Try again in a moment.', {
        retryable: true,
      });
    asking += 1;
    const holder = await staff.whoHolds(crmToken).finally(() => (asking -= 1));
    // What the CRM says in its own words is for the log of an administrator, not for whoever asks.
    if (!holder.ok)
      throw new AppError(
        'unavailable',
        'The CRM does not answer the relay right now. Try again in a moment.',
        {
          retryable: true,
          cause: holder.error,
        },
      );
    if (!holder.value)
      throw new AppError('unauthorized', 'The CRM does not know this sign-in. Sign in to SuiteCRM anew.');
    const [agent, another] = registry.ofCrmUser(holder.value.id);
    if (!agent || another)
      throw new AppError(
        'forbidden',
        agent
          ? 'Several agents of this relay have your CRM account. Ask your IT for a code.'
          : 'Your CRM account is no agent of this relay yet. Ask your IT to add you.',
      );
    return agent;
  };

  return {
    /** Whether the CRM's own sign-in is taken. */
    takesCrm: staff !== null,
    /** The token is shown this once. Throws `AppError`. */
    enrol: async (request: EnrolRequest): Promise<{ agent: Agent; token: string }> => {
      const agent = 'code' in request ? await registry.takeCode(request.code) : await ofCrm(request.crmToken);
      return registry.admit(agent, request.device ?? null);
    },
  };
};
