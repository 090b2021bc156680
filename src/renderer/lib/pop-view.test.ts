import { describe, expect, it } from 'vitest';
import type { Pop } from '../../shared/ipc/state';
import { startI18n } from '../i18n';
import { aCall } from '../../../tests/support/past-calls';
import { fieldName, frontPop, nameOf, popStatus, viaOf } from './pop-view';

const t = startI18n(['en']);
const aPop = (callId: string, part: Partial<Pop> = {}): Pop => ({
  callId,
  messageId: `m-${callId}`,
  reason: 'ringing',
  extension: '1001',
  shownAt: '2026-03-02T10:00:00.000Z',
  closing: null,
  ...part,
});
const elsewhere = { why: 'answered-elsewhere', by: '1002', at: '2026-03-02T10:00:09.000Z' } as const;

describe('popStatus', () => {
  it.each([
    ['ringing', aCall({ state: 'ringing' }), aPop('a'), 'ringing', 'Ringing'],
    ['outbound', aCall({ state: 'ringing', direction: 'outbound' }), aPop('a'), 'ringing', 'Calling'],
    ['talking', aCall({ state: 'connected' }), aPop('a'), 'talking', 'Talking'],
    ['held', aCall({ state: 'held' }), aPop('a'), 'ringing', 'On hold'],
    [
      'elsewhere',
      aCall({ state: 'connected' }),
      aPop('a', { closing: elsewhere }),
      'quiet',
      'Answered by 1002',
    ],
    ['missed', aCall({ outcome: 'abandoned' }), aPop('a'), 'missed', 'Missed'],
    ['ended', aCall({ talkSeconds: 61 }), aPop('a'), 'quiet', 'Ended'],
    ['manual', aCall({ state: 'ringing' }), aPop('a', { reason: 'manual' }), 'quiet', 'Shown for you'],
  ])('%s', (_name, call, pop, tone, text) => expect(popStatus(call, pop, t)).toMatchObject({ tone, text }));
});

describe('nameOf', () => {
  it('falls from CRM to PBX to number', () => {
    const call = aCall({ remote: { number: '+491', display: '+49 1', name: 'PBX name', anonymous: false } });
    expect(nameOf(call, undefined, t)).toBe('PBX name');
    expect(nameOf(aCall(), undefined, t)).toBe('+49 171 1234567');
    expect(
      nameOf(aCall({ remote: { number: null, display: '', name: null, anonymous: true } }), undefined, t),
    ).toBe('Number withheld');
  });
});

describe('viaOf', () => {
  it('names who passed the call on to this extension', () => {
    const transfers = [{ kind: 'blind' as const, from: '1002', to: '1001', at: '2026-03-02T10:02:00.000Z' }];
    expect(viaOf(aCall({ transfers, queue: 'Support' }), '1001', t)).toBe('from 1002');
    expect(viaOf(aCall({ transfers, queue: 'Support' }), '1003', t)).toBe('Support');
    expect(viaOf(aCall({ dialled: '+4930123456' }), '1001', t)).toBe('to +49 30 123456');
  });
});

describe('fieldName', () => {
  it('knows the common fields and makes others readable', () => {
    expect(fieldName('phone_mobile', t)).toBe('mobile phone');
    expect(fieldName('direct_line_c', t)).toBe('direct line');
  });
});

describe('frontPop', () => {
  const older = aPop('older');
  const newer = aPop('newer', { shownAt: '2026-03-02T10:00:05.000Z' });
  it('is the newest at first', () => expect(frontPop([older, newer], null)?.callId).toBe('newer'));
  it('stays what it was', () => expect(frontPop([older, newer], 'older')?.callId).toBe('older'));
  it('moves on when the front one is leaving', () =>
    expect(frontPop([{ ...older, closing: elsewhere }, newer], 'older')?.callId).toBe('newer'));
  it('keeps a leaving one when it is alone', () =>
    expect(frontPop([{ ...older, closing: elsewhere }], 'older')?.callId).toBe('older'));
  it('of nothing is null', () => expect(frontPop([], 'x')).toBeNull());
});
