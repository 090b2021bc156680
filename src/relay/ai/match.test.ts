import { describe, expect, it } from 'vitest';
import { aCall, endedCall } from '../../../tests/support/calls';
import type { Call } from '../../shared/call/call';
import type { Clues } from './clues';
import { matchCall } from './match';

// The customer's call: from 09:00:00 to 09:05:00.
const start = Date.parse('2026-11-23T09:00:00.000Z');
const seconds = (n: number): number => start + n * 1_000;
const call = endedCall();
const at = (n: number): string => new Date(seconds(n)).toISOString();

const clues = (more: Partial<Clues> = {}): Clues => ({
  conversationId: 'conv_1',
  pbxId: null,
  ids: [],
  number: null,
  agentNumber: null,
  direction: 'inbound',
  startedMs: seconds(4),
  durationSeconds: 60,
  isCall: true,
  ...more,
});
const id = (value: string, how: 'header' | 'call-sid' = 'header') => ({ ids: [{ value, how }] });
const number = { number: '+491711234567' };
const other = (more: Partial<Call>): Call => endedCall({ linkedId: 'other', ...more });

describe('by an id', () => {
  it.each<[string, Partial<Clues>, Call[], [string, string] | null]>([
    ['the Linkedid', id('1700000000.1'), [call], [call.id, 'header']],
    ['the id of the call', id('pbx:1700000000.1'), [call], [call.id, 'header']],
    ["the provider's own field", id('1700000000.1', 'call-sid'), [call], [call.id, 'call-sid']],
    [
      'the first that fits',
      { ids: [...id('SCL_x').ids, ...id('1700000000.1', 'call-sid').ids] },
      [call],
      [call.id, 'call-sid'],
    ],
    ['an id that nobody has', id('1700000000.9'), [call], null],
    ['a call that still runs', id('1700000000.1'), [aCall()], [call.id, 'header']],
    [
      'clocks that differ by minutes',
      { ...id('1700000000.1'), startedMs: seconds(-500) },
      [call],
      [call.id, 'header'],
    ],
    ['a call of another day', { ...id('1700000000.1'), startedMs: seconds(86_400) }, [call], null],
    ['no time at all', { ...id('1700000000.1'), startedMs: null }, [call], [call.id, 'header']],
    [
      'the PBX that the dialplan names',
      { ...id('1700000000.1'), pbxId: 'north' },
      [call, endedCall({ pbxId: 'north' })],
      ['north:1700000000.1', 'header'],
    ],
    ['a PBX that has no such call', { ...id('1700000000.1'), pbxId: 'south' }, [call], null],
    ['two PBXs that count alike', id('1700000000.1'), [call, endedCall({ pbxId: 'north' })], null],
    [
      'two PBXs that count alike, told apart by the number',
      { ...id('1700000000.1'), ...number },
      [call, endedCall({ pbxId: 'north', remote: { ...call.remote, number: '+4930999' } })],
      [call.id, 'header'],
    ],
    [
      'better than the number',
      { ...id('other'), ...number },
      [call, other({ startedAt: at(100) })],
      ['pbx:other', 'header'],
    ],
  ])('%s', (_, more, calls, expected) => {
    const match = matchCall(clues(more), calls);
    expect(match && [match.call.id, match.matchedBy]).toEqual(expected);
  });
});

describe('by number and time', () => {
  it.each<[string, Partial<Clues>, Call[], string | null]>([
    ['began together', {}, [call], call.id],
    ['another number', { number: '+491719999999' }, [call], null],
    ['a withheld number', { number: null }, [call], null],
    ['no time', { startedMs: null }, [call], null],
    ['began within the call, after a menu', { startedMs: seconds(90) }, [call], call.id],
    ['began within a call that still runs', { startedMs: seconds(90) }, [aCall()], call.id],
    ['the day before', { startedMs: seconds(-86_400) }, [call], null],
    ['the call came in when the conversation was handed over', { startedMs: seconds(-70) }, [call], call.id],
    ['the call came in minutes after it', { startedMs: seconds(-200) }, [call], null],
    ['an internal call', {}, [other({ direction: 'internal' })], null],
    ['another PBX than the dialplan names', { pbxId: 'north' }, [call], null],
    [
      'the one that began with it, of two',
      {},
      [call, other({ startedAt: at(-100), endedAt: at(200) })],
      call.id,
    ],
    ["two of a company's one number at once", {}, [call, other({ startedAt: at(2) })], null],
    [
      'two at once, one of them to the number the assistant has',
      { agentNumber: '+49 30 555' },
      [call, other({ startedAt: at(2), dialled: '+4930555' })],
      'pbx:other',
    ],
  ])('%s', (_, more, calls, expected) => {
    const match = matchCall(clues({ ...number, ...more }), calls);
    expect(match && [match.call.id, match.matchedBy]).toEqual(expected && [expected, 'probable']);
  });
});
