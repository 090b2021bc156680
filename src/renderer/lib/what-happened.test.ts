import { describe, expect, it } from 'vitest';
import type { Call } from '../../shared/call/call';
import { startI18n } from '../i18n';
import { aCall, aLeg } from '../../../tests/support/past-calls';
import { isMissed, whatHappened } from './what-happened';

const t = startI18n(['en']);
const mine = ['1001'];
const placedByMe = [aLeg('1001', { rangAt: null })];
const placedBy1002 = [aLeg('1002', { rangAt: null }), aLeg('1001')];
const transfer = { kind: 'blind', from: '1001', to: '1003', at: '2026-03-02T10:02:00.000Z' } as const;

const cases: [string, Partial<Call>, string, 'plain' | 'missed' | 'live'][] = [
  ['answered by me', { answeredBy: ['1001'] }, 'You answered', 'plain'],
  ['answered by another', { answeredBy: ['1002'] }, 'Answered by 1002', 'plain'],
  [
    'passed on',
    { answeredBy: ['1001', '1003'], transfers: [transfer] },
    'You answered, passed on to 1003',
    'plain',
  ],
  ['abandoned', { outcome: 'abandoned' }, 'Missed, caller hung up', 'missed'],
  ['no answer', { outcome: 'no-answer' }, 'Missed, nobody answered', 'missed'],
  ['busy', { outcome: 'busy' }, 'Missed, line was busy', 'missed'],
  ['voicemail', { outcome: 'voicemail' }, 'Went to voicemail', 'missed'],
  ['I called', { direction: 'outbound', legs: placedByMe }, 'You called', 'plain'],
  [
    'I called, busy',
    { direction: 'outbound', legs: placedByMe, outcome: 'busy' },
    'You called, line was busy',
    'plain',
  ],
  [
    'I gave up',
    { direction: 'outbound', legs: placedByMe, outcome: 'cancelled' },
    'You hung up before an answer',
    'plain',
  ],
  [
    'handed to me',
    { direction: 'outbound', legs: placedBy1002, answeredBy: ['1002'] },
    '1002 called',
    'plain',
  ],
  [
    'internal to me, missed',
    { direction: 'internal', legs: placedBy1002, outcome: 'no-answer' },
    'Missed, nobody answered',
    'missed',
  ],
  [
    'internal from me',
    { direction: 'internal', legs: placedByMe, outcome: 'no-answer' },
    'You called, no answer',
    'plain',
  ],
  ['running', { state: 'connected', outcome: null }, 'Running now', 'live'],
];

describe('whatHappened', () => {
  it.each(cases)('%s', (_name, part, text, tone) =>
    expect(whatHappened(aCall(part), mine, t)).toEqual({ text, tone }),
  );
});

describe('isMissed', () => {
  it('is not a call of mine that nobody took', () =>
    expect(isMissed(aCall({ direction: 'outbound', legs: placedByMe, outcome: 'no-answer' }), mine)).toBe(
      false,
    ));
});
