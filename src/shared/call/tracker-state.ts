/**
 * What the tracker remembers. The state is one object that `track` changes in place: copying the maps of ten thousand
 * channels for each of 25,000 events a second would be all the relay does. It stays a pure core all the same: no I/O, no
 * clock, no random; the same events give the same changes. Nobody outside `shared/call/tracker*` looks inside.
 */
import { iso } from '../clock';
import type { CountryCode } from '../phone/parse';
import { readNumber, type NumberReading, type NumberRules, type NumberUse } from '../phone/read';
import type { Call, Direction, LegEndReason, Outcome } from './call';
import type { BridgeKind, ChannelState, DialStatus } from './pbx-event';

export interface TrackerOptions {
  pbxId: string;
  /** How numbers without a country code are read. */
  defaultCountry: CountryCode;
  /** What agents dial for an outside line; the country is the one above. */
  linePrefix?: NumberRules['linePrefix'];
  /** How a provider's spelling of numbers is put right. */
  rewrite?: NumberRules['rewrite'];
  /** Tested against `tech/peer`, e.g. `PJSIP/1001`; its first group is the extension. Everything else real is a trunk. */
  extensionPattern?: RegExp;
  /** A channel that begins in such a context comes from outside, whatever its peer is called. */
  trunkContexts?: RegExp;
  /** A caller whom the PBX itself answers in such a context talks to a voicemail. */
  voicemailContexts?: RegExp;
  /** Trunks at whose other end an AI agent is, by the name of their peer. */
  assistantTrunks?: readonly string[];
  /** Other trunks whose callers may come with the word of an AI agent. */
  handOverTrunks?: readonly string[];
}

export interface Channel {
  uniqueId: string;
  kind: 'extension' | 'trunk' | 'local' | 'other';
  extension: string | null;
  call: TrackedCall | null;
  /** The number outside that it was dialled for. */
  aim: string | null;
  /** Of a Local channel's dialling half: how the dial that made it ended. */
  dialEnd: DialStatus | null;
  /** It called the PBX (state `ring` at birth); false for a channel the PBX dialled. */
  placed: boolean;
  state: ChannelState;
  /** Null after a gap in the stream: nobody knows. */
  onHold: boolean | null;
  bridgeId: string | null;
  /** Where it stood in the dialplan when it entered its bridge: somewhere else afterwards = it was redirected. */
  place: string;
  /** The other half of a Local channel. */
  partner: Channel | null;
  /** Cause its own end gave when it asked to hang up; null = it did not ask. */
  requestedCause: number | null;
  /** Others stayed behind in the bridge that it left last. */
  leftFirst: boolean;
  /** It was transferred out of the call and only waits for its hangup. */
  released: boolean;
  /** An AI agent is at its end. */
  isAssistant: boolean;
  createdAt: number;
  changedAt: number;
}

export interface TrackedLeg {
  extension: string;
  state: Call['state'];
  dialledAt: number;
  rangAt: number | null;
  /** When its phone was picked up, which is before anybody is connected. */
  tookAt: number | null;
  answeredAt: number | null;
  endedAt: number | null;
  endReason: LegEndReason | null;
  /** This extension made the call. */
  placed: boolean;
  /** It has the customer: talks, holds, or consults somebody meanwhile. */
  hasCustomer: boolean;
  channels: Set<Channel>;
}

export interface TrackedCall {
  id: string;
  linkedId: string;
  /** Its own and those of the calls merged into it. */
  linkedIds: string[];
  direction: Direction;
  remote: Call['remote'];
  /** The customer as the provider named him. */
  cameAs: Call['remote'] | null;
  dialled: string | null;
  queue: string | null;
  startedAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  talkMs: number;
  talkSince: number | null;
  outcome: Outcome | null;
  endedBy: Call['endedBy'];
  cause: Call['cause'];
  legs: TrackedLeg[];
  answeredBy: string[];
  owner: string | null;
  transfers: Call['transfers'];
  recording: Call['recording'];
  extras: Pick<Call, 'contact' | 'crmRecord' | 'ai'>;
  version: number;
  /** The call as last told; null while nobody knows of it (a channel that only dials a feature code is no call). */
  published: Call | null;
  visible: boolean;
  dirty: boolean;
  channels: Set<Channel>;
  /** Begun by the PBX through a Local channel: click-to-dial, call files. */
  originated: boolean;
  /** Who asked to hang up since the parties last changed. */
  request: 'remote' | 'agent' | 'pbx' | null;
  /** How the last attempt to reach the outside ended. */
  far: Outcome | null;
  /** Somebody outside, reached by a forward, talked to the customer. */
  talkedOutside: boolean;
  voicemail: boolean;
  lastDialEndAt: number | null;
  /** It had a channel of a trunk from which hand-overs are believed. */
  mayBeHandedOver: boolean;
}

export interface Bridge {
  kind: BridgeKind;
  members: Set<Channel>;
}

export interface TrackerState {
  readonly options: Required<TrackerOptions>;
  readonly channels: Map<string, Channel>;
  /** Uniqueids that hung up, and when: Asterisk still sends events about them, and lists may name them. */
  readonly buried: Map<string, number>;
  readonly bridges: Map<string, Bridge>;
  readonly calls: Map<string, TrackedCall>;
  /** Linkedid -> call; several Linkedids lead to one call once they are merged. */
  readonly byLinkedId: Map<string, TrackedCall>;
  /** Extension -> the outside call it holds: what it dials meanwhile is a consultation. A hint, checked on use. */
  readonly holding: Map<string, TrackedCall>;
  dirty: TrackedCall[];
  /** Parsing a number costs more than the rest of a call's events together, and DIDs come again and again. */
  readonly numbers: Record<NumberUse, Map<string, NumberReading>>;
  /** Times as text; a call writes the same ones with every change. */
  readonly times: Map<number, string>;
}

export const createTrackerState = (options: TrackerOptions): TrackerState => ({
  options: {
    extensionPattern: /^(?:PJSIP|SIP|IAX2|SCCP|DAHDI)\/(\d{2,6})$/,
    trunkContexts: /^(?:from-(?:pstn|trunk|did|digital|analog|dahdi|sip-external)|ext-did)/,
    voicemailContexts: /(?:^|-)vm(?:-|$)|voicemail/,
    assistantTrunks: ['elevenlabs'],
    handOverTrunks: [],
    linePrefix: '',
    rewrite: [],
    ...options,
  },
  channels: new Map(),
  buried: new Map(),
  bridges: new Map(),
  calls: new Map(),
  byLinkedId: new Map(),
  holding: new Map(),
  dirty: [],
  numbers: { 'from-trunk': new Map(), 'to-trunk': new Map(), dialled: new Map() },
  times: new Map(),
});

/** Something visible changed; `track` publishes it once the event is digested. */
export const touch = (state: TrackerState, call: TrackedCall): void => {
  if (call.dirty) return;
  call.dirty = true;
  state.dirty.push(call);
};

const remembered = <K, V>(cache: Map<K, V>, key: K, make: (key: K) => V): V => {
  const hit = cache.get(key);
  if (hit !== undefined) return hit;
  if (cache.size >= 2_000) cache.clear();
  const value = make(key);
  cache.set(key, value);
  return value;
};

export const numberOf = (state: TrackerState, raw: string | null, use: NumberUse): NumberReading =>
  remembered(state.numbers[use], raw ?? '', (key) => {
    const { defaultCountry: country, linePrefix, rewrite } = state.options;
    return readNumber(key, use, { country, linePrefix, rewrite });
  });

export const timeOf = (state: TrackerState, ms: number): string => remembered(state.times, ms, iso);
