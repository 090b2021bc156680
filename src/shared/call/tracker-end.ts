/** The end of a call: what came of it and who ended it. Asterisk's causes do not tell (its docs say they do); legs and requests do. */
import type { Call, LegEndReason, Outcome } from './call';
import { endLeg } from './tracker-legs';
import { touch, type TrackedCall, type TrackerState } from './tracker-state';

/** What the best of several phones that were tried says: one that rang in vain counts more than one that was busy. */
const fromLegs = (call: TrackedCall, cancelled: Outcome): Outcome => {
  const reasons = new Set<LegEndReason | null>();
  for (const leg of call.legs) if (!leg.placed) reasons.add(leg.endReason);
  if (reasons.has('no-answer')) return 'no-answer';
  if (reasons.has('declined')) return 'declined';
  if (reasons.has('busy')) return 'busy';
  if (reasons.has('cancelled')) return cancelled;
  // No phone of the house rang, but one outside was tried.
  return call.far === null || call.far === 'answered' ? 'unavailable' : call.far;
};

/** Click-to-call that reaches the customer first, and then no agent: to the customer, a call that nobody took. */
const reachedNobody = (call: TrackedCall): boolean =>
  call.direction === 'outbound' && call.far === 'answered' && call.legs.some((leg) => !leg.placed);

const outcomeOf = (call: TrackedCall): Outcome => {
  if (call.answeredAt !== null) return 'answered';
  if (call.voicemail) return 'voicemail';
  switch (call.direction) {
    case 'inbound':
      return call.request === 'remote' ? 'abandoned' : fromLegs(call, 'abandoned');
    case 'outbound':
      if (reachedNobody(call)) return call.request === 'remote' ? 'abandoned' : fromLegs(call, 'cancelled');
      if (call.far === null) {
        return call.legs.some((leg) => leg.placed && leg.endReason !== 'hangup') ? 'cancelled' : 'failed';
      }
      return call.far;
    case 'internal':
      return call.request === null ? fromLegs(call, 'cancelled') : 'cancelled';
  }
};

const endedByOf = (call: TrackedCall, outcome: Outcome): Call['endedBy'] => {
  switch (outcome) {
    case 'answered':
    case 'voicemail':
    case 'cancelled': {
      if (call.request !== null) return call.request;
      return call.legs.some((leg) => leg.placed && leg.endReason === 'declined') ? 'agent' : 'pbx';
    }
    case 'abandoned':
      return 'remote';
    case 'declined':
      return call.direction === 'outbound' && !reachedNobody(call) ? 'remote' : 'agent';
    case 'busy':
      return call.direction === 'outbound' ? 'remote' : 'pbx';
    default:
      return 'pbx';
  }
};

export const endCall = (state: TrackerState, call: TrackedCall, at: number): void => {
  if (call.endedAt !== null) return;
  for (const leg of call.legs) {
    if (leg.state !== 'ended') endLeg(state, call, leg, leg.answeredAt === null ? 'cancelled' : 'hangup', at);
  }
  call.outcome = outcomeOf(call);
  call.endedBy = endedByOf(call, call.outcome);
  call.endedAt = at;
  touch(state, call);
};

/** The text of a cause that no PBX gave: the end was not seen. */
export const UNSEEN_END = 'Ended while the relay could not see the PBX';

/** A call that was over when the PBX could be seen again: what is known stays, who ended it is not known. */
export const endUnseen = (state: TrackerState, call: TrackedCall, at: number): void => {
  endCall(state, call, Math.max(at, call.startedAt));
  if (call.outcome === 'unavailable' || call.outcome === 'failed') {
    call.outcome = call.direction === 'inbound' ? 'abandoned' : 'no-answer';
  }
  call.endedBy = null;
  call.cause = { code: 0, text: UNSEEN_END };
};
