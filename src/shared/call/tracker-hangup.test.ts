import { describe, expect, it } from 'vitest';
import type { ChannelInfo, PbxEvent } from './pbx-event';
import { createTrackerState, findCall, track } from './tracker';

const channel = (id: string, more: Partial<ChannelInfo>): ChannelInfo => ({
  uniqueId: id,
  linkedId: '1.1',
  name: `PJSIP/trunk-${id}`,
  state: 'up',
  callerNumber: '0171 1234567',
  callerName: null,
  connectedNumber: null,
  exten: '1001',
  context: null,
  ...more,
});
const customer = channel('1.1', {});
const phone = channel('1.2', { name: 'PJSIP/1001-2' });
const cause = { code: 16, text: 'Normal Clearing' };

/** Both talk, and then this happens. */
const endedBy = (...events: PbxEvent[]) => {
  const state = createTrackerState({ pbxId: 'pbx', defaultCountry: 'DE' });
  const bridge = { bridgeId: 'b1', bridgeKind: 'basic' } as const;
  const talk: PbxEvent[] = [
    { kind: 'channel-created', at: 1, channel: { ...customer, state: 'ring' } },
    { kind: 'channel-created', at: 2, channel: { ...phone, state: 'down' } },
    { kind: 'dial-began', at: 3, from: customer, to: phone, dialString: '1001' },
    { kind: 'dial-ended', at: 4, from: customer, to: phone, status: 'answer' },
    { kind: 'bridge-entered', at: 5, ...bridge, channel: phone },
    { kind: 'bridge-entered', at: 6, ...bridge, channel: customer },
  ];
  for (const event of [...talk, ...events]) track(state, event);
  const call = findCall(state, 'pbx:1.1');
  return { state: call?.state, outcome: call?.outcome, endedBy: call?.endedBy };
};
const leaves = (one: ChannelInfo): PbxEvent => ({
  kind: 'bridge-left',
  at: 10,
  bridgeId: 'b1',
  channel: one,
});
const goes = (one: ChannelInfo): PbxEvent => ({ kind: 'hung-up', at: 11, channel: one, cause });

describe('a talk that nobody asked to end', () => {
  it.each([
    ['his channel goes first', [goes(phone), goes(customer)]],
    ['the customer’s channel goes first', [goes(customer), goes(phone)]],
  ])('was ended by the agent whose phone left it first: %s', (_order, gone) => {
    expect(endedBy(leaves(phone), leaves(customer), ...gone)).toEqual({
      state: 'ended',
      outcome: 'answered',
      endedBy: 'agent',
    });
  });

  it('was ended by the PBX where the customer left it first', () => {
    expect(endedBy(leaves(customer), leaves(phone), goes(customer), goes(phone))).toMatchObject({
      state: 'ended',
      endedBy: 'pbx',
    });
  });

  it('was ended by the PBX that goes down, whoever leaves it first', () => {
    const down: PbxEvent = { kind: 'shutdown-requested', at: 9, channel: customer };
    expect(endedBy(down, leaves(phone), leaves(customer), goes(phone), goes(customer)).endedBy).toBe('pbx');
  });

  it('was ended by the customer, who had asked', () => {
    const asks: PbxEvent = { kind: 'hangup-requested', at: 9, channel: customer, cause: 16 };
    expect(endedBy(asks, leaves(customer), leaves(phone), goes(customer), goes(phone)).endedBy).toBe(
      'remote',
    );
  });
});
