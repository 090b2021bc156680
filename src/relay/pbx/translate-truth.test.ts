/**
 * Every recorded Asterisk stream against the truth that the phones told (tests/fixtures/captures): translate + tracker
 * must say what happened, with one `Call` per customer call.
 */
import { describe, expect, it } from 'vitest';
import { captureTruth } from '../../../tests/support/ami-file';
import { play } from '../../../tests/support/play-capture';
import { callSchema, type Call } from '../../shared/call/call';
import type { CallChange } from '../../shared/call/change';
import { parseNumber } from '../../shared/phone/parse';

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
  'consultation-then-back',
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
  'forward-302',
  'forward-302-outside',
  'forward-302-ringing-abandoned',
  'hold-unhold',
  'internal-call',
  'originate-click-to-call',
  'outbound-answered',
  'outbound-busy',
  'outbound-cancelled',
  'outbound-failed',
  'parked',
  'pickup-directed',
  'queue-abandoned',
  'queue-answered',
  'queue-local-answered',
  'queue-local-answered-relay-user',
  'queue-one-by-one',
  'recording',
  'recording-ami',
  'ringgroup-answered',
  'ringgroup-forward-302',
  'ringgroup-local-answered',
  'transfer-attended-ami',
  'transfer-attended-dtmf',
  'transfer-attended-refer',
  'transfer-blind-abandoned',
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

const only = <T>(list: readonly T[]): T => {
  expect(list).toHaveLength(1);
  const [one] = list;
  if (one === undefined) throw new Error('none');
  return one;
};

describe('captures with more to say', () => {
  it('hold-unhold: held twice, and back once', () => {
    expect(holds(play('hold-unhold').changes)).toBe(captureTruth('hold-unhold').calls[0]?.holds);
  });

  it.each(['recording', 'recording-ami'])('%s: one recording, from when it began', (name) => {
    const call = only(play(name).calls);
    const recording = only(call.recording);
    expect(recording.startedAt >= call.startedAt).toBe(true);
    expect(only(captureTruth(name).calls).recorded).toBeTruthy();
  });

  it('direct-answered: nobody else shows a recording or a hold', () => {
    const { calls, changes } = play('direct-answered');
    expect(only(calls).recording).toEqual([]);
    expect(holds(changes)).toBe(0);
  });

  it('ringgroup-answered: the phones that stopped ringing missed nothing', () => {
    expect(brief(only(play('ringgroup-answered').calls)).legs.sort()).toEqual([
      '1001 answered-elsewhere',
      '1002 hangup',
      '1003 answered-elsewhere',
    ]);
  });

  it.each([
    ['forward-302', ['1001 transferred', '1003 hangup'], 2],
    ['forward-302-outside', ['1001 transferred'], 0],
    ['forward-302-ringing-abandoned', ['1001 transferred', '1003 cancelled'], 0],
    [
      'ringgroup-forward-302',
      ['1001 transferred', '1002 answered-elsewhere', '1003 hangup', '1004 answered-elsewhere'],
      2,
    ],
  ])('%s: the phone that sent the call elsewhere missed nothing', (name, legs, talk) => {
    const call = only(play(name).calls);
    expect(brief(call).legs.sort()).toEqual(legs);
    expect(call.transfers).toEqual([]);
    expect(Math.abs(call.talkSeconds - talk)).toBeLessThanOrEqual(1);
  });

  it('transfer-attended-dtmf: during the consultation the customer is held, and the third agent rings in his call', () => {
    const { changes } = play('transfer-attended-dtmf');
    const ringing = changes.find(({ call }) =>
      call.legs.some((leg) => leg.extension === '1003' && leg.rangAt),
    );
    expect(ringing?.call.state).toBe('held');
    expect(ringing?.call.owner).toBe('1001');
    expect(ringing?.call.remote.number).toBe('+491711234567');
    expect(changes.at(-1)?.call.owner).toBe('1003');
  });

  it('transfer-attended-refer: a consultation with a Linkedid of its own never shows as a second call', () => {
    const { changes } = play('transfer-attended-refer');
    expect(new Set(changes.map(({ call }) => call.id)).size).toBe(1);
  });

  it('parked: held until somebody fetches it', () => {
    const { changes } = play('parked');
    expect(changes.map(({ call }) => call.state).filter((is, i, all) => is !== all[i - 1])).toEqual([
      'ringing',
      'connected',
      'held',
      'connected',
      'ended',
    ]);
  });

  it('conference: three calls that stay three, and the customer talked to both agents', () => {
    const { calls } = play('conference');
    expect(calls.map(({ direction, dialled }) => `${direction} ${dialled}`)).toEqual([
      'internal 800',
      'internal 800',
      'inbound +4930555300',
    ]);
    expect(brief(only(calls.filter((call) => call.direction === 'inbound')))).toMatchObject({
      answeredBy: ['1001', '1002'],
      rang: [],
      outcome: 'answered',
      endedBy: 'remote',
    });
  });

  it('originate-agent-refuses: two phones rang, nobody was called, no customer was missed', () => {
    const { calls } = play('originate-agent-refuses');
    expect(calls.map(brief)).toMatchObject([
      { direction: 'outbound', rang: [], outcome: 'cancelled', endedBy: 'agent', legs: ['1001 declined'] },
      { direction: 'outbound', rang: [], outcome: 'cancelled', endedBy: 'pbx', legs: ['1001 no-answer'] },
    ]);
  });

  it.each(['registration', 'wrong-number-inside'])('%s: no call', (name) => {
    expect(play(name).calls).toEqual([]);
  });

  it('burst-100: a hundred calls at once, none mixed up with another', () => {
    const { calls } = play('burst-100');
    expect(calls).toHaveLength(100);
    for (const call of calls) {
      const line = call.dialled?.slice(-2);
      expect(call.remote.display.replace(/[^0-9]/g, '').slice(-2)).toBe(line);
      expect(brief(call)).toMatchObject({
        direction: 'inbound',
        rang: [`20${line}`],
        answeredBy: [`20${line}`],
        outcome: 'answered',
        endedBy: 'remote',
      });
      expect(Math.abs(call.talkSeconds - 4)).toBeLessThanOrEqual(1);
    }
  });

  it('snapshot-midcall: three calls side by side', () => {
    const { calls } = play('snapshot-midcall');
    expect(calls.map(brief)).toMatchObject([
      { direction: 'inbound', remote: '+491711234567', answeredBy: ['1001'], endedBy: 'remote' },
      {
        direction: 'inbound',
        remote: '+49301110002',
        dialled: '+4930555101',
        queue: '401',
        rang: ['1002'],
        answeredBy: [],
        outcome: 'abandoned',
      },
      { direction: 'outbound', remote: '+49301234567', answeredBy: ['1003'] },
    ]);
  });

  it.each(['core-restart-now', 'core-restart-gracefully'])(
    '%s: the call ended before the PBX went',
    (name) => {
      const call = only(play(name).calls);
      expect(brief(call)).toMatchObject({ outcome: 'answered', answeredBy: ['1001'] });
      expect(call.endedBy).toBe(name === 'core-restart-now' ? 'pbx' : 'remote');
      const later = only(play(`${name}.after`).calls);
      expect(later.id).not.toBe(call.id);
      expect(brief(later)).toMatchObject({ outcome: 'abandoned', endedBy: 'remote', answeredBy: [] });
    },
  );
});
