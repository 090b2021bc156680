import { describe, expect, it } from 'vitest';
import { aCall, answeredBy, ended } from '../../../tests/support/calls';
import type { Call } from '../../shared/call/call';
import { belongsInCrm, takesMore } from './rules';

const missed = ended(aCall());
const answered = ended(answeredBy(aCall(), '1001'));
const outbound = { ...missed, direction: 'outbound' as const, outcome: 'busy' as const };
const internal = { ...answered, direction: 'internal' as const };
const ai: Call['ai'] = {
  conversationId: 'conv_1',
  agentId: 'agent_1',
  summary: null,
  success: 'success',
  durationSeconds: 5,
  transcriptLines: 2,
  matchedBy: 'header',
};

describe('belongsInCrm', () => {
  it('takes ended external calls unless it is told otherwise', () => {
    for (const call of [missed, answered, outbound]) expect(belongsInCrm(call)).toBe(true);
    expect(belongsInCrm(aCall())).toBe(false);
    expect(belongsInCrm(internal)).toBe(false);
  });

  it('leaves out missed ones, but no call that somebody of the house placed, and none that an AI agent had', () => {
    const rules = { missed: false, internal: false };
    expect(belongsInCrm(missed, rules)).toBe(false);
    expect(belongsInCrm({ ...missed, outcome: 'voicemail' }, rules)).toBe(false);
    for (const call of [answered, outbound, { ...missed, ai }]) expect(belongsInCrm(call, rules)).toBe(true);
  });
  it('takes a missed one that an agent wrote about', () => {
    const rules = { missed: false, internal: false };
    const isNoted = (callId: string): boolean => callId === missed.id;
    expect(belongsInCrm(missed, rules, isNoted)).toBe(true);
    expect(belongsInCrm({ ...missed, id: 'pbx:other' }, rules, isNoted)).toBe(false);
    expect(belongsInCrm({ ...missed, direction: 'internal' }, rules, isNoted)).toBe(false);
  });

  it('takes internal ones where that is wanted', () => {
    const rules = { missed: false, internal: true };
    expect(belongsInCrm(internal, rules)).toBe(true);
    expect(belongsInCrm({ ...missed, direction: 'internal' }, rules)).toBe(false);
  });
});

describe('takesMore', () => {
  it('of calls that are logged, or will be', () => {
    const pending = { ...answered, crmRecord: { ...answered.crmRecord, status: 'pending' as const } };
    expect([aCall(), pending, answered].map((call) => takesMore(call))).toEqual([true, true, false]);
    expect(takesMore({ ...aCall(), direction: 'internal' })).toBe(false);
  });

  it('makes a record of a missed call that is none without it', () => {
    const rules = { missed: false, internal: false };
    expect(takesMore(missed, rules)).toBe(true);
    expect(takesMore({ ...missed, direction: 'internal' }, rules)).toBe(false);
  });
});
