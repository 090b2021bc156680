/** The agent says who is calling: shown at once, kept for the number, and told to the relay for the call. */
import type { Call } from '../call/call';
import { because } from '../error-reasons';
import { AppError } from '../errors';
import type { CompanionState } from '../ipc/state';
import type { Logger } from '../logger';
import { contactRefSchema, type ContactRef } from '../protocol/crm-context';
import { untold, type ChoiceStore } from './choices';
import type { CrmContexts } from './crm-contexts';
import type { CompanionHandlers } from './types';

export const createContactChoice = (deps: {
  state: () => CompanionState;
  contexts: () => Pick<CrmContexts, 'pick' | 'again'>;
  choices: ChoiceStore | undefined;
  /** @throws AppError with what the relay says */
  tellRelay: (callId: string, ref: ContactRef) => Promise<unknown>;
  log: Logger;
}): {
  /** Tells the relay of remembered callers in calls that this agent has answered; a refusal is not repeated. */
  tellRemembered: () => void;
  handlers: Pick<CompanionHandlers, 'contact:choose' | 'contact:look-again'>;
} => {
  const { state, contexts, choices, log } = deps;
  /** `call/record` that the relay was told. */
  const told = new Set<string>();

  const callOf = (id: string): Call | undefined => state().calls.find((call) => call.id === id);
  const tell = async (call: Call, ref: ContactRef): Promise<void> => {
    told.add(`${call.id}/${ref.id}`);
    await deps.tellRelay(call.id, ref);
  };
  const tellQuietly = (call: Call, ref: ContactRef): Promise<void> =>
    tell(call, ref).catch((error: unknown) => log.info('the relay did not take who is calling', { error }));

  return {
    tellRemembered: () => {
      if (!choices) return;
      for (const { call, ref } of untold(state(), choices))
        if (!told.has(`${call.id}/${ref.id}`)) void tellQuietly(call, ref);
    },
    handlers: {
      'contact:choose': async ({ callId, module, id }) => {
        const call = callOf(callId);
        const number = call?.remote.number ?? null;
        if (!call || number === null)
          throw new AppError('not_found', 'This call is over for this Companion; choose at the next one.', {
            details: because('call-over'),
          });
        const ref = { module, id };
        contexts().pick(call, ref, state().crm[callId]?.context ?? null);
        await choices?.set(number, ref, callId);
        if (call.contact?.id !== id) await tell(call, ref);
        return undefined;
      },
      'contact:look-again': async ({ callId }) => {
        const call = callOf(callId);
        if (!call)
          throw new AppError('not_found', 'This call is over for this Companion.', {
            details: because('call-over'),
          });
        const found = contactRefSchema.safeParse((await contexts().again(call))?.contact);
        // The relay has asked too early; from the agent it hears who it is.
        if (found.success && callOf(callId)?.contact?.id !== found.data.id)
          await tellQuietly(call, found.data);
        return undefined;
      },
    },
  };
};
