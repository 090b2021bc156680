import { describe, expect, it } from 'vitest';
import type { ToldHandOver } from './hand-over';
import type { ChannelInfo, ListedChannel, PbxEvent } from './pbx-event';
import { adopt, amend, createTrackerState, liveCalls, track, type TrackerState } from './tracker';

const channel = (id: string, name: string, more: Partial<ChannelInfo> = {}): ChannelInfo => ({
  uniqueId: id,
  linkedId: '1.1',
  name,
  state: 'ring',
  callerNumber: '491711234567',
  callerName: null,
  connectedNumber: null,
  exten: '4930555301',
  context: 'from-pstn',
  ...more,
});
const caller = channel('1.1', 'PJSIP/trunk-main-00000000', { state: 'up' });
const assistant = channel('1.2', 'PJSIP/elevenlabs-00000001', { state: 'down', context: 'from-assistant' });
const word = (more: Partial<ToldHandOver> = {}): ToldHandOver => ({
  from: assistant.name,
  conversationId: 'conv_1',
  agentId: '',
  summary: null,
  facts: [{ name: 'reason', value: 'Delivery' }],
  ...more,
});

const newState = (handOverTrunks: string[] = []) =>
  createTrackerState({ pbxId: 'pbx', defaultCountry: 'DE', handOverTrunks });
const after = (state: TrackerState, ...events: PbxEvent[]) => {
  for (const event of events) track(state, event);
  return liveCalls(state)[0]?.ai;
};
const calls: PbxEvent = { kind: 'channel-created', at: 1, channel: { ...caller, state: 'ring' } };
const talks: PbxEvent[] = [
  { kind: 'channel-created', at: 2, channel: assistant },
  { kind: 'bridge-entered', at: 3, bridgeId: 'b', bridgeKind: 'basic', channel: caller },
  {
    kind: 'bridge-entered',
    at: 3,
    bridgeId: 'b',
    bridgeKind: 'basic',
    channel: { ...assistant, state: 'up' },
  },
];
const says = (told: ToldHandOver, at = 4): PbxEvent => ({ kind: 'handed-over', at, channel: caller, told });
const listed = (info: ChannelInfo, handOver: ToldHandOver | null): ListedChannel => ({
  ...info,
  application: 'Dial',
  applicationData: null,
  durationSeconds: 9,
  bridgeId: null,
  dialledNumber: null,
  handOver,
});
const list = (...channels: ListedChannel[]): PbxEvent => ({
  kind: 'snapshot',
  at: 9,
  requestedAt: 8,
  lostAt: 5,
  channels,
});

describe('an AI agent in a call', () => {
  it('is seen by its trunk once it talks, not while it only rings', () => {
    const state = newState();
    expect(after(state, calls, talks[0] ?? calls)).toBeNull();
    expect(after(state, ...talks.slice(1))).toMatchObject({
      conversationId: '',
      partial: true,
      handOver: { facts: [] },
    });
  });

  it('adds to what it told before; another one begins anew', () => {
    const state = newState();
    after(state, calls, ...talks, says(word({ summary: 'Short.' })));
    const more = after(state, says(word({ facts: [{ name: 'order', value: '4711' }] }), 5));
    expect(more).toMatchObject({ conversationId: 'conv_1', summary: 'Short.', partial: true });
    expect(more?.handOver?.facts.map(({ name }) => name)).toEqual(['order', 'reason']);
    const other = after(state, says(word({ conversationId: 'conv_2', facts: [] }), 6));
    expect(other).toMatchObject({ conversationId: 'conv_2', summary: null, handOver: { facts: [] } });
  });

  it('does not take back what its provider has told meanwhile', () => {
    const state = newState();
    after(state, calls, ...talks);
    const whole = {
      conversationId: 'conv_1',
      agentId: 'agent_1',
      summary: 'Whole.',
      success: 'success' as const,
      durationSeconds: 40,
      transcriptLines: 9,
      matchedBy: 'header' as const,
    };
    amend(state, 'pbx:1.1', { ai: whole }, 4);
    expect(after(state, says(word({ summary: 'So far.' }), 5))).toEqual({
      ...whole,
      handOver: { at: '1970-01-01T00:00:00.005Z', facts: word().facts },
    });
  });
});

describe('whose word is not taken', () => {
  it.each([
    ['a call without an AI agent, whatever the event says', newState(), []],
    ['an AI agent in the call, the word of another trunk', newState(), talks],
  ] as const)('%s', (_, state, before) => {
    const from = before.length > 0 ? caller.name : assistant.name;
    const ai = after(state, calls, ...before, says(word({ from })));
    expect(ai?.handOver?.facts ?? []).toEqual([]);
  });

  it("a carrier's trunk counts where it is configured, and only where something was told", () => {
    const empty = word({ from: caller.name, conversationId: '', facts: [] });
    expect(after(newState(['trunk-main']), calls, says(empty))).toBeNull();
    const carried = after(newState(['trunk-main']), calls, says(word({ from: caller.name })));
    expect(carried).toMatchObject({ conversationId: 'conv_1', handOver: { facts: word().facts } });
  });

  it('a channel that is no part of a call that runs', () => {
    const state = newState();
    after(state, calls, ...talks);
    expect(after(state, { ...says(word()), channel: channel('7.7', caller.name) } as PbxEvent)).toMatchObject(
      {
        handOver: { facts: [] },
      },
    );
  });
});

describe('a relay that was away', () => {
  it("reads it from the channel, also when the AI agent's own is gone", () => {
    expect(after(newState(), list(listed(caller, word())))).toMatchObject({
      conversationId: 'conv_1',
      partial: true,
      handOver: { facts: word().facts },
    });
    expect(after(newState(), list(listed(caller, word({ from: caller.name }))))).toBeNull();
  });

  it('keeps what it had stored, and hears more', () => {
    const before = newState();
    after(before, calls, ...talks, says(word()));
    const state = adopt(newState(), liveCalls(before));
    const [, story] = [after(state, list(listed(caller, word()))), liveCalls(state)[0]];
    expect(story?.ai).toEqual(liveCalls(before)[0]?.ai);
    expect(after(state, says(word({ summary: 'More.' }), 20))).toMatchObject({ summary: 'More.' });
  });
});
