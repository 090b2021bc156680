import { expect, it } from 'vitest';
import { aCall, answeredBy } from '../../../tests/support/calls';
import type { Pop } from '../../shared/ipc/state';
import { createNewRings } from './new-rings';

const call = aCall();
const pop: Pop = {
  callId: call.id,
  messageId: 'm1',
  reason: 'ringing',
  extension: '1001',
  shownAt: call.startedAt,
  closing: null,
};
const nothing = { pops: [], notices: [], calls: [call] };

it('hears each ring once, as a card or as a notification', () => {
  const rings = createNewRings();
  expect(rings(nothing)).toBe(false);
  expect(rings({ ...nothing, pops: [pop] })).toBe(true);
  expect(rings({ ...nothing, pops: [pop] })).toBe(false);
  expect(rings({ ...nothing, pops: [pop], notices: [{ ...pop, messageId: 'm2' }] })).toBe(true);
});

it.each([
  ['what somebody shows him', { ...nothing, pops: [{ ...pop, reason: 'manual' as const }] }],
  ['a card that comes at answering', { ...nothing, pops: [pop], calls: [answeredBy(call, '1001')] }],
])('does not hear %s', (_what, state) => {
  const rings = createNewRings();
  rings(nothing);
  expect(rings(state)).toBe(false);
});

it('does not hear what rang before it listened', () => {
  expect(createNewRings()({ ...nothing, pops: [pop] })).toBe(false);
});
