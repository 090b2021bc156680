/** A conversation whose call this relay never saw (another line, a relay that was down) becomes a call of its own. Pure. */
import { callId, type Call } from '../../shared/call/call';
import { iso } from '../../shared/clock';
import { parseNumber, type CountryCode } from '../../shared/phone/parse';
import type { Conversation } from '../../shared/protocol/conversation';
import type { Clues } from './clues';

/** Stands where a PBX's id stands; such a call has no phones, so it is nobody's but the API key's. */
const OWN_PBX = 'ai';

export const ownCallId = (conversationId: string): string => callId(OWN_PBX, conversationId);

const outcomeOf = ({ ended, success, transcript, durationSeconds }: Conversation): Call['outcome'] => {
  if (durationSeconds > 0 || transcript.length > 0) return 'answered';
  if (ended?.startsWith('busy')) return 'busy';
  if (ended?.startsWith('no-answer')) return 'no-answer';
  return success === 'failure' ? 'failed' : 'answered';
};

/** @param receivedAt when the webhook came, in ms: the end, where the conversation's own times were not told */
export const ownCall = (
  conversation: Conversation,
  clues: Clues,
  { receivedAt, country }: { receivedAt: number; country: CountryCode },
): Call => {
  const { conversationId, durationSeconds } = conversation;
  const startedAt = clues.startedMs ?? receivedAt - durationSeconds * 1_000;
  const { kind, e164, display } = parseNumber(clues.number, country);
  const outcome = outcomeOf(conversation);
  return {
    id: ownCallId(conversationId),
    pbxId: OWN_PBX,
    linkedId: conversationId,
    direction: clues.direction ?? 'inbound',
    state: 'ended',
    remote: {
      number: kind === 'anonymous' ? null : (e164 ?? clues.number),
      display,
      name: null,
      anonymous: kind === 'anonymous',
    },
    dialled: parseNumber(clues.agentNumber, country).e164 ?? clues.agentNumber,
    queue: null,
    startedAt: iso(startedAt),
    answeredAt: outcome === 'answered' ? iso(startedAt) : null,
    endedAt: iso(startedAt + durationSeconds * 1_000),
    talkSeconds: Math.round(durationSeconds),
    outcome,
    endedBy: null,
    cause: null,
    legs: [],
    answeredBy: [],
    owner: null,
    transfers: [],
    recording: [],
    contact: null,
    crmRecord: { status: 'off', id: null, url: null, error: null },
    ai: null,
    version: 1,
  };
};
