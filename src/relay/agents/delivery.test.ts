import { describe, expect, it } from 'vitest';
import { aCall, aLeg } from '../../../tests/support/calls';
import type { Leg } from '../../shared/call/call';
import { planDelivery } from './delivery';

const later = '2026-11-23T09:00:20.000Z';
const ringing = aLeg('1001');
const answered = aLeg('1001', { state: 'connected', answeredAt: later });
const lost = aLeg('1002', { state: 'ended', endedAt: later, endReason: 'answered-elsewhere' });

it.each<[string, Leg[] | null, Leg[], string[], string[]]>([
  ['a new call that rings', null, [ringing], ['1001'], ['1001']],
  ['a ring group', null, [ringing, aLeg('1002')], ['1001', '1002'], ['1001', '1002']],
  ['the next phone of a queue', [ringing], [ringing, aLeg('1002')], ['1002'], ['1001', '1002']],
  ['nothing new about a ring', [ringing], [ringing], [], ['1001']],
  ['an answer', [ringing, aLeg('1002')], [answered, lost], [], ['1001', '1002']],
  ['the same phone again', [ringing], [aLeg('1001', { rangAt: later })], ['1001'], ['1001']],
  ['the phone that placed the call', null, [aLeg('1001', { rangAt: null })], [], ['1001']],
  ['nobody of the house', null, [], [], []],
])('%s', (_, before, legs, pops, audience) => {
  const previous = before && aCall({ legs: before });
  expect(planDelivery({ call: aCall({ legs }), previous })).toEqual({ pops, audience, later: new Set() });
});

describe('where many phones ring', () => {
  const phones = Array.from({ length: 30 }, (_, n) => aLeg(String(2_000 + n)));
  const planOf = (legs: Leg[]) => planDelivery({ call: aCall({ legs }), previous: aCall({ legs: phones }) });

  it("news of one phone is its own agent's at once, and may wait for the others", () => {
    const [first = ringing, ...others] = phones;
    const { later: patient } = planOf([{ ...first, state: 'connected', answeredAt: later }, ...others]);
    expect([...patient]).toEqual(others.map(({ extension }) => extension));
  });

  it('one more that rings pops at once, and may wait for the others', () => {
    const plan = planOf([...phones, aLeg('3000')]);
    expect(plan.pops).toEqual(['3000']);
    expect([...plan.later]).toEqual(phones.map(({ extension }) => extension));
  });

  it('all of them are told at once when all have stopped', () => {
    expect(planOf(phones.map((leg) => ({ ...leg, state: 'ended', endedAt: later }))).later.size).toBe(0);
  });
});
