/**
 * Every recorded Asterisk stream against the truth that the phones told (tests/fixtures/captures): translate + tracker
 * must say what happened, with one `Call` per customer call.
 */
import { describe, expect, it } from 'vitest';
import { captureEvents, captureTruth } from '../../../tests/support/ami-file';
import { callSchema, type Call } from '../../shared/call/call';
import type { CallChange } from '../../shared/call/change';
import { parseNumber } from '../../shared/phone/parse';
import { createTrackerState, track } from '../../shared/call/tracker';
import { translate } from './translate';

const play = (name: string): { calls: Call[]; changes: CallChange[] } => {
  const state = createTrackerState({ pbxId: 'pbx', defaultCountry: 'DE' });
  const changes = captureEvents(name).flatMap((event) => {
    const it = translate(event);
    return it ? track(state, it).changes : [];
  });
  const calls = new Map(changes.map(({ call }) => [call.id, call]));
  return { calls: [...calls.values()], changes };
};

const e164 = (raw: string) => parseNumber(raw, 'DE').e164 ?? raw;
/** Sorted: the truth does not tell the order, and phones rung at once have none. */
const rang = (call: Call) =>
  call.legs
    .filter((leg) => leg.rangAt !== null)
    .map((leg) => leg.extension)
    .sort();
const holds = (changes: CallChange[]) =>
  changes.filter(({ call, previous }) => call.state === 'held' && previous?.state !== 'held').length;
const brief = (call: Call) => ({
  direction: call.direction,
  remote: call.remote.number,
  name: call.remote.name,
  dialled: call.dialled,
  queue: call.queue,
  rang: rang(call),
  answeredBy: call.answeredBy,
  transfers: call.transfers.map(({ kind, from, to }) => `${kind} ${from} -> ${to}`),
  talk: call.talkSeconds,
  outcome: call.outcome,
  endedBy: call.endedBy,
  legs: call.legs.map((leg) => `${leg.extension} ${leg.endReason}`),
});

interface Expected {
  direction: Call['direction'];
  remote?: string | null;
  name?: string | null;
  dialled?: string;
  queue?: string | null;
  rang?: string[];
  answeredBy?: string[];
  transfers?: string[];
  talk?: number;
  outcome?: string;
  endedBy?: Call['endedBy'];
  cause?: number;
  legs?: string[];
}
type TruthCall = Record<string, unknown>;
const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

const enders: Record<string, Call['endedBy']> = {
  caller: 'remote',
  'caller on hold': 'remote',
  agent: 'agent',
  '1002': 'agent',
  pbx: 'pbx',
};

/** The truth file in our words: its caller is our remote where the customer calls, its dialled where an agent does. */
const expected = (truth: TruthCall): Expected => {
  const direction = text(truth.direction) as Call['direction'];
  const caller = text(truth.caller) ?? '';
  const answered = (text(truth.answeredBy) ?? '').split(' ').filter(Boolean);
  const it: Expected = { direction };
  if (direction === 'inbound') it.remote = caller === 'anonymous' ? null : e164(caller);
  if (direction === 'outbound') it.remote = e164(text(truth.dialled) ?? '');
  if (direction === 'internal') it.remote = caller;
  if (truth.callerName !== undefined) it.name = text(truth.callerName) || null;
  if (truth.dialled !== undefined) it.dialled = e164(text(truth.dialled) ?? '');
  if (direction === 'inbound') it.queue = text(truth.queue) ?? null;
  if (Array.isArray(truth.rang)) it.rang = truth.rang.map(String);
  it.answeredBy = direction === 'outbound' ? answered.map(() => caller) : answered;
  if (typeof truth.talk === 'number') it.talk = truth.talk;
  if (truth.outcome !== undefined) it.outcome = text(truth.outcome)?.replace('no answer', 'no-answer');
  const ender = text(truth.endedBy);
  if (ender !== undefined) it.endedBy = enders[ender];
  if (typeof truth.cause === 'number') it.cause = truth.cause;
  const transfer = text(truth.transfer);
  it.transfers = transfer
    ? [transfer.replace('BlindTransfer', 'blind').replace(/^Redirect to (.*)$/, 'blind 1001 -> $1')]
    : [];
  return it;
};

/** Only what the truth says is compared. */
const check = (call: Call, { talk, cause, ...rest }: Expected) => {
  const is = brief(call);
  expect(Object.fromEntries(Object.keys(rest).map((key) => [key, is[key as keyof typeof is]]))).toEqual(rest);
  if (talk !== undefined) expect(Math.abs(call.talkSeconds - talk)).toBeLessThanOrEqual(1);
  if (cause !== undefined) expect(call.cause?.code).toBe(cause);
  expect(call.state).toBe('ended');
  expect(callSchema.safeParse(call).error).toBeUndefined();
};

const single = [
  'direct-abandoned',
  'direct-anonymous',
  'direct-answered',
  'direct-answered-agent-hangs-up',
  'direct-answered-relay-user',
  'direct-answered-with-cdr-cel-channelvars-timestamps',
  'direct-busy',
  'direct-declined',
  'direct-noanswer',
  'direct-odd-name',
  'direct-unregistered',
  'hold-unhold',
  'internal-call',
  'originate-click-to-call',
  'outbound-answered',
  'outbound-busy',
  'outbound-failed',
  'pickup-directed',
  'queue-abandoned',
  'queue-answered',
  'queue-local-answered',
  'queue-local-answered-relay-user',
  'recording',
  'recording-ami',
  'ringgroup-answered',
  'ringgroup-local-answered',
  'transfer-attended-ami',
  'transfer-attended-dtmf',
  'transfer-blind-ami',
  'transfer-blind-dtmf',
  'transfer-blind-refer',
  'transfer-redirect-ami',
  'voicemail',
];

describe('captures of one call', () => {
  it.each(single)('%s', (name) => {
    const { calls } = play(name);
    expect(calls.map((call) => call.id)).toHaveLength(1);
    const [call] = calls;
    const [truth] = captureTruth(name).calls;
    if (!call || !truth) throw new Error('no call');
    if (truth.linkedid) expect(call.id).toBe(`pbx:${text(truth.linkedid)}`);
    check(call, expected(truth));
  });
});

export { brief, check, expected, holds, play };
