import { expect, it } from 'vitest';
import type { ChannelInfo, ListedChannel, PbxEvent } from './pbx-event';
import { createTrackerState, liveCalls, track } from './tracker';

const channel = (uniqueId: string, name: string, more: Partial<ChannelInfo> = {}): ChannelInfo => ({
  uniqueId,
  linkedId: '1.1',
  name,
  state: 'up',
  callerNumber: null,
  callerName: null,
  connectedNumber: null,
  exten: null,
  context: null,
  ...more,
});
const customer = channel('1.1', 'PJSIP/trunk-1', { state: 'ring', callerNumber: '+491711234567' });
const desk = channel('1.2', 'PJSIP/1001-2', { state: 'down' });
const bridged = { bridgeId: 'b', bridgeKind: 'basic' } as const;
const talking: PbxEvent[] = [
  { kind: 'channel-created', at: 1_000, channel: customer },
  { kind: 'channel-created', at: 2_000, channel: desk },
  { kind: 'dial-began', at: 2_000, from: customer, to: desk, dialString: null },
  { kind: 'bridge-entered', at: 3_000, channel: { ...desk, state: 'up' }, ...bridged },
  { kind: 'bridge-entered', at: 3_000, channel: { ...customer, state: 'up' }, ...bridged },
];
const listed = (info: ChannelInfo, application: string): ListedChannel => ({
  ...info,
  state: 'up',
  application,
  applicationData: null,
  durationSeconds: 2,
  bridgeId: 'b',
  dialledNumber: null,
  handOver: null,
});
const list = (lostAt: number | null): PbxEvent => ({
  kind: 'snapshot',
  at: 60_000,
  requestedAt: 59_000,
  lostAt,
  channels: [listed(customer, 'Dial'), listed(desk, 'AppDial')],
});
/** Another phone of the same extension calls a colleague. */
const otherPhone = channel('2.1', 'PJSIP/1001-3', { linkedId: '2.1', state: 'ring', exten: '1002' });
const colleague = channel('2.2', 'PJSIP/1002-4', { linkedId: '2.1', state: 'ringing' });
const calling: PbxEvent[] = [
  { kind: 'channel-created', at: 61_000, channel: otherPhone },
  { kind: 'channel-created', at: 61_000, channel: colleague },
  { kind: 'dial-began', at: 61_000, from: otherPhone, to: colleague, dialString: null },
];

it.each([
  ['a sweep, with nothing lost: the customer was not put on hold, so it is a call of its own', null, 2],
  ['a gap, in which the customer may have been put on hold: a consultation', 30_000, 1],
] as const)('after %s', (_what, lostAt, calls) => {
  const state = createTrackerState({ pbxId: 'pbx', defaultCountry: 'DE' });
  for (const event of [...talking, list(lostAt), ...calling]) track(state, event);
  expect(liveCalls(state)).toHaveLength(calls);
});
