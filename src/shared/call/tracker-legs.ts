/** Legs: when a phone rings, and why a leg ended. */
import type { LegEndReason } from './call';
import type { DialStatus } from './pbx-event';
import { touch, type Channel, type TrackedCall, type TrackedLeg, type TrackerState } from './tracker-state';

export const legOf = (call: TrackedCall, extension: string | null): TrackedLeg | null =>
  call.legs.find((leg) => leg.extension === extension && leg.state !== 'ended') ?? null;

const newLeg = (extension: string, at: number, placed: boolean): TrackedLeg => ({
  extension,
  state: 'ringing',
  dialledAt: at,
  rangAt: null,
  tookAt: null,
  answeredAt: null,
  endedAt: null,
  endReason: null,
  placed,
  hasCustomer: false,
  channels: new Set(),
});

/**
 * The extension's leg with this channel in it. A leg that rang in vain is used again when it rings again (queues do so every
 * few seconds); one that talked stays, and a new one is added.
 */
export const joinLeg = (
  state: TrackerState,
  call: TrackedCall,
  channel: Channel,
  at: number,
  placed: boolean,
): TrackedLeg | null => {
  const extension = channel.extension;
  if (extension === null || channel.released) return null;
  let leg = legOf(call, extension);
  if (!leg) {
    const idle = call.legs.findIndex((it) => it.extension === extension && it.answeredAt === null);
    leg = newLeg(extension, at, placed);
    if (idle >= 0) call.legs[idle] = leg;
    else call.legs.push(leg);
    touch(state, call);
  }
  leg.channels.add(channel);
  return leg;
};

/** The phone rings (or plays early media), seen by its channel. */
export const rang = (state: TrackerState, channel: Channel, at: number): void => {
  const { call } = channel;
  const leg = call && legOf(call, channel.extension);
  if (!leg || leg.placed || leg.rangAt !== null || leg.tookAt !== null || !leg.channels.has(channel)) return;
  leg.rangAt = at;
  touch(state, call);
};

/** The phone was picked up. Asterisk tells the colleagues' phones to stop before it says that this dial was answered. */
export const took = (channel: Channel, at: number): void => {
  const { call } = channel;
  const leg = call && legOf(call, channel.extension);
  if (!leg?.channels.has(channel) || leg.tookAt !== null) return;
  leg.tookAt = at;
  if (!leg.placed) leg.rangAt ??= leg.dialledAt;
};

export const endLeg = (
  state: TrackerState,
  call: TrackedCall,
  leg: TrackedLeg,
  reason: LegEndReason,
  at: number,
): void => {
  leg.state = 'ended';
  leg.endedAt = at;
  leg.endReason = reason;
  leg.hasCustomer = false;
  leg.channels.clear();
  touch(state, call);
};

const takenElsewhere = (call: TrackedCall, leg: TrackedLeg): boolean =>
  // Somebody outside took it; of an outbound call that one is the customer, and took nothing.
  (call.far === 'answered' && call.direction !== 'outbound') ||
  call.legs.some(
    (it) => it !== leg && it.tookAt !== null && it.tookAt >= leg.dialledAt && it.state !== 'ended',
  );

/** Asterisk shows a refusal (603) as NOANSWER; only the cause the phone gave when it hung up tells. Q.850 codes. */
const refused = (cause: number | null, hasRung: boolean): LegEndReason => {
  if (cause === 21) return 'declined';
  if (cause === 17) return hasRung ? 'declined' : 'busy';
  return cause === null || cause === 18 || cause === 19 || cause === 16 || hasRung
    ? 'no-answer'
    : 'unavailable';
};

/** Why a leg that was never connected ended. A busy phone that had rung was refused by hand (SIP 486 after 180). */
export const dialEndReason = (
  call: TrackedCall,
  leg: TrackedLeg,
  channel: Channel,
  status: DialStatus,
): LegEndReason => {
  const hasRung = leg.rangAt !== null || channel.state === 'ringing';
  switch (status) {
    case 'busy':
      return hasRung ? 'declined' : 'busy';
    case 'no-answer':
      return refused(channel.requestedCause, hasRung);
    case 'congestion':
    case 'unavailable':
      return 'unavailable';
    case 'forwarded':
      return 'transferred';
    case 'cancel':
    case 'answer':
      if (takenElsewhere(call, leg)) return 'answered-elsewhere';
      // The caller gave up, or went elsewhere by a key.
      return call.request !== null || status === 'cancel' ? 'cancelled' : 'no-answer';
    case 'other':
      return 'declined';
  }
};

/** A ringing phone whose channel went without a DialEnd: picked up by a colleague (26), or click-to-dial that timed out. */
export const silentEndReason = (call: TrackedCall, leg: TrackedLeg, cause: number | null): LegEndReason => {
  if (leg.placed) return call.request !== null ? 'cancelled' : refused(cause, true);
  if (cause === 26 || takenElsewhere(call, leg)) return 'answered-elsewhere';
  return call.request !== null ? 'cancelled' : refused(cause, leg.rangAt !== null);
};

/** The hangup's cause, which comes last, knows better than a dial status that only says nobody answered here. */
export const correctEndReason = (
  state: TrackerState,
  call: TrackedCall,
  extension: string,
  cause: number,
  at: number,
): void => {
  if (cause !== 26 && cause !== 21) return;
  const leg = call.legs.findLast((it) => it.extension === extension);
  const unclear = leg?.endReason === 'no-answer' || (leg?.endReason === 'cancelled' && cause === 26);
  if (!leg || !unclear || leg.endedAt === null || at - leg.endedAt > 1_000) return;
  leg.endReason = cause === 26 ? 'answered-elsewhere' : 'declined';
  touch(state, call);
};
