/**
 * Answers ElevenLabs when a conversation begins, while the caller hears it ring: at once from what is in memory, and never
 * later than the budget allows. Also notes which call the conversation is, so that it need not be guessed afterwards.
 */
import { withDeadline, type ContactLookup } from '../../crm/lookup';
import type { Call } from '../../shared/call/call';
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import { parseNumber, type CountryCode } from '../../shared/phone/parse';
import type { InitiationAnswer } from '../../shared/protocol/initiation';
import type { InitiationConfig } from '../config/elevenlabs-api';
import type { ConversationStore } from '../store/conversation-port';
import { idsOf, initiationAnswer, initiationCluesOf, readInitiation } from './initiation';
import { matchCall, type Match } from './match';

export interface InitiatorDeps {
  calls: { active(): Call[] };
  /** Null without a CRM. */
  lookup: ContactLookup | null;
  store: Pick<ConversationStore, 'noteBegun'>;
  country: CountryCode;
  clock: Clock;
  log: Logger;
}

export const createInitiator = (
  options: InitiationConfig & {
    /** Who may be told about callers; empty: all. */
    agentIds: readonly string[];
  },
  { calls, lookup, store, country, clock, log }: InitiatorDeps,
) => {
  let answered = 0;
  let known = 0;

  const callerOf = async (body: unknown) => {
    const request = readInitiation(body);
    if (options.agentIds.length > 0 && !options.agentIds.includes(request.agent_id ?? '')) {
      log.warn(
        'A conversation begins with an agent that is not in elevenlabs.agentIds; it is told nothing.',
        {
          agentId: request.agent_id,
        },
      );
      return null;
    }
    const { e164 } = parseNumber(request.caller_id, country);
    const clues = initiationCluesOf(request, { number: e164 ?? request.caller_id, nowMs: clock.now() });
    const found = matchCall(clues, calls.active());
    if (found) note(idsOf(request), found);
    const call = found?.call ?? null;
    // The PBX knows better than the far end of a trunk who calls.
    const number = call ? parseNumber(call.remote.number, country).e164 : e164;
    const match =
      number !== null && lookup ? await withDeadline(lookup.find(number), options.budgetMs, clock) : null;
    return { number, call, match };
  };

  /** Not before the answer: a disk may be slow, and this is only for later. */
  const note = (ids: readonly string[], { call, matchedBy }: Match): void => {
    clock.after(0, () => {
      try {
        store.noteBegun(ids, { callId: call.id, matchedBy, at: clock.now() });
      } catch (error) {
        log.error('Which call a conversation is could not be noted.', { callId: call.id, error });
      }
    });
  };

  return {
    /** Never rejects. */
    answer: async (body: unknown): Promise<InitiationAnswer> => {
      const caller = await callerOf(body).catch((error: unknown) => {
        log.error('A conversation that begins was told nothing: it failed inside the relay.', { error });
        return null;
      });
      answered += 1;
      if (caller?.match || caller?.call?.contact) known += 1;
      return initiationAnswer(caller, options);
    },
    figures: () => ({ answered, known }),
  };
};
