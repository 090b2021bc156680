/**
 * An AI agent in a call. That one had the caller is seen by its trunk; what it has learnt is told by the dialplan, and believed
 * only in a call that came over a trunk from which it is to be believed.
 */
import { iso } from '../clock';
import type { Call } from './call';
import { trunkOf, type ToldHandOver } from './hand-over';
import { touch, type Channel, type TrackedCall, type TrackerState } from './tracker-state';

type Ai = NonNullable<Call['ai']>;

export const isAssistantTrunk = ({ options }: TrackerState, channelName: string): boolean =>
  options.assistantTrunks.includes(trunkOf(channelName));

export const isHandOverTrunk = ({ options }: TrackerState, channelName: string): boolean =>
  options.handOverTrunks.includes(trunkOf(channelName));

const begun = (at: number): Ai => ({
  conversationId: '',
  agentId: '',
  summary: null,
  success: 'unknown',
  durationSeconds: 0,
  transcriptLines: 0,
  matchedBy: 'header',
  partial: true,
  handOver: { at: iso(at), facts: [] },
});

/** The AI agent talks to the caller, or calls for one: whoever is rung from now on has the call handed over. */
export const assistantTalks = (
  state: TrackerState,
  channel: Channel | null | undefined,
  at: number,
): void => {
  const call = channel?.isAssistant ? channel.call : null;
  if (!call || call.extras.ai !== null || call.endedAt !== null) return;
  call.extras = { ...call.extras, ai: begun(at) };
  touch(state, call);
};

/** What was told last stands first; a fact that is told again replaces itself. */
const withFacts = (before: Ai, told: ToldHandOver, at: number): Ai => {
  const isOther = told.conversationId !== '' && ![told.conversationId, ''].includes(before.conversationId);
  const base = isOther ? begun(at) : before;
  const kept = (base.handOver?.facts ?? []).filter(
    ({ name }) => !told.facts.some((fact) => fact.name === name),
  );
  return {
    ...base,
    conversationId: base.conversationId || told.conversationId,
    agentId: base.agentId || told.agentId,
    // The provider's own words, where they have come already, are the better ones.
    summary: base.partial ? (told.summary ?? base.summary) : base.summary,
    handOver: { at: iso(at), facts: [...told.facts, ...kept].slice(0, 8) },
  };
};

/** The dialplan's word. From a trunk that is not configured for it, it is nothing. */
export const handedOver = (
  state: TrackerState,
  call: TrackedCall | null | undefined,
  told: ToldHandOver,
  at: number,
): void => {
  const { assistantTrunks, handOverTrunks } = state.options;
  const from = trunkOf(told.from);
  // Callers who come over a carrier's trunk are mostly just callers.
  const saysSomething = told.conversationId !== '' || told.summary !== null || told.facts.length > 0;
  const isTrusted = assistantTrunks.includes(from) || (handOverTrunks.includes(from) && saysSomething);
  if (!call?.mayBeHandedOver || !isTrusted || call.endedAt !== null) return;
  call.extras = { ...call.extras, ai: withFacts(call.extras.ai ?? begun(at), told, at) };
  touch(state, call);
};

/** Read back after a gap: the channel still has what was told, which may be what we know already. */
export const foundHandedOver = (
  state: TrackerState,
  channel: Channel,
  told: ToldHandOver,
  at: number,
): void => {
  const { call } = channel;
  const ai = call?.extras.ai;
  if (!call || (ai && (ai.handOver?.facts.length ?? 0) > 0)) return;
  if (ai && told.facts.length === 0 && told.summary === null && told.conversationId === ai.conversationId)
    return;
  // The list answers our own question, and the AI agent's trunk may be gone from it.
  call.mayBeHandedOver = true;
  handedOver(state, call, told, at);
};
