import { expect, it } from 'vitest';
import { aCall, aLeg } from '../../../tests/support/calls';
import { colleague } from './colleagues';

it('says who has a phone where the relay has told it, and always which phone it is', () => {
  const call = aCall({ legs: [aLeg('1001'), aLeg('1002', { name: 'Ben Carter' }), aLeg('1003')] });
  expect(colleague(call, '1002')).toBe('Ben Carter (1002)');
  expect(colleague(call, '1003')).toBe('1003');
  // Gone from the call, or never in it.
  expect(colleague(call, '1009')).toBe('1009');
});
