/** From the tracker's own record to the `Call` that everybody else sees. */
import { isSameLeg, type Call, type Leg } from './call';
import type { CallChange } from './change';
import { timeOf, type TrackedCall, type TrackedLeg, type TrackerState } from './tracker-state';

const time = (state: TrackerState, ms: number | null): string | null =>
  ms === null ? null : timeOf(state, ms);

/** The object told before where nothing has changed: of 200 phones one changes at a time, and each change is kept a while. */
const leg = (state: TrackerState, it: TrackedLeg, before: Leg | undefined): Leg => {
  const now: Leg = {
    extension: it.extension,
    state: it.state,
    rangAt: time(state, it.rangAt),
    answeredAt: time(state, it.answeredAt),
    endedAt: time(state, it.endedAt),
    endReason: it.endReason,
  };
  return before && isSameLeg(before, now) ? before : now;
};

const callState = (state: TrackerState, call: TrackedCall): Call['state'] => {
  if (call.endedAt !== null) return 'ended';
  let held = false;
  for (const it of call.legs) {
    if (!it.hasCustomer) continue;
    if (it.state === 'connected') return 'connected';
    held = true;
  }
  if (held) return 'held';
  for (const channel of call.channels) {
    if (channel.bridgeId === null || channel.kind !== 'trunk') continue;
    const bridge = state.bridges.get(channel.bridgeId);
    if (bridge?.kind === 'holding') return 'held';
    if (call.talkedOutside && bridge && bridge.members.size > 1) return 'connected';
  }
  // Between two parties nobody rings: the call stays what it was until the next phone does.
  const before = call.published?.state;
  const rings = call.legs.some((it) => it.state === 'ringing');
  return before && before !== 'ended' && call.answeredAt !== null && !rings ? before : 'ringing';
};

/** Stops or starts the talking clock, so that it runs exactly while somebody has the customer. */
export const clockTalk = (call: TrackedCall, at: number): void => {
  const talking = call.endedAt === null && call.legs.some((it) => it.hasCustomer);
  if (talking && call.talkSince === null) call.talkSince = at;
  if (!talking && call.talkSince !== null) {
    call.talkMs += Math.max(0, at - call.talkSince);
    call.talkSince = null;
  }
};

const toCall = (state: TrackerState, it: TrackedCall, at: number): Call => ({
  id: it.id,
  pbxId: state.options.pbxId,
  linkedId: it.linkedId,
  direction: it.direction,
  state: callState(state, it),
  remote: it.remote,
  dialled: it.dialled,
  queue: it.queue,
  startedAt: timeOf(state, it.startedAt),
  answeredAt: time(state, it.answeredAt),
  endedAt: time(state, it.endedAt),
  talkSeconds: Math.round((it.talkMs + (it.talkSince === null ? 0 : Math.max(0, at - it.talkSince))) / 1000),
  outcome: it.outcome,
  endedBy: it.endedBy,
  cause: it.cause,
  legs: it.legs.map((each, n) => leg(state, each, it.published?.legs[n])),
  answeredBy: [...it.answeredBy],
  owner: it.owner,
  transfers: [...it.transfers],
  recording: [...it.recording],
  ...it.extras,
  version: it.version,
});

/** What the event changed, oldest call first; hidden calls stay hidden. */
export const publish = (state: TrackerState, at: number): CallChange[] => {
  if (state.dirty.length === 0) return [];
  const changes: CallChange[] = [];
  for (const call of state.dirty) {
    call.dirty = false;
    clockTalk(call, call.endedAt ?? at);
    if (!call.visible) continue;
    call.version += 1;
    const previous = call.published;
    call.published = toCall(state, call, at);
    changes.push({ call: call.published, previous });
  }
  state.dirty = [];
  return changes;
};
