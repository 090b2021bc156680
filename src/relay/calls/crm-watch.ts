/** Whether the CRM answers, for /health and for the calls that wait for it: asked at the start and then now and again. */
import type { CrmClient } from '../../crm/port';
import type { Clock } from '../../shared/clock';
import { because, noTrouble, troubleOf } from '../../shared/error-reasons';
import type { Logger } from '../../shared/logger';
import type { Health } from '../../shared/protocol/rest';

const whileUpMs = 300_000;
const whileDownMs = 30_000;

const notAsked = { problem: 'The CRM could not be asked.', because: because('crm-not-asked') };

/** `onBack`: the CRM answers, and did not before (or was not asked yet). */
export const createCrmWatch = (
  crm: Pick<CrmClient, 'check'> | null,
  { clock, logger, onBack }: { clock: Clock; logger: Logger; onBack?: () => void },
) => {
  let state: Health['crm'] = { state: crm ? 'connecting' : 'off', problem: null };
  let stopped = false;
  let cancel = (): void => {};

  const look = async (): Promise<void> => {
    if (!crm) return;
    const result = await crm.check().catch((error: unknown) => {
      logger.error('Asking the CRM failed inside the relay.', { error });
      return null;
    });
    if (stopped) return;
    const trouble = result === null ? notAsked : result.ok ? noTrouble : troubleOf(result.error);
    const { problem } = trouble;
    if (problem !== null && problem !== state.problem) logger.warn('The CRM can not be used.', { problem });
    const isBack = problem === null && state.state !== 'connected';
    state = { state: problem === null ? 'connected' : 'down', ...trouble };
    if (isBack) {
      logger.info('The CRM is connected.');
      onBack?.();
    }
    cancel = clock.after(problem === null ? whileUpMs : whileDownMs, () => void look());
  };

  return {
    start: (): void => void look(),
    state: (): Health['crm'] => state,
    stop: (): void => {
      stopped = true;
      cancel();
    },
  };
};
