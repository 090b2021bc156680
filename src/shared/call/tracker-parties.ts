/** Who called whom: direction, the other party, and what was dialled. */
import { isAnonymous } from '../phone/parse';
import type { NumberUse } from '../phone/read';
import type { ChannelInfo } from './pbx-event';
import { isCustomer } from './tracker-channels';
import { joinLeg } from './tracker-legs';
import { numberOf, touch, type Channel, type TrackedCall, type TrackerState } from './tracker-state';

type Remote = TrackedCall['remote'];

const remoteOf = (state: TrackerState, raw: string | null, name: string | null, use: NumberUse): Remote => {
  const { kind, number, display } = numberOf(state, raw, use);
  return {
    number,
    display,
    // FreePBX writes the number where there is no name.
    name: name === null || name === raw || isAnonymous(name) ? null : name,
    anonymous: kind === 'anonymous',
  };
};

const sameRemote = (a: Remote, b: Remote): boolean => a.number === b.number && a.name === b.name;

/** E.164 where it parses, else as dialled. */
export const publicNumber = (state: TrackerState, raw: string | null, use: NumberUse): string | null =>
  raw === null || raw === 's' ? null : (numberOf(state, raw, use).number ?? raw);

const isInside = (state: TrackerState, number: string): boolean => {
  const { kind } = numberOf(state, number, 'dialled');
  return kind === 'internal' || kind === 'service';
};

/**
 * The customer's name or number became known or better: FreePBX looks names up and prefixes them per queue. Once somebody
 * has talked to him nothing better comes: what the dialplan writes then is the company's own number, for the trunk that a
 * transfer sends him out by.
 */
export const updateCaller = (state: TrackerState, channel: Channel, info: ChannelInfo): void => {
  const { call } = channel;
  if (!call || call.direction !== 'inbound' || call.answeredAt !== null || !isCustomer(channel)) return;
  const remote = remoteOf(state, info.callerNumber, info.callerName, 'from-trunk');
  if (sameRemote(call.remote, remote)) return;
  call.remote = remote;
  touch(state, call);
};

/** A call from outside: people may know of it at once. */
export const beginInbound = (state: TrackerState, channel: Channel, info: ChannelInfo): void => {
  const { call } = channel;
  if (!call) return;
  call.direction = 'inbound';
  call.remote = remoteOf(state, info.callerNumber, info.callerName, 'from-trunk');
  call.cameAs = call.remote;
  call.dialled = publicNumber(state, info.exten, 'from-trunk');
  call.visible = true;
  touch(state, call);
};

/** An agent wants `number`; whether that is outside is sure only once a trunk is dialled. */
const aim = (state: TrackerState, call: TrackedCall, number: string): void => {
  call.dialled = publicNumber(state, number, 'dialled');
  if (isInside(state, number)) call.direction = 'internal';
  else {
    call.direction = 'outbound';
    call.remote = remoteOf(state, number, null, 'dialled');
  }
};

const colleague = (extension: string, name: string | null): Remote => ({
  number: extension,
  display: extension,
  name,
  anonymous: false,
});

/** An agent picked up the phone and dialled: hidden until something rings, for it may be a feature code. */
export const beginFromExtension = (state: TrackerState, channel: Channel, info: ChannelInfo): void => {
  const { call, extension } = channel;
  if (!call || extension === null) return;
  call.remote = colleague(extension, info.callerName);
  call.owner = extension;
  if (info.exten !== null && info.exten !== 's') aim(state, call, info.exten);
};

/** Click-to-dial: the PBX rings the agent's own phone first. The number is what the phone is told it will be connected to. */
export const beginOriginated = (
  state: TrackerState,
  channel: Channel,
  info: ChannelInfo,
  at: number,
): void => {
  const { call, extension } = channel;
  if (!call || extension === null) return;
  call.remote = colleague(extension, null);
  call.direction = 'outbound';
  call.owner = extension;
  const number = [info.connectedNumber, info.callerNumber].find((it) => it !== null && it !== extension);
  if (number) aim(state, call, number);
  joinLeg(state, call, channel, at, true);
  call.visible = true;
  touch(state, call);
};

/** `0301234567@trunk-main` (PJSIP), `trunk-main/0301234567` (SIP, IAX2, DAHDI). */
const numberIn = (dialString: string | null): string | null => {
  for (const part of (dialString ?? '').split(/[@/]/)) if (/^\+?[0-9*#]{2,}$/.test(part)) return part;
  return null;
};

/** A colleague was called, who sent the caller on to a customer: what colleagues said before is no talk with the customer. */
const forgetInternalTalk = (call: TrackedCall): void => {
  for (const leg of call.legs) leg.hasCustomer = false;
  Object.assign(call, { answeredAt: null, answeredBy: [], talkMs: 0, talkSince: null });
  call.owner = call.legs.find((leg) => leg.placed)?.extension ?? call.owner;
};

/**
 * A trunk is dialled: unless the call came from outside, it goes outside.
 * @returns the number that is called
 */
export const dialledOutside = (
  state: TrackerState,
  call: TrackedCall,
  dialString: string | null,
): string | null => {
  const sent = numberIn(dialString);
  const number = sent ?? call.dialled;
  // What the PBX sends has lost its line prefix; what the agent dialled may have it still.
  const use = sent === null ? 'dialled' : 'to-trunk';
  const aim = publicNumber(state, number, use);
  touch(state, call);
  if (call.direction === 'inbound') {
    // Sent on before anybody talked: for this trunk the dialplan has put the company's number in place of the customer's.
    const { cameAs } = call;
    if (cameAs && call.answeredAt === null && cameAs.number !== call.remote.number) call.remote = cameAs;
    return sent === null ? null : aim;
  }
  if (call.direction === 'internal') forgetInternalTalk(call);
  call.direction = 'outbound';
  const remote = remoteOf(state, number, null, use);
  if (!sameRemote(call.remote, remote)) call.remote = remote;
  call.dialled ??= aim;
  return aim;
};

/** The exten that click-to-dial sends the agent to once his phone is picked up. */
export const originated = (state: TrackerState, channel: Channel, exten: string): void => {
  const { call } = channel;
  if (!call || call.direction === 'inbound' || call.dialled !== null) return;
  aim(state, call, exten);
  touch(state, call);
};
