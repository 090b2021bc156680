/** One customer call is one `Call`: two Linkedids that turn out to be one conversation become one. */
import { endLeg, legOf } from './tracker-legs';
import { settle } from './tracker-settle';
import { touch, type Channel, type TrackedCall, type TrackedLeg, type TrackerState } from './tracker-state';

/** The one the customer is on goes on; of two alike, the one people know of, then the older. */
const ranksBefore = (a: TrackedCall, b: TrackedCall): boolean => {
  const [x, y] = [a, b].map((it) => (it.direction === 'internal' ? 0 : 2) + (it.visible ? 1 : 0));
  return x === y ? a.startedAt <= b.startedAt : (x ?? 0) > (y ?? 0);
};

const moveLeg = (into: TrackedCall, leg: TrackedLeg): void => {
  const mine = legOf(into, leg.extension);
  if (mine) for (const channel of leg.channels) mine.channels.add(channel);
  else into.legs.push({ ...leg, placed: false, hasCustomer: false, channels: new Set(leg.channels) });
};

const moveChannel = (into: TrackedCall, channel: Channel): void => {
  channel.call = into;
  into.channels.add(channel);
  if (channel.kind === 'extension') {
    channel.placed = false;
    if (!channel.released) legOf(into, channel.extension)?.channels.add(channel);
  }
};

const absorb = (state: TrackerState, into: TrackedCall, from: TrackedCall, at: number): void => {
  for (const leg of from.legs) if (leg.state !== 'ended') moveLeg(into, leg);
  for (const channel of from.channels) moveChannel(into, channel);
  from.channels.clear();
  for (const linkedId of from.linkedIds) state.byLinkedId.set(linkedId, into);
  into.linkedIds.push(...from.linkedIds);
  into.queue ??= from.queue;
  into.recording.push(...from.recording);
  into.mayBeHandedOver ||= from.mayBeHandedOver;
  if (from.extras.ai?.partial && into.extras.ai === null)
    into.extras = { ...into.extras, ai: from.extras.ai };
  touch(state, into);
  if (from.published === null) {
    from.visible = false;
    state.calls.delete(from.id);
    return;
  }
  // People have seen it: it ends for them, its story goes on in the other call.
  for (const leg of from.legs) if (leg.state !== 'ended') endLeg(state, from, leg, 'transferred', at);
  from.outcome = from.answeredAt === null ? 'cancelled' : 'answered';
  from.endedAt = at;
  touch(state, from);
};

/** @returns the call that goes on */
export const merge = (state: TrackerState, a: TrackedCall, b: TrackedCall, at: number): TrackedCall => {
  if (a === b || a.endedAt !== null || b.endedAt !== null) return a;
  const [into, from] = ranksBefore(a, b) ? [a, b] : [b, a];
  absorb(state, into, from, at);
  return into;
};

/**
 * What an agent dials inside while he holds a customer is a consultation: it belongs to the customer's call at once. Where
 * a gap in the stream hides whether he holds him, he must: else he could not dial.
 */
export const mergeConsultation = (state: TrackerState, channel: Channel, at: number): void => {
  const { call, extension } = channel;
  if (!call || extension === null || !channel.placed || call.direction !== 'internal') return;
  const customers = state.holding.get(extension);
  if (!customers || customers === call || customers.endedAt !== null) return;
  const leg = legOf(customers, extension);
  // In a conference with the customer he holds nobody.
  if (!leg?.hasCustomer || leg.channels.has(channel)) return;
  const unknown = [...leg.channels].filter((it) => it.onHold === null);
  for (const it of unknown) it.onHold = true;
  if (unknown.length > 0) settle(state, customers, at);
  if (leg.state === 'held') merge(state, customers, call, at);
};
