import { describe, expect, it } from 'vitest';
import type { Call, Leg } from '../../shared/call/call';
import { aCall, aLeg, anna, answeredBy, ended } from '../../../tests/support/calls';
import { alsoRinging, phoneButtons, whoAsks } from './own-part';

const at = (second: number): string => `2026-11-23T09:00:${String(second).padStart(2, '0')}.000Z`;
const talks = (extension: string, since: number): Leg =>
  aLeg(extension, { state: 'connected', rangAt: at(0), answeredAt: at(since) });
const rings = (extension: string, since: number): Leg => aLeg(extension, { rangAt: at(since) });
const pop = { extension: '1001' };

describe('whoAsks', () => {
  it.each<[string, Partial<Call>, string | null]>([
    ['a first ring', { legs: [rings('1001', 0)] }, null],
    ['a group', { legs: [rings('1001', 0), rings('1002', 0)] }, null],
    [
      'a consultation that rings',
      { state: 'held', legs: [{ ...talks('1002', 5), state: 'held' }, rings('1001', 20)] },
      '1002',
    ],
    [
      'a consultation',
      {
        state: 'connected',
        legs: [talks('1002', 5), { ...talks('1001', 30), rangAt: at(20) }],
      },
      '1002',
    ],
    [
      'whom I ask',
      { state: 'held', legs: [talks('1001', 5), { ...talks('1002', 30), rangAt: at(20) }] },
      null,
    ],
    [
      'sent on, and the colleague is out of it',
      { legs: [{ ...talks('1002', 5), state: 'ended', endReason: 'transferred' }, rings('1001', 20)] },
      null,
    ],
    ['a colleague who calls', { direction: 'internal', legs: [talks('1002', 0), rings('1001', 1)] }, null],
  ])('%s', (_what, patch, who) => expect(whoAsks(aCall(patch), '1001')).toBe(who));
});

describe('alsoRinging', () => {
  it('names colleagues, and not the second phone of the agent', () => {
    const call = aCall({ legs: [rings('1001', 0), rings('1002', 0), rings('1011', 0)] });
    expect(alsoRinging(call, pop, { ...anna, extensions: ['1001', '1011'] })).toEqual(['1002']);
    expect(alsoRinging(answeredBy(call, '1001'), pop, anna)).toEqual([]);
  });
});

describe('phoneButtons', () => {
  const links = (can: { hangUp: boolean; answer: boolean } | undefined, state = 'connected' as const) => ({
    pbx: [{ id: 'pbx', state, since: at(0), lagMs: 1, lastEventAt: null, problem: null, can }],
  });
  const all = links({ hangUp: true, answer: true });
  const none = { answer: false, hangUp: null };

  it.each([
    ['rings', aCall(), all, { answer: true, hangUp: 'decline' }],
    ['talks', answeredBy(aCall(), '1001'), all, { answer: false, hangUp: 'hang-up' }],
    ['answered elsewhere', answeredBy(aCall({ legs: [aLeg(), aLeg('1002')] }), '1002'), all, none],
    ['is over', ended(aCall()), all, none],
    ['a relay that does not say', aCall(), links(undefined), none],
    ['no right to hang up', aCall(), links({ hangUp: false, answer: false }), none],
    [
      'dials himself',
      aCall({ direction: 'outbound', legs: [aLeg('1001', { rangAt: null })] }),
      all,
      { answer: false, hangUp: 'hang-up' },
    ],
  ])('%s', (_what, call, pbx, wanted) =>
    expect(phoneButtons(call, { agent: anna, links: pbx })).toEqual(wanted),
  );

  it('offers nothing while the PBX is away', () => {
    const [one] = all.pbx;
    const away = { pbx: one ? [{ ...one, state: 'down' as const }] : [] };
    expect(phoneButtons(aCall(), { agent: anna, links: away })).toEqual(none);
  });
});
