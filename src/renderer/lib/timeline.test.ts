import { describe, expect, it } from 'vitest';
import { startI18n } from '../i18n';
import { aCall, aLeg } from '../../../tests/support/past-calls';
import { timelineOf } from './timeline';

const t = startI18n(['en']);
const texts = (...args: Parameters<typeof timelineOf>): string[] =>
  timelineOf(...args).map((step) => step.text);

describe('timelineOf', () => {
  it('tells an inbound call with a transfer in the order of time', () => {
    const call = aCall({
      queue: 'Support',
      endedBy: 'remote',
      owner: '1003',
      answeredBy: ['1001', '1003'],
      transfers: [{ kind: 'attended', from: '1001', to: '1003', at: '2026-03-02T10:02:00.000Z' }],
      legs: [
        aLeg('1001', { answeredAt: '2026-03-02T10:00:05.000Z' }),
        aLeg('1003', { rangAt: '2026-03-02T10:01:00.000Z', answeredAt: '2026-03-02T10:01:30.000Z' }),
      ],
    });
    expect(texts(call, ['1001'], t)).toEqual([
      'Call came in to Support',
      'Rang at 1001 (you)',
      '1001 (you) answered',
      'Rang at 1003',
      '1003 answered',
      '1001 (you) announced the call and passed it on to 1003',
      'The other side hung up',
    ]);
  });

  it('tells an outbound call that nobody took', () => {
    const call = aCall({
      direction: 'outbound',
      outcome: 'no-answer',
      endedBy: 'agent',
      legs: [aLeg('1001', { rangAt: null })],
    });
    expect(texts(call, ['1001'], t)).toEqual(['1001 (you) called', '1001 (you) hung up']);
  });

  it('leaves the end open while the call runs', () =>
    expect(timelineOf(aCall({ state: 'ringing', endedAt: null }), [], t).map((step) => step.kind)).toEqual([
      'start',
    ]));
});
