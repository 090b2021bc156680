/**
 * The call tracker: what a PBX tells, one event after another, turned into calls. Pure in the sense that counts: no I/O, no
 * clock, no random; the same events always give the same changes with the same versions (several relays compute alike).
 * The state is changed in place, see tracker-state.ts for why; use what `track` returns.
 */
import type { Call } from './call';
import type { CallChange } from './change';
import type { PbxEvent } from './pbx-event';
import { newCall } from './tracker-channels';
import { apply } from './tracker-events';
import { publish } from './tracker-publish';
import { touch, type TrackedCall, type TrackedLeg, type TrackerState } from './tracker-state';

export { createTrackerState, type TrackerOptions, type TrackerState } from './tracker-state';
export { callsOf, type Belonging } from './tracker-belongs';
export { UNSEEN_END } from './tracker-end';

export interface Tracked {
  state: TrackerState;
  changes: CallChange[];
}

export const track = (state: TrackerState, event: PbxEvent): Tracked => {
  apply(state, event);
  return { state, changes: publish(state, event.at) };
};

/** Calls that run now. */
export const liveCalls = (state: TrackerState): Call[] => {
  const calls: Call[] = [];
  for (const call of state.calls.values()) {
    if (call.endedAt === null && call.published) calls.push(call.published);
  }
  return calls;
};

/** Whether no call runs, and none has begun that nobody was told of yet. */
export const isQuiet = (state: TrackerState): boolean =>
  state.channels.size === 0 && liveCalls(state).length === 0;

/** A call that runs, or that ended and is not forgotten yet. */
export const findCall = (state: TrackerState, id: string): Call | null =>
  state.calls.get(id)?.published ?? null;

const release = (state: TrackerState, call: TrackedCall): void => {
  state.calls.delete(call.id);
  for (const linkedId of call.linkedIds) {
    if (state.byLinkedId.get(linkedId) === call) state.byLinkedId.delete(linkedId);
  }
};

/** Lets go of these calls, as far as they ended, at once: a person is to be forgotten, his number in any spelling too. */
export const forgetCalls = (state: TrackerState, ids: readonly string[]): TrackerState => {
  for (const id of ids) {
    const call = state.calls.get(id);
    if (!call || call.endedAt === null) continue;
    release(state, call);
    for (const [extension, held] of state.holding) if (held === call) state.holding.delete(extension);
  }
  for (const cache of Object.values(state.numbers)) cache.clear();
  return state;
};

/**
 * Lets go of calls that ended, and of channels that hung up, before the time (ms since the epoch). Until then their events
 * still find them and change nothing.
 */
export const forget = (state: TrackerState, endedBefore: number): TrackerState => {
  for (const call of state.calls.values())
    if (call.endedAt !== null && call.endedAt < endedBefore) release(state, call);
  for (const [uniqueId, at] of state.buried) if (at < endedBefore) state.buried.delete(uniqueId);
  for (const [extension, call] of state.holding) {
    if (call.endedAt !== null && call.endedAt < endedBefore) state.holding.delete(extension);
  }
  return state;
};

/**
 * Adds what others found out (the CRM's contact, the record written, the AI's summary), so that the call has one row of
 * versions whoever changes it. Ended calls take it too.
 */
export const amend = (
  state: TrackerState,
  id: string,
  extras: Partial<Pick<Call, 'contact' | 'crmRecord' | 'ai'>>,
  at: number,
): Tracked => {
  const call = state.calls.get(id);
  if (!call) return { state, changes: [] };
  call.extras = { ...call.extras, ...extras };
  touch(state, call);
  return { state, changes: publish(state, at) };
};

const ms = (time: string | null): number | null => (time === null ? null : Date.parse(time));

const adoptLeg = (leg: Call['legs'][number], startedAt: number, placed: boolean): TrackedLeg => ({
  extension: leg.extension,
  state: leg.state,
  dialledAt: ms(leg.rangAt) ?? startedAt,
  rangAt: ms(leg.rangAt),
  tookAt: ms(leg.answeredAt),
  answeredAt: ms(leg.answeredAt),
  endedAt: ms(leg.endedAt),
  endReason: leg.endReason,
  placed,
  hasCustomer: false,
  channels: new Set(),
});

/**
 * After a restart of the relay: calls that were running when it stopped, with their ids and versions. The next snapshot goes
 * on with those the PBX still knows and ends the others; feed one soon.
 */
export const adopt = (state: TrackerState, calls: readonly Call[]): TrackerState => {
  for (const stored of calls) {
    if (stored.state === 'ended' || state.calls.has(stored.id)) continue;
    const startedAt = Date.parse(stored.startedAt);
    const call = newCall(state, stored.linkedId, startedAt);
    const { contact, crmRecord, ai, direction, remote, dialled, queue, owner, version } = stored;
    Object.assign(call, { direction, remote, dialled, queue, owner, version });
    call.extras = { contact, crmRecord, ai };
    call.mayBeHandedOver = ai !== null;
    call.answeredAt = ms(stored.answeredAt);
    call.answeredBy = [...stored.answeredBy];
    call.transfers = [...stored.transfers];
    call.recording = [...stored.recording];
    call.visible = true;
    call.published = stored;
    call.legs = stored.legs.map((leg) =>
      adoptLeg(leg, startedAt, direction !== 'inbound' && leg.rangAt === null),
    );
    const talking = call.legs.filter((leg) => leg.state === 'connected' || leg.state === 'held');
    const since = Math.max(...talking.map((leg) => leg.answeredAt ?? startedAt));
    if (talking.length > 0) {
      for (const leg of talking) leg.hasCustomer = stored.answeredBy.includes(leg.extension) || leg.placed;
      call.talkSince = since;
      call.talkMs = stored.answeredBy.length > 1 ? stored.talkSeconds * 1000 : 0;
    } else call.talkMs = stored.talkSeconds * 1000;
    state.calls.set(call.id, call);
    state.byLinkedId.set(call.linkedId, call);
  }
  return state;
};
