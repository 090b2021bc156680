/**
 * Which pops are on the agent's screen, and when each leaves. Pure: the shell runs `expire` at `nextLeave`.
 *
 *   screen_pop ──► shown ── answered by me ──► shown (talking) ── ended ──► closing ──► gone
 *                    ├── answered elsewhere ──────────────────────────────► closing ──► gone
 *                    └── dismissed ──► gone
 *
 * A closing pop whose note is being typed waits: its time begins anew when the agent is done.
 */
import { isLive, type Call } from '../call/call';
import { iso } from '../clock';
import type { Pop, Settings } from '../ipc/state';
import type { ServerMessage } from '../protocol/messages';
import type { Replica } from './replica';
import { isKnown, ringOf, type Ring } from './rings';
import { howToShow } from './showing';

export interface PopBoard {
  /** Newest first: the phone that rings now is on top of the stack. */
  readonly pops: readonly Pop[];
  /** Calls that have a notification in place of a card, while they ring. */
  readonly notices: readonly Pop[];
  /** Calls that rang while the agent was not to be disturbed and that he has not talked on, oldest first. */
  readonly hushed: readonly string[];
  /** Messages that have popped already: the relay repeats a pop that it saw no ack for. */
  readonly handled: readonly string[];
  /** Rings that have popped: another relay tells of the same one in a message of its own. */
  readonly rings: readonly Ring[];
  /** Calls the agent has dismissed; only a new `screen_pop` shows them again. */
  readonly dismissed: readonly string[];
  /** The call whose note the agent types into its pop now; null: none. */
  readonly writing: string | null;
}
export const emptyBoard: PopBoard = {
  pops: [],
  notices: [],
  hushed: [],
  handled: [],
  rings: [],
  dismissed: [],
  writing: null,
};

export interface PopContext {
  /** The calls after the message. */
  calls: Replica;
  /** The calls before it: a manual pop of a call that is over stays, one whose call ends now leaves. */
  before: Replica;
  extensions: readonly string[];
  settings: Settings;
  /** He is not to be disturbed. */
  quiet: boolean;
  nowMs: number;
}

const REMEMBERED = 500;
const afterEndMs = { 'at-once': 0, 'after-10-seconds': 10_000, 'when-dismissed': null } as const;
const elsewhereMs = { 'after-2-seconds': 2_000, 'when-dismissed': null } as const;
/** What a note is left for: long enough to see that it is kept. */
const AFTER_NOTE_MS = 2_000;

const leavesAfterMs = (why: 'answered-elsewhere' | 'ended', settings: Settings): number | null =>
  why === 'ended' ? afterEndMs[settings.popAfterEnd] : elsewhereMs[settings.popAnsweredElsewhere];

const find = (calls: Replica, id: string): Call | undefined => calls.find((call) => call.id === id);

type Fate = { why: 'answered-elsewhere' | 'ended'; by: string | null } | null;

/** Why this pop has to go, seen from the agent's own phones; null: it stays. */
const fate = (pop: Pop, call: Call, extensions: readonly string[]): Fate => {
  const mine = new Set(pop.extension === null ? extensions : [...extensions, pop.extension]);
  // An earlier leg of the same phone (it had the call, gave it away, and rings again) says nothing about this ring.
  const myLegs = call.legs.filter(
    (leg, index) =>
      mine.has(leg.extension) &&
      call.legs.findLastIndex(({ extension }) => extension === leg.extension) === index,
  );
  const talked = myLegs.some((leg) => leg.answeredAt !== null);
  // Who talked before this phone rang (a transfer, a consultation) took nothing away from it.
  const rangAt = myLegs.flatMap((leg) => leg.rangAt ?? []).sort()[0] ?? '';
  const takers = call.legs.filter(
    (leg) => !mine.has(leg.extension) && leg.answeredAt !== null && leg.answeredAt >= rangAt,
  );
  const by = (takers.find(({ state }) => state !== 'ended') ?? takers.at(-1))?.extension ?? null;
  const elsewhere = myLegs.some((leg) => leg.endReason === 'answered-elsewhere') || by !== null;

  if (!isLive(call))
    return !talked && elsewhere ? { why: 'answered-elsewhere', by } : { why: 'ended', by: null };
  if (myLegs.length === 0 || myLegs.some((leg) => leg.state !== 'ended')) return null;
  return !talked && elsewhere ? { why: 'answered-elsewhere', by } : { why: 'ended', by: null };
};

