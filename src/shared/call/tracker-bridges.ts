/** Bridges, holds and Local channels: who hears whom. */
import { hears, isReal, leaveBridge } from './tracker-channels';
import { known, settleAround, type Of } from './tracker-known';
import { joinLeg, legOf } from './tracker-legs';
import { settle } from './tracker-settle';
import { merge } from './tracker-merge';
import { touch, type TrackerState } from './tracker-state';
import { placeOf, redirected } from './tracker-transfers';

export const bridgeEntered = (state: TrackerState, event: Of<'bridge-entered'>): void => {
  const { at, bridgeId, bridgeKind } = event;
  const channel = known(state, event.channel, at);
  if (!channel) return;
  leaveBridge(state, channel);
  const bridge = state.bridges.get(bridgeId) ?? { kind: bridgeKind, members: new Set() };
  state.bridges.set(bridgeId, bridge);
  bridge.members.add(channel);
  channel.bridgeId = bridgeId;
  channel.leftFirst = false;
  channel.place = placeOf(event.channel);
  if (channel.state !== 'up') channel.state = event.channel.state;
  if (bridge.kind === 'basic') {
    for (const other of bridge.members) {
      if (channel.call && other.call) merge(state, channel.call, other.call, at);
    }
  }
  const { call } = channel;
  if (call && isReal(channel)) {
    call.request = null;
    if (bridge.kind === 'holding') touch(state, call);
    if (bridge.kind === 'conference' && !call.visible) {
      call.visible = true;
      touch(state, call);
    }
    if (channel.kind === 'extension') {
      const before = legOf(call, channel.extension);
      const leg = joinLeg(state, call, channel, at, channel.placed);
      // He came by himself (fetched a parked call, dialled into a conference): his phone never rang.
      if (leg && !before) leg.tookAt ??= at;
    }
  }
  settleAround(state, channel, at, hears(state, channel));
};

export const bridgeLeft = (state: TrackerState, event: Of<'bridge-left'>): void => {
  const { at } = event;
  const channel = known(state, event.channel, at);
  if (channel?.bridgeId !== event.bridgeId) return;
  const others = hears(state, channel);
  const left = new Set(state.bridges.get(event.bridgeId)?.members);
  leaveBridge(state, channel);
  channel.leftFirst = left.size > 1;
  redirected(state, channel, event.channel, left, at);
  settleAround(state, channel, at, others);
};

export const holdChanged = (state: TrackerState, event: Of<'held' | 'resumed'>): void => {
  const channel = known(state, event.channel, event.at);
  if (!channel?.call || channel.kind !== 'extension') return;
  channel.onHold = event.kind === 'held';
  settle(state, channel.call, event.at);
};

export const localJoined = (state: TrackerState, event: Of<'local-joined'>): void => {
  const one = known(state, event.one, event.at);
  const two = known(state, event.two, event.at);
  if (!one || !two) return;
  one.partner = two;
  two.partner = one;
};
