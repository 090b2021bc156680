/** Channels: what they are, whose they are, whom they hear. */
import { callId } from './call';
import type { ChannelInfo } from './pbx-event';
import { isAssistantTrunk, isHandOverTrunk } from './tracker-assistant';
import type { Channel, TrackedCall, TrackerState } from './tracker-state';

/** Channels Asterisk makes for itself; a person is never at their end. */
const helpers =
  /^(?:CBAnn|CBRec|Announcer|Recorder|Bridge|Message|Surrogate|AsyncGoto|Snoop|Multicast|Audio)/;

/** Whose channel this is, by its name. */
export const classify = (
  { options }: TrackerState,
  info: Pick<ChannelInfo, 'name' | 'context'>,
): { kind: Channel['kind']; extension: string | null } => {
  if (info.name.startsWith('Local/')) return { kind: 'local', extension: null };
  if (helpers.test(info.name)) return { kind: 'other', extension: null };
  const dash = info.name.lastIndexOf('-');
  const peer = dash > 0 ? info.name.slice(0, dash) : info.name;
  const extension = options.extensionPattern.exec(peer)?.[1] ?? null;
  return extension === null || (info.context !== null && options.trunkContexts.test(info.context))
    ? { kind: 'trunk', extension: null }
    : { kind: 'extension', extension };
};

export const newCall = (state: TrackerState, linkedId: string, at: number): TrackedCall => ({
  id: callId(state.options.pbxId, linkedId),
  linkedId,
  linkedIds: [linkedId],
  direction: 'internal',
  remote: { number: null, display: 'Unknown', name: null, anonymous: false },
  cameAs: null,
  dialled: null,
  queue: null,
  startedAt: at,
  answeredAt: null,
  endedAt: null,
  talkMs: 0,
  talkSince: null,
  outcome: null,
  endedBy: null,
  cause: null,
  legs: [],
  answeredBy: [],
  owner: null,
  transfers: [],
  recording: [],
  extras: { contact: null, crmRecord: { status: 'off', id: null, url: null, error: null }, ai: null },
  version: 0,
  published: null,
  visible: false,
  dirty: false,
  channels: new Set(),
  originated: false,
  request: null,
  far: null,
  talkedOutside: false,
  voicemail: false,
  lastDialEndAt: null,
  mayBeHandedOver: false,
});

/** The call of a Linkedid, made at need; null when that call is over: nothing brings it back. */
export const callOf = (state: TrackerState, linkedId: string, at: number): TrackedCall | null => {
  const existing = state.byLinkedId.get(linkedId);
  if (existing) return existing.endedAt === null ? existing : null;
  const call = newCall(state, linkedId, at);
  state.calls.set(call.id, call);
  state.byLinkedId.set(linkedId, call);
  return call;
};

/** @returns the channel, known or new; null for one that has hung up before */
export const addChannel = (
  state: TrackerState,
  info: ChannelInfo,
  at: number,
  placed: boolean,
): Channel | null => {
  const existing = state.channels.get(info.uniqueId);
  if (existing) return existing;
  if (state.buried.has(info.uniqueId)) return null;
  const { kind, extension } = classify(state, info);
  const call = kind === 'other' ? null : callOf(state, info.linkedId, at);
  const isAssistant = kind === 'trunk' && isAssistantTrunk(state, info.name);
  const channel: Channel = {
    uniqueId: info.uniqueId,
    kind,
    extension,
    call,
    aim: null,
    dialEnd: null,
    placed,
    state: info.state,
    onHold: false,
    bridgeId: null,
    place: '',
    partner: null,
    requestedCause: null,
    leftFirst: false,
    released: false,
    isAssistant,
    createdAt: at,
    changedAt: at,
  };
  state.channels.set(info.uniqueId, channel);
  call?.channels.add(channel);
  if (call && kind === 'trunk') call.mayBeHandedOver ||= isAssistant || isHandOverTrunk(state, info.name);
  return channel;
};

export const leaveBridge = (state: TrackerState, channel: Channel): void => {
  if (channel.bridgeId === null) return;
  const bridge = state.bridges.get(channel.bridgeId);
  bridge?.members.delete(channel);
  if (bridge?.members.size === 0) state.bridges.delete(channel.bridgeId);
  channel.bridgeId = null;
};

/** Takes the channel out of everything but its legs. */
export const bury = (state: TrackerState, channel: Channel, at: number): void => {
  leaveBridge(state, channel);
  if (channel.partner) channel.partner.partner = null;
  state.channels.delete(channel.uniqueId);
  state.buried.set(channel.uniqueId, at);
  channel.call?.channels.delete(channel);
};

export const isReal = (channel: Channel): boolean => channel.kind === 'extension' || channel.kind === 'trunk';

/** The customer's end of the call; an internal call has none, there everybody is a colleague. */
export const isCustomer = (channel: Channel): boolean =>
  channel.kind === 'trunk' && (channel.call?.direction === 'outbound' ? !channel.placed : channel.placed);

/** Everybody this channel can hear, through bridges and Local channels; itself not included. */
export const hears = (state: TrackerState, start: Channel): readonly Channel[] => {
  // A handful in all but large conferences, where looking through a list is cheaper than a set.
  const found = [start];
  const add = (channel: Channel): void => {
    if (!found.includes(channel)) found.push(channel);
  };
  for (let i = 0; i < found.length; i += 1) {
    const { partner = null, bridgeId = null } = found[i] ?? {};
    if (partner) add(partner);
    const bridge = bridgeId === null ? undefined : state.bridges.get(bridgeId);
    if (bridge && bridge.kind !== 'holding') bridge.members.forEach(add);
  }
  found.shift();
  return found;
};
