import { describe, expect, it } from 'vitest';
import { aCall, aLeg, anna, ended } from '../../../tests/support/calls';
import { callUpdate, registered, screenPop } from '../../../tests/support/fake-relay-socket';
import type { ServerMessage } from '../protocol/messages';
import { applyMessage, MAX_CALLS, type Replica } from './replica';

const ids = (replica: Replica) => replica.map(({ id }) => id);
const numbered = (n: number, patch = {}) =>
  aCall({ id: `pbx:${n}`, startedAt: new Date(1_700_000_000_000 + n * 1000).toISOString(), ...patch });

describe('applyMessage', () => {
  it('adds calls from pops and updates', () => {
    const one = applyMessage([], screenPop(numbered(1)));
    expect(ids(applyMessage(one, callUpdate(numbered(2))))).toEqual(['pbx:2', 'pbx:1']);
  });

  it('takes a newer version and refuses an older or equal one', () => {
    const known = [aCall({ version: 3, queue: 'three' })];
    expect(applyMessage(known, callUpdate(aCall({ version: 2, queue: 'two' })))).toBe(known);
    expect(applyMessage(known, callUpdate(aCall({ version: 3, queue: 'again' })))).toBe(known);
    expect(applyMessage(known, callUpdate(aCall({ version: 4, queue: 'four' })))[0]?.queue).toBe('four');
  });

  it('takes the call that comes with a conversation, which may be one of another day', () => {
    const conversation: ServerMessage = {
      type: 'ai_transcription',
      id: 'a',
      at: '2026-11-23T09:00:00.000Z',
      conversationId: 'conv_1',
      agentId: 'agent_1',
      agentName: null,
      startedAt: null,
      durationSeconds: 5,
      summary: null,
      success: 'unknown',
      ended: null,
      evaluation: [],
      collected: [],
      transcript: [],
      callData: ended(numbered(1)),
    };
    expect(ids(applyMessage([numbered(2)], conversation))).toEqual(['pbx:2', 'pbx:1']);
  });

  it('keeps live calls first, each group newest first', () => {
    const replica = [numbered(1), ended(numbered(2)), numbered(3), ended(numbered(4))].reduce<Replica>(
      (calls, call) => applyMessage(calls, callUpdate(call)),
      [],
    );
    expect(ids(replica).slice(0, 2)).toEqual(['pbx:3', 'pbx:1']);
    expect(new Set(ids(replica).slice(2))).toEqual(new Set(['pbx:2', 'pbx:4']));
  });

  it(`never holds more than ${MAX_CALLS}, and drops ended calls before live ones`, () => {
    let replica: Replica = applyMessage([], callUpdate(numbered(0)));
    for (let n = 1; n <= MAX_CALLS + 50; n += 1)
      replica = applyMessage(replica, callUpdate(ended(numbered(n))));
    expect(replica).toHaveLength(MAX_CALLS);
    expect(replica[0]?.id).toBe('pbx:0');
  });

  it('believes a snapshot even where its version is lower, because a restarted relay counts anew', () => {
    const known = [aCall({ version: 9 })];
    const call = aCall({ version: 1, queue: 'support' });
    expect(applyMessage(known, registered({ live: [call] }))).toEqual([call]);
  });

  it('drops a call that ran here but that the snapshot does not know; keeps ended and manual ones', () => {
    const known = [numbered(1), numbered(2), ended(numbered(3))];
    expect(ids(applyMessage(known, registered(), new Set(['pbx:2'])))).toEqual(['pbx:2', 'pbx:3']);
  });

  it('drops the calls of an extension that is not the agent’s any more', () => {
    const mine = numbered(1);
    const lost = numbered(2, { legs: [aLeg('1009')] });
    const manual = numbered(3, { legs: [aLeg('1009')] });
    const update = { type: 'agent_update', id: 'a', at: '2026-11-23T09:00:00.000Z', agent: anna } as const;
    const replica = applyMessage([manual, lost, mine], update, new Set([manual.id]));
    expect(ids(replica)).toEqual([manual.id, mine.id]);
    expect(applyMessage(replica, update, new Set([manual.id]))).toBe(replica);
  });
});