const follow = (
  pop: Pop,
  writing: boolean,
  { calls, before, extensions, settings, nowMs }: PopContext,
): Pop | null => {
  const call = find(calls, pop.callId);
  if (!call) return pop.reason === 'manual' ? pop : null;
  const previous = find(before, pop.callId);
  if (pop.reason === 'manual' && (isLive(call) || !previous || !isLive(previous))) return pop;

  const end = fate(pop, call, extensions);
  if (!end) return pop.closing ? { ...pop, closing: null } : pop;
  // What is on its way out keeps its time, so that a late update does not make it stay longer.
  if (pop.closing) return pop;
  const delayMs = leavesAfterMs(end.why, settings);
  if (delayMs === 0 && !writing) return null;
  return { ...pop, closing: { ...end, at: delayMs === null ? null : iso(nowMs + delayMs) } };
};

const isTalking = (call: Call, extensions: readonly string[]): boolean =>
  call.legs.some(({ extension, answeredAt }) => answeredAt !== null && extensions.includes(extension));

const followAll = (board: PopBoard, context: PopContext): PopBoard => {
  const { calls, extensions } = context;
  const pops = board.pops
    .map((pop) => follow(pop, pop.callId === board.writing, context))
    .filter((pop) => pop !== null);
  const notices = board.notices.filter((notice) => {
    const call = find(calls, notice.callId);
    return call && !fate(notice, call, extensions) && !isTalking(call, extensions);
  });
  const hushed = board.hushed.filter((callId) => {
    const call = find(calls, callId);
    return !call || !isTalking(call, extensions);
  });
  const same = pops.length === board.pops.length && pops.every((pop, index) => pop === board.pops[index]);
  const isSame = same && notices.length === board.notices.length && hushed.length === board.hushed.length;
  return isSame ? board : { ...board, pops, notices, hushed };
};

const open = (board: PopBoard, pop: Pop): PopBoard => {
  const handled = [pop.messageId, ...board.handled].slice(0, REMEMBERED);
  const known = board.pops.find(({ callId }) => callId === pop.callId);
  // A second phone of the agent rings for the same call: one card is enough.
  if (known && !known.closing) return { ...board, handled };
  return {
    ...board,
    pops: [pop, ...board.pops.filter(({ callId }) => callId !== pop.callId)],
    handled,
    dismissed: board.dismissed.filter((callId) => callId !== pop.callId),
  };
};

const withRing = (board: PopBoard, ring: Ring): PopBoard => ({
  ...board,
  rings: [ring, ...board.rings].slice(0, REMEMBERED),
});

/** As the agent's own choice wants it. */
const show = (
  board: PopBoard,
  call: Call,
  pop: Pop,
  { extensions, settings, quiet }: PopContext,
): PopBoard => {
  const handled = { ...board, handled: [pop.messageId, ...board.handled].slice(0, REMEMBERED) };
  switch (howToShow(call, { reason: pop.reason, extensions, settings, quiet })) {
    case 'card':
      return open(board, pop);
    case 'notification':
      return { ...handled, notices: [pop, ...board.notices.filter(({ callId }) => callId !== pop.callId)] };
    case 'hushed':
      return {
        ...handled,
        hushed: [...board.hushed.filter((id) => id !== pop.callId), pop.callId].slice(-REMEMBERED),
      };
    default:
      return board;
  }
};

/** Calls that ring on the agent's phones in a snapshot but have no pop: the desktop was away when they began. */
const missed = (board: PopBoard, context: PopContext): PopBoard => {
  const { calls, extensions, nowMs } = context;
  return calls.reduce((next, call) => {
    const leg = call.legs.find(
      ({ extension, state }) => state === 'ringing' && extensions.includes(extension),
    );
    const known = board.pops.some(({ callId }) => callId === call.id) || board.dismissed.includes(call.id);
    if (!leg || known || call.direction === 'outbound' || !isLive(call)) return next;
    const pop: Pop = {
      callId: call.id,
      messageId: `snapshot:${call.id}`,
      reason: 'ringing',
      extension: leg.extension,
      shownAt: iso(nowMs),
      closing: null,
    };
    return show(next, call, pop, context);
  }, board);
};

