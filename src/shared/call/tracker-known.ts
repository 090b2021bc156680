import type { ChannelInfo, PbxEvent } from './pbx-event';
import { settle } from './tracker-settle';
import type { Channel, TrackedCall, TrackerState } from './tracker-state';

/** One kind of event. */
export type Of<K extends PbxEvent['kind']> = Extract<PbxEvent, { kind: K }>;

/** The channel an event speaks of; null for one never seen or already hung up: an event alone brings none to life. */
export const known = (state: TrackerState, info: ChannelInfo | null, at: number): Channel | null => {
  const channel = info && state.channels.get(info.uniqueId);
  if (!channel) return null;
  channel.changedAt = at;
  return channel;
};

/** Settles the call of everybody this channel hears: in a conference each has his own. */
export const settleAround = (
  state: TrackerState,
  channel: Channel,
  at: number,
  others: Iterable<Channel>,
): void => {
  const calls = new Set<TrackedCall>();
  if (channel.call) calls.add(channel.call);
  for (const other of others) if (other.call) calls.add(other.call);
  for (const call of calls) settle(state, call, at);
};
