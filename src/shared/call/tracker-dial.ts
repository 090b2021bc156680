/** Dialling: phones that ring, and how each attempt ended. */
import type { DialStatus } from './pbx-event';
import { isReal } from './tracker-channels';
import { known, type Of } from './tracker-known';
import { dialEndReason, endLeg, joinLeg, legOf, rang, took } from './tracker-legs';
import { mergeConsultation } from './tracker-merge';
import { beginOriginated, dialledOutside } from './tracker-parties';
import type { Channel, TrackedCall, TrackerState } from './tracker-state';

/** The agent's own phone is the first that the PBX rings by itself, directly or behind a Local channel. */
const isClickToDial = (from: unknown, to: Channel, call: TrackedCall): boolean => {
  if (to.extension === null || call.visible || (from !== null && !call.originated)) return false;
  return [...call.channels].every((it) => it === to || it.kind === 'local');
};

export const dialBegan = (state: TrackerState, event: Of<'dial-began'>): void => {
  const { at } = event;
  known(state, event.from, at);
  const to = known(state, event.to, at);
  if (!to?.call || to.released) return;
  if (event.from === null && to.kind === 'local') to.call.originated = true;
  if (isClickToDial(event.from, to, to.call)) {
    beginOriginated(state, to, event.to, at);
    return;
  }
  const caller = [...to.call.channels].find((it) => it.kind === 'extension' && it.placed);
  if (caller) {
    if (to.extension !== null) mergeConsultation(state, caller, at);
    joinLeg(state, to.call, caller, at, caller.placed);
  }
  if (!isReal(to)) return;
  const { call } = to;
  call.visible = true;
  call.request = null;
  if (to.kind === 'trunk') {
    call.far = null;
    to.aim = dialledOutside(state, call, event.dialString);
    return;
  }
  joinLeg(state, call, to, at, false);
  if (to.state === 'ringing') rang(state, to, at);
};

const farOutcomes: Record<DialStatus, TrackedCall['far']> = {
  answer: 'answered',
  busy: 'busy',
  'no-answer': 'no-answer',
  cancel: 'cancelled',
  congestion: 'failed',
  unavailable: 'failed',
  forwarded: 'failed',
  other: 'failed',
};

/** The network's own cause tells a number that does not exist (1) from one that nobody answered. */
const farOutcome = (channel: Channel, status: DialStatus): TrackedCall['far'] => {
  const cause = channel.requestedCause;
  if (status !== 'no-answer' || cause === null || cause === 18 || cause === 19) return farOutcomes[status];
  if (cause === 21) return 'declined';
  return cause === 17 ? 'busy' : 'failed';
};

export const dialEnded = (state: TrackerState, event: Of<'dial-ended'>): void => {
  const { at } = event;
  const from = known(state, event.from, at);
  const to = known(state, event.to, at);
  const call = to?.call;
  if (!to || !call) return;
  call.lastDialEndAt = at;
  if (to.kind === 'local' && to.partner) to.partner.dialEnd ??= event.status;
  // A Local channel whose time was up cancels the phone behind it: to the phone, that is no answer.
  const status = event.status === 'cancel' && from?.dialEnd === 'no-answer' ? 'no-answer' : event.status;
  if (to.kind === 'trunk') {
    if (!to.placed) call.far = farOutcome(to, status);
    return;
  }
  const leg = legOf(call, to.extension);
  if (!leg?.channels.has(to)) return;
  if (status === 'answer') {
    took(to, at);
    return;
  }
  if (leg.answeredAt !== null) return;
  const reason = dialEndReason(call, leg, to, status);
  leg.channels.delete(to);
  if (leg.channels.size === 0) endLeg(state, call, leg, reason, at);
};
