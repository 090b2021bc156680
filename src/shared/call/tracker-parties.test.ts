import { describe, expect, it } from 'vitest';
import { compileRewrite } from '../phone/rewrite';
import type { ChannelInfo, PbxEvent } from './pbx-event';
import { createTrackerState, liveCalls, track } from './tracker';

const channel = (id: string, more: Partial<ChannelInfo>): ChannelInfo => ({
  uniqueId: id,
  linkedId: '1.1',
  name: `PJSIP/trunk-${id}`,
  state: 'ring',
  callerNumber: null,
  callerName: null,
  connectedNumber: null,
  exten: null,
  context: null,
  ...more,
});
const provider = compileRewrite({ match: '^049(\\d+)$', replace: '+49$1', direction: 'both' });
const callAfter = (...events: PbxEvent[]) => {
  const state = createTrackerState({
    pbxId: 'pbx',
    defaultCountry: 'DE',
    linePrefix: '0',
    rewrite: provider.ok ? [provider.value] : [],
  });
  for (const event of events) track(state, event);
  return liveCalls(state)[0];
};

describe('numbers of a call, by the rules of its PBX', () => {
  it('inbound: as the provider spells them, and no line prefix is looked for', () => {
    const caller = channel('1.1', { callerNumber: '0491711234567', exten: '04930555001' });
    expect(callAfter({ kind: 'channel-created', at: 1, channel: caller })).toMatchObject({
      direction: 'inbound',
      remote: { number: '+491711234567' },
      dialled: '+4930555001',
    });
  });

  it('outbound: what the agent dialled with his prefix is what the trunk is told without it', () => {
    const phone = channel('1.1', { name: 'PJSIP/1001-1', exten: '001711234567' });
    const trunk = channel('1.2', { state: 'down' });
    const call = callAfter(
      { kind: 'channel-created', at: 1, channel: phone },
      { kind: 'channel-created', at: 2, channel: trunk },
      { kind: 'dial-began', at: 3, from: phone, to: trunk, dialString: '0491711234567@trunk' },
    );
    expect(call).toMatchObject({
      direction: 'outbound',
      dialled: '+491711234567',
      remote: { number: '+491711234567' },
    });
  });
});
