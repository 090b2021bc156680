/** A recording's truth in the words of `Call`, and what the relay's own desks would show of it. */
import { expect } from 'vitest';
import { planDelivery } from '../../src/relay/agents/delivery';
import { callSchema, type Call } from '../../src/shared/call/call';
import type { CallChange } from '../../src/shared/call/change';
import { applyMessage, type Replica } from '../../src/shared/companion/replica';
import { emptyBoard, popsAfter } from '../../src/shared/companion/pops';
import { settingsSchema } from '../../src/shared/ipc/state';
import { parseNumber } from '../../src/shared/phone/parse';
import type { ServerMessage } from '../../src/shared/protocol/messages';

const e164 = (raw: string) => parseNumber(raw, 'DE').e164 ?? raw;
/** Sorted: the truth does not tell the order, and phones rung at once have none. */
const rang = (call: Call) =>
  call.legs
    .filter((leg) => leg.rangAt !== null)
    .map((leg) => leg.extension)
    .sort();

/** What of a call the phones know as well. */
export const brief = (call: Call) => ({
  direction: call.direction,
  remote: call.remote.number,
  name: call.remote.name,
  dialled: call.dialled,
  queue: call.queue,
  rang: rang(call),
  answeredBy: call.answeredBy,
  owner: call.owner,
  transfers: call.transfers.map(({ kind, from, to }) => `${kind} ${from} -> ${to}`),
  talk: call.talkSeconds,
  outcome: call.outcome,
  endedBy: call.endedBy,
  legs: call.legs.map((leg) => `${leg.extension} ${leg.endReason}`),
});

export interface Expected {
  direction: Call['direction'];
  remote?: string | null;
  name?: string | null;
  dialled?: string;
  queue?: string | null;
  rang?: string[];
  answeredBy?: string[];
  owner?: string;
  transfers?: string[];
  talk?: number;
  outcome?: string;
  endedBy?: Call['endedBy'];
  cause?: number;
  legs?: string[];
}
type TruthCall = Record<string, unknown>;
const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : undefined);
const words = (value: unknown) => (text(value) ?? '').split(' ').filter(Boolean);

const enders: Record<string, Call['endedBy']> = {
  caller: 'remote',
  'caller on hold': 'remote',
  agent: 'agent',
  '1002': 'agent',
  pbx: 'pbx',
};

const transfersOf = (truth: TruthCall): string[] | undefined => {
  // A number outside is written as it was dialled.
  const told = list(truth.transfers)?.map((it) => it.replace(/\b0\d+$/, e164));
  const one = text(truth.transfer)
    ?.replace('BlindTransfer', 'blind')
    .replace(/^Redirect to (.*)$/, 'blind 1001 -> $1');
  return told ?? (one ? [one] : truth.owner === undefined ? [] : undefined);
};

/** The truth file in our words: its caller is our remote where the customer calls, its dialled where an agent does. */
export const expected = (truth: TruthCall): Expected => {
  const direction = text(truth.direction) as Call['direction'];
  const caller = text(truth.caller) ?? '';
  const answered = words(truth.answeredBy);
  const it: Expected = { direction };
  if (direction === 'inbound') it.remote = caller === 'anonymous' ? null : e164(caller);
  if (direction === 'outbound') it.remote = e164(text(truth.remote) ?? text(truth.dialled) ?? '');
  if (direction === 'internal') it.remote = caller;
  if (truth.callerName !== undefined) it.name = text(truth.callerName) || null;
  if (truth.dialled !== undefined) it.dialled = e164(text(truth.dialled) ?? '');
  if (direction === 'inbound') it.queue = text(truth.queue) ?? null;
  it.rang = list(truth.rang);
  it.answeredBy = direction === 'outbound' ? answered.map(() => caller) : answered;
  // Of a call outside, `answeredBy` is who was called, and `agents` who talked to him.
  if (truth.agents !== undefined) it.answeredBy = words(truth.agents);
  if (truth.answeredBy === undefined && truth.agents === undefined) it.answeredBy = undefined;
  it.owner = text(truth.owner);
  if (typeof truth.talk === 'number') it.talk = truth.talk;
  it.outcome = text(truth.outcome)?.replace('no answer', 'no-answer');
  const ender = text(truth.endedBy);
  if (ender !== undefined) it.endedBy = enders[ender];
  if (typeof truth.cause === 'number') it.cause = truth.cause;
  it.transfers = transfersOf(truth);
  it.legs = list(truth.legs);
  return it;
};

/** Only what the truth says is compared. */
export const check = (call: Call, { talk, cause, ...rest }: Expected): void => {
  const is = { ...brief(call), legs: brief(call).legs.sort() };
  const wanted = Object.entries<unknown>(rest).filter(([, value]) => value !== undefined);
  expect(Object.fromEntries(wanted.map(([key]) => [key, is[key as keyof typeof is]]))).toEqual(
    Object.fromEntries(wanted),
  );
  if (talk !== undefined) expect(Math.abs(call.talkSeconds - talk)).toBeLessThanOrEqual(1);
  if (cause !== undefined) expect(call.cause?.code).toBe(cause);
  expect(call.state).toBe('ended');
  expect(callSchema.safeParse(call).error).toBeUndefined();
};

/** The call that a truth speaks of: by its Linkedid, else by who called. */
export const callOfTruth = (calls: readonly Call[], truth: TruthCall, index: number): Call | undefined => {
  const remote = expected(truth).remote;
  return (
    calls.find(({ id }) => id === `pbx:${text(truth.linkedid) ?? ''}`) ??
    calls.find((call) => remote !== undefined && call.remote.number === remote) ??
    calls[index]
  );
};

const settings = settingsSchema.parse({ popInternalCalls: true });

/** What the desk of one extension shows, by the relay's rule of delivery and the Companion's rules for pops. */
export const popStory = (changes: readonly CallChange[], extension: string): string[] => {
  const story: string[] = [];
  let calls: Replica = [];
  let board = emptyBoard;
  changes.forEach((change, index) => {
    const { pops, audience } = planDelivery(change);
    if (!audience.includes(extension)) return;
    const common = { id: `m${index}`, at: change.call.startedAt, callData: change.call };
    const message: ServerMessage = pops.includes(extension)
      ? { ...common, type: 'screen_pop', reason: 'ringing', extension }
      : { ...common, type: 'call_update' };
    const [before, shown] = [calls, board];
    calls = applyMessage(calls, message);
    board = popsAfter(board, message, {
      calls,
      before,
      extensions: [extension],
      settings,
      quiet: false,
      nowMs: index,
    });
    for (const pop of board.pops) {
      const old = shown.pops.find(({ callId }) => callId === pop.callId);
      if (!pop.closing && (!old || old.closing)) story.push('pop');
      if (pop.closing && !old?.closing) story.push(pop.closing.why);
    }
  });
  return story;
};