/** Calls that rang at the agent and that he talks on now, where he wants the card only then. */
const answered = (board: PopBoard, context: PopContext): PopBoard => {
  const { calls, extensions, settings, quiet, nowMs } = context;
  if (settings.popWhen !== 'answer') return board;
  return calls.reduce((next, call) => {
    const leg = call.legs.find(
      ({ extension, rangAt, state }) =>
        extensions.includes(extension) && rangAt !== null && (state === 'connected' || state === 'held'),
    );
    const known = board.pops.some(({ callId }) => callId === call.id) || board.dismissed.includes(call.id);
    if (!leg || known || call.direction === 'outbound' || !isLive(call)) return next;
    if (howToShow(call, { reason: 'ringing', extensions, settings, quiet }) !== 'at-answer') return next;
    return open(next, {
      callId: call.id,
      messageId: `answer:${call.id}:${leg.answeredAt ?? ''}`,
      reason: 'ringing',
      extension: leg.extension,
      shownAt: iso(nowMs),
      closing: null,
    });
  }, board);
};

export const popsAfter = (board: PopBoard, message: ServerMessage, context: PopContext): PopBoard => {
  switch (message.type) {
    case 'screen_pop': {
      const { callData, id, reason, extension } = message;
      if (board.handled.includes(id)) return board;
      const ring = reason === 'ringing' ? ringOf(message) : null;
      if (ring && isKnown(board.rings, ring)) return board;
      const call = find(context.calls, callData.id) ?? callData;
      // By the time a repeated pop arrives its call may be over; a manual pop is wanted either way.
      if (reason === 'ringing' && !isLive(call)) return board;
      const pop: Pop = {
        callId: callData.id,
        messageId: id,
        reason,
        extension,
        shownAt: iso(context.nowMs),
        closing: null,
      };
      return show(ring ? withRing(board, ring) : board, call, pop, context);
    }
    case 'call_update':
    case 'calls_forgotten':
    case 'agent_update':
      return answered(followAll(board, context), context);
    case 'registered':
      return answered(missed(followAll(board, context), context), context);
    default:
      return board;
  }
};

/** Calls that somebody made pop by hand. */
export const manualOf = ({ pops }: PopBoard): Set<string> =>
  new Set(pops.filter(({ reason }) => reason === 'manual').map(({ callId }) => callId));

export const dismiss = (board: PopBoard, callId: string): PopBoard => ({
  ...board,
  pops: board.pops.filter((pop) => pop.callId !== callId),
  dismissed: [callId, ...board.dismissed.filter((id) => id !== callId)].slice(0, REMEMBERED),
});

/**
 * The agent types a note into the pop of this call (null: into none), so that pop waits. One that he has left gets its time
 * anew, because he may come back to it.
 */
export const write = (
  board: PopBoard,
  callId: string | null,
  { settings, nowMs }: Pick<PopContext, 'settings' | 'nowMs'>,
): PopBoard => {
  if (board.writing === callId) return board;
  const pops = board.pops.map((pop) => {
    const { closing } = pop;
    if (pop.callId !== board.writing || !closing?.at || closing.why === 'dismissed') return pop;
    const delayMs = Math.max(AFTER_NOTE_MS, leavesAfterMs(closing.why, settings) ?? 0);
    return { ...pop, closing: { ...closing, at: iso(nowMs + delayMs) } };
  });
  return { ...board, pops, writing: callId };
};

/** Takes away what was due to leave by now. */
export const expire = (board: PopBoard, nowMs: number): PopBoard => {
  const pops = board.pops.filter(
    ({ callId, closing }) => callId === board.writing || !closing?.at || Date.parse(closing.at) > nowMs,
  );
  return pops.length === board.pops.length ? board : { ...board, pops };
};

/** When the next pop leaves, in ms since the epoch; null: none is on its way out. */
export const nextLeaveMs = (board: PopBoard): number | null => {
  const times = board.pops.flatMap(({ callId, closing }) =>
    closing?.at && callId !== board.writing ? [Date.parse(closing.at)] : [],
  );
  return times.length === 0 ? null : Math.min(...times);
};
