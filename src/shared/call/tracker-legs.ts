/** Legs: when a phone rings, who has the customer, and why a leg ended. */
import type { LegEndReason } from './call';
import type { DialStatus } from './pbx-event';
import { hears, isCustomer, isReal } from './tracker-channels';
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
  call.far === 'answered' ||
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
      return call.request !== null ? 'cancelled' : 'no-answer';
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

const connect = (call: TrackedCall, leg: TrackedLeg, at: number): void => {
  if (!leg.placed && leg.rangAt === null && leg.tookAt === null && leg.answeredAt === null) {
    leg.rangAt = leg.dialledAt;
  }
  leg.tookAt ??= at;
  leg.answeredAt ??= at;
  if (leg.hasCustomer) return;
  leg.hasCustomer = true;
  call.answeredAt ??= at;
  if (call.direction === 'internal' && leg.placed) return;
  call.owner = leg.extension;
  if (!call.answeredBy.includes(leg.extension)) call.answeredBy.push(leg.extension);
};

const settleLeg = (state: TrackerState, call: TrackedCall, leg: TrackedLeg, at: number): void => {
  let company = false;
  let customer = false;
  let onHold = false;
  for (const channel of leg.channels) {
    if (channel.onHold) onHold = true;
    if (channel.bridgeId === null) continue;
    for (const other of hears(state, channel)) {
      if (!isReal(other) || other.extension === leg.extension) continue;
      company = true;
      if (call.direction === 'internal' || (other.call === call && isCustomer(other))) customer = true;
    }
  }
  const before = leg.state;
  const had = leg.hasCustomer;
  if (customer) {
    connect(call, leg, at);
    leg.state = onHold ? 'held' : 'connected';
  } else if (leg.hasCustomer) {
    // Alone in the bridge for the blink of an eye before its own hangup is no hold.
    if (company || onHold) leg.state = 'held';
  } else if (company) {
    leg.tookAt ??= at;
    leg.answeredAt ??= at;
    leg.state = 'connected';
  }
  if (leg.state !== before || leg.hasCustomer !== had) touch(state, call);
  if (leg.state === 'held' && call.direction !== 'internal') state.holding.set(leg.extension, call);
};

/** In a conference the customer talks to people who have calls of their own; they are legs of his call too while he is there. */
const settleGuests = (state: TrackerState, call: TrackedCall, at: number): void => {
  const heard = new Set<Channel>();
  for (const channel of call.channels) {
    if (!isCustomer(channel) || channel.bridgeId === null) continue;
    if (state.bridges.get(channel.bridgeId)?.kind !== 'conference') continue;
    for (const other of hears(state, channel)) if (other.kind === 'extension') heard.add(other);
  }
  for (const other of heard) if (other.call !== call) joinLeg(state, call, other, at, false);
  for (const leg of call.legs) {
    if (leg.state === 'ended') continue;
    for (const it of leg.channels) if (it.call !== call && !heard.has(it)) leg.channels.delete(it);
    if (leg.channels.size === 0) endLeg(state, call, leg, 'hangup', at);
  }
};

/** Works out again who talks to whom after bridges, holds or channels changed. */
export const settle = (state: TrackerState, call: TrackedCall, at: number): void => {
  if (call.endedAt !== null) return;
  if (call.direction !== 'internal') settleGuests(state, call, at);
  for (const leg of call.legs) if (leg.state !== 'ended') settleLeg(state, call, leg, at);
  for (const channel of call.channels) {
    if (channel.kind !== 'trunk' || !isCustomer(channel) || channel.bridgeId === null) continue;
    for (const other of hears(state, channel)) {
      if (other.kind !== 'trunk' || other.placed === channel.placed || other.call !== call) continue;
      if (!call.talkedOutside && call.direction === 'inbound') {
        call.talkedOutside = true;
        call.answeredAt ??= at;
        touch(state, call);
      }
    }
  }
};
