/**
 * Which call of the PBX a conversation was. Pure: clues and the calls that could be it in, one call or none out. An id that
 * the dialplan sent along is believed where the times agree; without one, number and time must leave exactly one call.
 */
import type { Call } from '../../shared/call/call';
import type { FoundBy } from '../store/conversation-port';
import type { Clues } from './clues';

export interface Match {
  call: Call;
  matchedBy: FoundBy;
}

/** ElevenLabs and the PBX each have a clock, and ringing takes its time. */
const startSlackMs = 15_000;
/** An id that came from outside must not be hung on a call of another day. */
const idSlackMs = 10 * 60_000;
/** A customer handed over to us begins a call of his own when the AI agent's ends. */
const handOverMs = 60_000;

interface Span {
  from: number;
  /** Infinity while it runs. */
  to: number;
}
const spanOf = (call: Call): Span => ({
  from: Date.parse(call.startedAt),
  to: call.endedAt === null ? Infinity : Date.parse(call.endedAt),
});

const agrees = (call: Call, { startedMs, pbxId }: Clues): boolean => {
  const { from, to } = spanOf(call);
  if (pbxId !== null && call.pbxId !== pbxId) return false;
  return startedMs === null || (startedMs >= from - idSlackMs && startedMs <= to + idSlackMs);
};

const only = <T>(items: readonly T[]): T | null => (items.length === 1 ? (items[0] ?? null) : null);

const byId = (clues: Clues, calls: readonly Call[]): Match | null => {
  for (const { value, how } of clues.ids) {
    const named = calls.filter(
      (call) => (call.id === value || call.linkedId === value) && agrees(call, clues),
    );
    // Two PBXs may count alike; then the number tells them apart, or nothing does.
    const call = only(named) ?? only(named.filter((one) => isNumber(one, clues)));
    if (call) return { call, matchedBy: how };
  }
  return null;
};

const digits = (number: string): string => number.replace(/\D/g, '');
const isNumber = ({ remote }: Call, { number }: Clues): boolean =>
  number !== null && remote.number !== null && digits(remote.number) === digits(number);

/** 0 they began together, 1 the conversation began within the call, 2 the call followed the conversation; null: none of these. */
const closeness = (call: Call, startedMs: number, durationSeconds: number): 0 | 1 | 2 | null => {
  const { from, to } = spanOf(call);
  const end = startedMs + durationSeconds * 1_000;
  if (Math.abs(from - startedMs) <= startSlackMs) return 0;
  if (startedMs >= from && startedMs <= to) return 1;
  return from >= end - startSlackMs && from <= end + handOverMs ? 2 : null;
};

const byNumber = (clues: Clues, calls: readonly Call[]): Match | null => {
  const { startedMs, agentNumber } = clues;
  if (startedMs === null) return null;
  const near = calls
    .filter((call) => call.direction !== 'internal' && isNumber(call, clues))
    .filter((call) => clues.pbxId === null || call.pbxId === clues.pbxId)
    .map((call) => ({ call, rank: closeness(call, startedMs, clues.durationSeconds) }));
  for (const rank of [0, 1, 2]) {
    const found = near.filter((one) => one.rank === rank).map(({ call }) => call);
    if (found.length === 0) continue;
    const dialled = found.filter(
      (call) => agentNumber !== null && call.dialled !== null && digits(call.dialled) === digits(agentNumber),
    );
    // Two calls of a company's one number at the same time: to guess would tell one customer's words to another's agent.
    const call = only(found) ?? only(dialled);
    return call ? { call, matchedBy: 'probable' } : null;
  }
  return null;
};

/**
 * @param clues its number written as the calls have it (E.164)
 * @param calls every call that could be it, each once; those that can not are passed over
 */
export const matchCall = (clues: Clues, calls: readonly Call[]): Match | null =>
  byId(clues, calls) ?? byNumber(clues, calls);

/** How far back and forth to look for calls of the number, in ms since the epoch. */
export const searchSpan = ({ startedMs, durationSeconds }: Clues): { from: number; to: number } | null =>
  startedMs === null
    ? null
    : { from: startedMs - 12 * 60 * 60_000, to: startedMs + durationSeconds * 1_000 + handOverMs };
