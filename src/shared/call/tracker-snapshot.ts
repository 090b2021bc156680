/** Never silently deaf: after a gap the PBX's own list of channels decides what runs, and the rest is over. */
import type { ListedChannel, PbxEvent } from './pbx-event';
import { assistantTalks, foundHandedOver } from './tracker-assistant';
import { addChannel, bury, isReal, leaveBridge } from './tracker-channels';
import { endUnseen } from './tracker-end';
import { endLeg, joinLeg, legOf, rang } from './tracker-legs';
import { merge, mergeConsultation } from './tracker-merge';
import { settle } from './tracker-settle';
import { beginFromExtension, beginInbound, beginOriginated, dialledOutside } from './tracker-parties';
import { touch, type Channel, type TrackerState } from './tracker-state';

type Snapshot = Extract<PbxEvent, { kind: 'snapshot' }>;

/** Channels that the PBX dialled run these; everything else called it. */
const dialledApplications = /^App(?:Dial|Queue)/;

/** Asterisk's name for what an Originate dials. */
const isOriginatedLocal = (it: ListedChannel): boolean =>
  it.application === 'AppDial2' && it.name.startsWith('Local/');

const buryMissing = (state: TrackerState, event: Snapshot, endedAt: number): void => {
  const listed = new Set(event.channels.map((it) => it.uniqueId));
  for (const channel of [...state.channels.values()]) {
    if (listed.has(channel.uniqueId) || channel.createdAt >= event.requestedAt) continue;
    const { call } = channel;
    bury(state, channel, endedAt);
    if (!call) continue;
    const leg = legOf(call, channel.extension);
    if (leg?.channels.delete(channel) && leg.channels.size === 0) {
      endLeg(state, call, leg, leg.answeredAt === null ? 'cancelled' : 'hangup', endedAt);
    }
  }
};

/**
 * The trunk and number an agent's channel dials, as in a DialBegin; null where it dials inside. A phone's own address
 * (`PJSIP/1003/sip:1003@10.0.0.5:5060`) has an @ too, so the peer decides.
 */
const outsideTarget = ({ options }: TrackerState, it: ListedChannel): string | null => {
  if (it.application !== 'Dial') return null;
  const [, tech, rest] = /^(\w+)\/([^,&]+)/.exec(it.applicationData ?? '') ?? [];
  if (tech === undefined || rest === undefined || tech === 'Local') return null;
  return options.extensionPattern.test(`${tech}/${rest.split('/')[0]}`) ? null : rest;
};

/** Who called, who was called, and what: only for channels the tracker had not seen. */
const introduce = (
  state: TrackerState,
  channel: Channel,
  { listed: it, inCompany }: { listed: ListedChannel; inCompany: boolean },
  at: number,
): void => {
  const { call } = channel;
  if (!call || !isReal(channel)) return;
  const info = { ...it, exten: it.dialledNumber ?? (call.published === null ? it.exten : null) };
  const startedAt = at - it.durationSeconds * 1000;
  if (call.published === null) call.startedAt = Math.min(call.startedAt, startedAt);
  if (channel.placed && call.published === null) {
    if (channel.kind === 'trunk') beginInbound(state, channel, { ...info, exten: it.dialledNumber });
    else beginFromExtension(state, channel, info);
    const target = channel.kind === 'extension' ? outsideTarget(state, it) : null;
    if (target !== null) dialledOutside(state, call, target);
  }
  if (it.application === 'Queue' && call.queue === null)
    call.queue = it.applicationData?.split(',')[0] ?? null;
  if (channel.kind === 'trunk' && it.application === 'VoiceMail') call.voicemail = true;
  // An agent whom nobody answers yet may be dialling a feature code: hidden until something rings, as ever.
  if (channel.kind === 'trunk' || !channel.placed || inCompany) call.visible = true;
  touch(state, call);
  // A phone that the PBX rings with nobody calling it: click-to-dial.
  const others = [...call.channels].filter((other) => other !== channel);
  const nobodyCalls =
    others.length === 0 || (call.originated && others.every(({ kind }) => kind === 'local'));
  if (!channel.placed && channel.extension !== null && it.state !== 'up' && nobodyCalls) {
    beginOriginated(state, channel, it, startedAt);
  } else if (channel.kind === 'extension') {
    joinLeg(state, call, channel, startedAt, channel.placed);
    if (it.state === 'ringing') rang(state, channel, startedAt);
  }
};

