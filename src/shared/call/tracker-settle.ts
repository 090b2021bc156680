/** Who talks to whom: worked out from bridges, Local channels and holds, never from causes or counts. */
import { hears, isCustomer, isReal } from './tracker-channels';
import { endLeg, joinLeg } from './tracker-legs';
import { touch, type Channel, type TrackedCall, type TrackedLeg, type TrackerState } from './tracker-state';

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
  const mayHold = leg.state === 'held' || [...leg.channels].some((it) => it.onHold === null);
  if (mayHold && call.direction !== 'internal') state.holding.set(leg.extension, call);
};

/** In a conference the customer talks to people who have calls of their own; they are legs of his call too while he is there. */
const settleGuests = (state: TrackerState, call: TrackedCall, at: number): void => {
  let heard: readonly Channel[] = [];
  for (const channel of call.channels) {
    if (!isCustomer(channel) || channel.bridgeId === null) continue;
    if (state.bridges.get(channel.bridgeId)?.kind !== 'conference') continue;
    heard = heard.concat(hears(state, channel).filter((it) => it.kind === 'extension'));
  }
  for (const other of heard) {
    const leg = other.call === call ? null : joinLeg(state, call, other, at, false);
    // He came by himself: his phone never rang for this call.
    if (leg) leg.tookAt ??= at;
  }
  for (const leg of call.legs) {
    if (leg.state === 'ended') continue;
    for (const it of leg.channels) if (it.call !== call && !heard.includes(it)) leg.channels.delete(it);
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
