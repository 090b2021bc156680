/**
 * Every recorded Asterisk stream against the truth that the phones told (tests/fixtures/captures): translate + tracker
 * must say what happened, with one `Call` per customer call.
 */
import { describe, expect, it } from 'vitest';
import { captureNames, captureTruth } from '../../../tests/support/ami-file';
import { brief, callOfTruth, check, expected, popStory } from '../../../tests/support/capture-truth';
import { play } from '../../../tests/support/play-capture';
import type { CallChange } from '../../shared/call/change';

const holds = (changes: CallChange[]) =>
  changes.filter(({ call, previous }) => call.state === 'held' && previous?.state !== 'held').length;

/** Their truth is told in words below. */
const inWords = [
  'burst-100',
  'conference',
  'core-restart-gracefully',
  'core-restart-now',
  'originate-agent-refuses',
  'registration',
  'snapshot-midcall',
  'wrong-number-inside',
];
const plain = captureNames().filter((name) => !inWords.includes(name));

describe('what the truth of a capture says, its calls say', () => {
  it.each(plain)('%s', (name) => {
    const { calls } = play(name);
    const truths = captureTruth(name).calls;
    expect(calls.map((call) => call.id)).toHaveLength(truths.length);
    truths.forEach((truth, index) => {
      const call = callOfTruth(calls, truth, index);
      if (!call) throw new Error('no call');
      if (typeof truth.linkedid === 'string') expect(call.id).toBe(`pbx:${truth.linkedid}`);
      check(call, expected(truth));
    });
  });
});

const phonesOf = (name: string) => Object.entries(captureTruth(name).phones ?? {});

describe('what the phones of a capture saw, the desks showed', () => {
  it.each(plain.filter((name) => phonesOf(name).length > 0))('%s', (name) => {
    const { changes } = play(name);
    for (const [extension, pops] of phonesOf(name)) {
      const story = popStory(changes, extension);
      expect({ extension, pops: story.filter((it) => it === 'pop').length }).toEqual({
        extension,
        pops: pops.length,
      });
      expect({ extension, closed: story.filter((it) => it !== 'pop').sort() }).toEqual({
        extension,
        closed: pops.toSorted(),
      });
    }
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