const place = (state: TrackerState, channel: Channel, it: ListedChannel): void => {
  channel.state = it.state;
  if (channel.bridgeId === it.bridgeId) return;
  leaveBridge(state, channel);
  if (it.bridgeId === null) return;
  const kind = it.application === 'ConfBridge' ? 'conference' : 'basic';
  const bridge = state.bridges.get(it.bridgeId) ?? { kind, members: new Set() };
  if (kind === 'conference') bridge.kind = kind;
  state.bridges.set(it.bridgeId, bridge);
  bridge.members.add(channel);
  channel.bridgeId = it.bridgeId;
};

/** `Local/1002@from-queue-0000000e;1` and `;2` are the two halves; within one list names are unique. */
const joinLocals = (halves: Map<string, Channel>): void => {
  for (const [name, one] of halves) {
    const two = name.endsWith(';1') ? halves.get(name.replace(/;1$/, ';2')) : undefined;
    if (!two) continue;
    one.partner = two;
    two.partner = one;
  }
};

/** Bridges with somebody to talk to, now or soon; one alone in a bridge may be picking up a call whose party comes next. */
const companyIn = (channels: readonly ListedChannel[]): ReadonlySet<string | null> => {
  const once = new Set<string>();
  const found = new Set<string | null>();
  for (const { bridgeId, application } of channels) {
    if (bridgeId === null) continue;
    if (once.has(bridgeId) || application === 'ConfBridge') found.add(bridgeId);
    once.add(bridgeId);
  }
  return found;
};

/** Whoever talks to each other is in one call, whatever Linkedids the list gives them (a call picked up a moment ago). */
const mergeBridged = (state: TrackerState, at: number): void => {
  for (const { kind, members } of state.bridges.values()) {
    if (kind !== 'basic') continue;
    const [first, ...others] = members;
    for (const other of others) if (first?.call && other.call) merge(state, first.call, other.call, at);
  }
};

export const applySnapshot = (state: TrackerState, event: Snapshot): void => {
  const { at, requestedAt } = event;
  const endedAt = event.lostAt ?? at;
  buryMissing(state, event, endedAt);
  const halves = new Map<string, Channel>();
  const introduced: Channel[] = [];
  const inCompany = companyIn(event.channels);
  const originated = new Set(event.channels.filter(isOriginatedLocal).map(({ linkedId }) => linkedId));
  // Callers first, so that a call knows its direction before its legs join; then by age.
  const order = [...event.channels].sort(
    (a, b) => rank(a) - rank(b) || b.durationSeconds - a.durationSeconds,
  );
  for (const it of order) {
    const isNew = !state.channels.has(it.uniqueId);
    const channel = addChannel(state, it, at, rank(it) === 0);
    if (!channel) continue;
    if (channel.kind === 'local') halves.set(it.name, channel);
    // Lists do not tell who is on hold, and what was not heard may have been a Hold.
    if ((isNew || event.lostAt !== null) && !channel.onHold) channel.onHold = null;
    if (isNew || channel.changedAt < requestedAt) place(state, channel, it);
    if (it.handOver) foundHandedOver(state, channel, it.handOver, at);
    if (!isNew) continue;
    if (channel.call && originated.has(it.linkedId)) channel.call.originated = true;
    introduce(state, channel, { listed: it, inCompany: inCompany.has(it.bridgeId) }, at);
    introduced.push(channel);
  }
  joinLocals(halves);
  mergeBridged(state, at);
  for (const channel of introduced)
    if (channel.placed || channel.bridgeId !== null) assistantTalks(state, channel, at);
  for (const call of [...state.calls.values()]) {
    if (call.endedAt !== null) continue;
    if (call.channels.size > 0 && [...call.channels].some(isReal)) {
      endMissingLegs(state, call, endedAt);
      settle(state, call, at);
    } else endUnseen(state, call, endedAt);
  }
  for (const channel of introduced) if (channel.call?.visible) mergeConsultation(state, channel, at);
};

/** 0: called the PBX, 1: the PBX dialled it (a moment before, Asterisk has written no application on it yet). */
const rank = (it: ListedChannel): number =>
  dialledApplications.test(it.application ?? '') || it.state === 'down' || it.state === 'ringing' ? 1 : 0;

/** Legs of a call that was stored and came back without them. */
const endMissingLegs = (state: TrackerState, call: Parameters<typeof settle>[1], at: number): void => {
  for (const leg of call.legs) {
    if (leg.state === 'ended' || leg.channels.size > 0) continue;
    endLeg(state, call, leg, leg.answeredAt === null ? 'cancelled' : 'hangup', at);
  }
};
