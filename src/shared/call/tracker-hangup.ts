/** Hanging up: who asked first, which legs end, and whether the call is over. */
import { bury, hears, isCustomer, isReal } from './tracker-channels';
import { endCall } from './tracker-end';
import { known, settleAround, type Of } from './tracker-known';
import { correctEndReason, endLeg, joinLeg, legOf, silentEndReason } from './tracker-legs';
import { clockTalk } from './tracker-publish';
import type { Channel, TrackedCall, TrackedLeg, TrackerState } from './tracker-state';

/** The customer's talk ends with his channel, even where an agent's phone stays off the hook. */
const customerGone = (
  state: TrackerState,
  call: TrackedCall,
  channel: Channel,
  { channel: info, at }: Of<'hung-up'>,
): void => {
  for (const leg of call.legs) leg.hasCustomer = false;
  clockTalk(call, at);
  const longSilence = call.lastDialEndAt !== null && at - call.lastDialEndAt > 2_000;
  if (channel.state === 'up' && longSilence && state.options.voicemailContexts.test(info.context ?? '')) {
    call.voicemail = true;
  }
};

/** A call nobody ever saw: worth telling if an agent dialled a number and got nowhere, not if he used a feature code. */
const endLonely = (state: TrackerState, call: TrackedCall, last: Channel, at: number): void => {
  if (!call.visible) {
    const dialledInVain = last.placed && last.state !== 'up' && /^\+?\d+$/.test(call.dialled ?? '');
    if (!dialledInVain) {
      for (const linkedId of call.linkedIds) state.byLinkedId.delete(linkedId);
      state.calls.delete(call.id);
      return;
    }
    joinLeg(state, call, last, call.startedAt, true);
    call.visible = true;
  }
  endCall(state, call, at);
};

export const hangupRequested = (state: TrackerState, event: Of<'hangup-requested'>): void => {
  const channel = known(state, event.channel, event.at);
  const call = channel?.call;
  if (!channel || !call) return;
  channel.requestedCause = event.cause ?? 16;
  // A channel that hears the busy tone was ended by the PBX; its own goodbye is an echo.
  if (channel.state === 'busy' || call.request !== null) return;
  if (channel.kind === 'trunk') {
    // Somebody outside who was called and never answered (busy, declined) ends nothing.
    const talks = channel.state === 'up' && (isCustomer(channel) || call.answeredAt !== null);
    if (channel.placed || talks) call.request = 'remote';
    return;
  }
  const leg = legOf(call, channel.extension);
  if (channel.kind !== 'extension' || channel.released) return;
  const placed = channel.placed || leg?.placed === true;
  if (leg?.hasCustomer || (placed && channel.state !== 'ringing')) call.request = 'agent';
};

/** Of a talk only: a phone that rings in vain when the PBX goes down is told as every other one. */
export const shutdownRequested = (state: TrackerState, event: Of<'shutdown-requested'>): void => {
  const call = known(state, event.channel, event.at)?.call;
  if (call && call.answeredAt !== null) call.request ??= 'pbx';
};

/**
 * A manager's `Hangup` is announced by nothing: the phone that has the customer leaves first, as if it were put down. Which of
 * both channels is gone first is a race of Asterisk's threads.
 */
const isPutDown = (call: TrackedCall, gone: Channel, leg: TrackedLeg | null): boolean => {
  const isPhone = ({ kind, state, released }: Channel): boolean =>
    kind === 'extension' && state === 'up' && !released;
  if (isPhone(gone)) return leg?.hasCustomer === true || gone.leftFirst;
  return isCustomer(gone) && [...call.channels].some((other) => isPhone(other) && other.leftFirst);
};

export const hungUp = (state: TrackerState, event: Of<'hung-up'>): void => {
  const { at, cause } = event;
  const channel = state.channels.get(event.channel.uniqueId);
  if (!channel) {
    state.buried.set(event.channel.uniqueId, at);
    return;
  }
  const others = hears(state, channel);
  const { call } = channel;
  bury(state, channel, at);
  if (!call || call.endedAt !== null) return;
  const leg = channel.extension === null ? null : legOf(call, channel.extension);
  if (call.request === null && cause?.code === 16 && isPutDown(call, channel, leg)) call.request = 'agent';
  if (leg?.channels.delete(channel) && leg.channels.size === 0) {
    endLeg(
      state,
      call,
      leg,
      leg.answeredAt === null ? silentEndReason(call, leg, cause?.code ?? null) : 'hangup',
      at,
    );
  }
  if (channel.extension !== null && !leg && cause) {
    correctEndReason(state, call, channel.extension, cause.code, at);
  }
  const wasLast = ![...call.channels].some(isReal);
  if (isReal(channel) && (isCustomer(channel) || (wasLast && call.cause === null))) call.cause = cause;
  if (isCustomer(channel)) customerGone(state, call, channel, event);
  if (wasLast) endLonely(state, call, channel, at);
  else settleAround(state, channel, at, others);
};
