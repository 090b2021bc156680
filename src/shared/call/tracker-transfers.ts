/** Transfers: who sent whom where, told by an event, by a pickup, or only by a channel that stands elsewhere in the dialplan. */
import { iso } from '../clock';
import type { Call } from './call';
import type { ChannelInfo, PbxEvent } from './pbx-event';
import { classify, hears, isCustomer } from './tracker-channels';
import { endLeg, joinLeg, legOf } from './tracker-legs';
import { publicNumber } from './tracker-parties';
import { settle } from './tracker-settle';
import { merge } from './tracker-merge';
import { touch, type Channel, type TrackedCall, type TrackerState } from './tracker-state';

type Transfer = Call['transfers'][number];
type Of<K extends PbxEvent['kind']> = Extract<PbxEvent, { kind: K }>;

const record = (
  state: TrackerState,
  call: TrackedCall,
  kind: Transfer['kind'],
  from: string,
  to: string,
  at: number,
): void => {
  const last = call.transfers.at(-1);
  // Told twice: he who gave the call away can not do so again before he has it back.
  if (last?.kind === kind && last.from === from && last.to === to) return;
  call.transfers.push({ kind, from, to, at: iso(at) });
  call.request = null;
  touch(state, call);
};

/** The transferer is out, though its channels live on for a moment. */
const release = (
  state: TrackerState,
  call: TrackedCall,
  extension: string,
  at: number,
  ...channels: (Channel | undefined)[]
): void => {
  const leg = legOf(call, extension);
  for (const channel of [...(leg?.channels ?? []), ...channels]) {
    if (channel?.extension === extension) channel.released = true;
  }
  if (leg) endLeg(state, call, leg, 'transferred', at);
};

export const blindTransferred = (state: TrackerState, event: Of<'blind-transferred'>): void => {
  const { transferer, transferee, to, at } = event;
  const channel = state.channels.get(transferer.uniqueId);
  // Told only after the transferer hung up: the customer's channel, or the Linkedid, still leads to the call.
  const call =
    channel?.call ??
    (transferee && state.channels.get(transferee.uniqueId)?.call) ??
    state.byLinkedId.get(transferer.linkedId);
  const { extension } = channel ?? classify(state, transferer);
  if (!call || call.endedAt !== null || extension === null) return;
  record(state, call, 'blind', extension, publicNumber(state, to, 'dialled') ?? to, at);
  release(state, call, extension, at, channel);
  const last = call.legs.findLast((leg) => leg.extension === extension);
  if (last?.endReason === 'hangup') last.endReason = 'transferred';
};

/**
 * Whom the customer has now; the target is often a Local channel whose other end is the phone. There is none where the
 * phone still rings.
 */
const targetOf = (
  state: TrackerState,
  call: TrackedCall,
  target: ChannelInfo | null,
  from: string,
): string | null => {
  const channel = target && state.channels.get(target.uniqueId);
  const others = channel ? [channel, ...hears(state, channel)] : [...call.channels];
  const inside = others.find((it) => it.extension !== null && it.extension !== from);
  const outside = others.find((it) => it.aim !== null);
  const told = publicNumber(state, target?.callerNumber ?? null, 'from-trunk');
  return inside?.extension ?? outside?.aim ?? told;
};

export const attendedTransferred = (state: TrackerState, event: Of<'attended-transferred'>): void => {
  const { transferer, secondTransferer, transferee, target, at } = event;
  const channels = [transferer, secondTransferer, transferee, target].map(
    (it) => it && state.channels.get(it.uniqueId),
  );
  const [first, second] = channels;
  const extension = first?.extension ?? second?.extension ?? null;
  let call: TrackedCall | null = null;
  for (const channel of channels) {
    if (channel?.call) call = call ? merge(state, call, channel.call, at) : channel.call;
  }
  if (!call || extension === null) return;
  const to = targetOf(state, call, target, extension);
  record(state, call, 'attended', extension, to ?? 'unknown', at);
  release(state, call, extension, at, first ?? undefined, second ?? undefined);
  settle(state, call, at);
};

export const pickedUp = (state: TrackerState, event: Of<'picked-up'>): void => {
  const channel = state.channels.get(event.channel.uniqueId);
  const target = state.channels.get(event.target.uniqueId);
  if (!channel?.call || !target?.call) return;
  const call = merge(state, target.call, channel.call, event.at);
  const leg = joinLeg(state, call, channel, event.at, false);
  if (leg) leg.tookAt = event.at;
};

/**
 * The manager action Redirect (and many a CRM's "transfer" button) sends no transfer event: the customer leaves the bridge
 * before his agent does and stands at another place of the dialplan.
 */
export const redirected = (
  state: TrackerState,
  channel: Channel,
  info: ChannelInfo,
  left: ReadonlySet<Channel>,
  at: number,
): void => {
  const { call } = channel;
  const exten = info.exten;
  if (!call || !isCustomer(channel) || exten === null || !/^[0-9*#+]{2,}$/.test(exten)) return;
  if (channel.place === placeOf(info) || channel.requestedCause !== null) return;
  for (const other of left) {
    const leg = other.call === call ? legOf(call, other.extension) : null;
    if (!leg?.hasCustomer || other.requestedCause !== null) continue;
    record(state, call, 'blind', leg.extension, publicNumber(state, exten, 'dialled') ?? exten, at);
    release(state, call, leg.extension, at, other);
    return;
  }
};

export const placeOf = (info: ChannelInfo): string => `${info.exten ?? ''}@${info.context ?? ''}`;
