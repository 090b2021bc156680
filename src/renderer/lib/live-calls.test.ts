import { expect, it } from 'vitest';
import type { Pop } from '../../shared/ipc/state';
import { aCall, aLeg } from '../../../tests/support/past-calls';
import { liveCalls } from './live-calls';

const agent = { id: 'anna', name: 'Anna', pbxId: 'pbx', extensions: ['1001'], crmUserId: null };
const call = aCall({
  state: 'connected',
  legs: [aLeg('1001', { endReason: 'answered-elsewhere' }), aLeg('1002', { state: 'connected' })],
});
const pop: Pop = {
  callId: call.id,
  messageId: 'm',
  reason: 'ringing',
  extension: '1001',
  shownAt: call.startedAt,
  closing: { why: 'answered-elsewhere', by: '1002', at: null },
};
const mine = aCall({ id: 'pbx:2', state: 'ringing', legs: [aLeg('1001', { state: 'ringing' })] });

it('leaves out what a colleague answered, once its pop has gone', () => {
  expect(liveCalls({ calls: [call, mine], pops: [pop], agent })).toEqual([call, mine]);
  expect(liveCalls({ calls: [call, mine], pops: [], agent })).toEqual([mine]);
});

it('keeps a call shown by hand, and drops an ended one', () => {
  const shown = aCall({ id: 'pbx:3', state: 'connected' });
  expect(liveCalls({ calls: [shown, aCall({ id: 'pbx:4' })], pops: [], agent })).toEqual([shown]);
});
