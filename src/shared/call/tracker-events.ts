/** Every kind of event to the function that understands it. */
import { iso } from '../clock';
import type { PbxEvent } from './pbx-event';
import { assistantTalks, handedOver } from './tracker-assistant';
import { bridgeEntered, bridgeLeft, holdChanged, localJoined } from './tracker-bridges';
import { addChannel, isCustomer } from './tracker-channels';
import { dialBegan, dialEnded } from './tracker-dial';
import { hangupRequested, hungUp, shutdownRequested } from './tracker-hangup';
import { known, type Of } from './tracker-known';
import { rang, took } from './tracker-legs';
import { beginFromExtension, beginInbound, originated, updateCaller } from './tracker-parties';
import { applySnapshot } from './tracker-snapshot';
import { touch, type TrackerState } from './tracker-state';
import { attendedTransferred, blindTransferred, pickedUp } from './tracker-transfers';

const created = (state: TrackerState, { channel: info, at }: Of<'channel-created'>): void => {
  const isNew = !state.channels.has(info.uniqueId);
  const channel = addChannel(state, info, at, info.state === 'ring');
  if (!isNew || !channel?.placed) return;
  if (channel.kind === 'trunk') beginInbound(state, channel, info);
  else beginFromExtension(state, channel, info);
  assistantTalks(state, channel, at);
};

const stateChanged = (state: TrackerState, { channel: info, at }: Of<'channel-state-changed'>): void => {
  const channel = known(state, info, at);
  if (!channel) return;
  channel.state = info.state;
  if (info.state === 'ringing') rang(state, channel, at);
  const { call } = channel;
  if (info.state !== 'up' || !call) return;
  if (!channel.placed) took(channel, at);
  if (!isCustomer(channel) || call.answeredAt !== null) return;
  const ringing = call.legs.some((leg) => leg.state !== 'ended');
  if (!ringing && state.options.voicemailContexts.test(info.context ?? '')) call.voicemail = true;
};

/** Asterisk's event does not name the file; it is left empty until the PBX has been asked. */
const recordingStarted = (state: TrackerState, event: Of<'recording-started'>): void => {
  const call = known(state, event.channel, event.at)?.call;
  if (!call) return;
  call.recording.push({ file: '', startedAt: iso(event.at) });
  touch(state, call);
};

const recordingNamed = (state: TrackerState, { uniqueId, file }: Of<'recording-named'>): void => {
  const call = state.channels.get(uniqueId)?.call;
  const nameless = call?.recording.findIndex((it) => it.file === '') ?? -1;
  const recording = call?.recording[nameless];
  if (!call || !recording) return;
  // What was told before stays as it was told.
  call.recording[nameless] = { ...recording, file };
  touch(state, call);
};

export const apply = (state: TrackerState, event: PbxEvent): void => {
  switch (event.kind) {
    case 'channel-created':
      created(state, event);
      break;
    case 'channel-state-changed':
      stateChanged(state, event);
      break;
    case 'caller-id-changed': {
      const channel = known(state, event.channel, event.at);
      if (channel) updateCaller(state, channel, event.channel);
      break;
    }
    case 'dial-began':
      dialBegan(state, event);
      break;
    case 'dial-progressed': {
      const channel = known(state, event.to, event.at);
      if (channel) rang(state, channel, event.at);
      break;
    }
    case 'dial-ended':
      dialEnded(state, event);
      break;
    case 'bridge-entered':
      bridgeEntered(state, event);
      assistantTalks(state, state.channels.get(event.channel.uniqueId), event.at);
      break;
    case 'bridge-left':
      bridgeLeft(state, event);
      break;
    case 'hangup-requested':
      hangupRequested(state, event);
      break;
    case 'shutdown-requested':
      shutdownRequested(state, event);
      break;
    case 'hung-up':
      hungUp(state, event);
      break;
    case 'held':
    case 'resumed':
      holdChanged(state, event);
      break;
    case 'local-joined':
      localJoined(state, event);
      break;
    case 'queue-joined': {
      const call = known(state, event.channel, event.at)?.call;
      if (!call || call.queue === event.queue) break;
      call.queue = event.queue;
      touch(state, call);
      break;
    }
    case 'blind-transferred':
      blindTransferred(state, event);
      break;
    case 'attended-transferred':
      attendedTransferred(state, event);
      break;
    case 'picked-up':
      pickedUp(state, event);
      break;
    case 'recording-started':
      recordingStarted(state, event);
      break;
    case 'recording-named':
      recordingNamed(state, event);
      break;
    case 'handed-over':
      handedOver(state, known(state, event.channel, event.at)?.call, event.told, event.at);
      break;
    case 'originated': {
      const channel = state.channels.get(event.uniqueId);
      if (channel) originated(state, channel, event.exten);
      break;
    }
    case 'snapshot':
      applySnapshot(state, event);
      break;
  }
};
