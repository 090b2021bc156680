import { expect, it } from 'vitest';
import { aCall, aLeg, anna } from '../../../tests/support/calls';
import { cardPart, phonePart, type TestCall } from './test-call';

const asked: TestCall = {
  popId: 'pbx:p',
  callId: 'pbx:c',
  popProblem: null,
  callProblem: null,
  isOver: false,
};
const pop = {
  callId: 'pbx:p',
  messageId: 'm',
  reason: 'manual',
  extension: null,
  shownAt: '2026-11-23T09:00:00.000Z',
  closing: null,
} as const;
const nothing = { pops: [], calls: [], agent: anna };

it('waits for the card, sees it, or says that nothing came', () => {
  expect(cardPart(asked, nothing)).toBe('waiting');
  expect(cardPart(asked, { ...nothing, pops: [pop] })).toBe('good');
  expect(cardPart({ ...asked, isOver: true }, nothing)).toBe('silent');
  expect(cardPart({ ...asked, popProblem: 'No.' }, nothing)).toBe('refused');
});

it('believes in the phone when one of his own has rung, not another', () => {
  const of = (extension: string) => ({
    ...nothing,
    calls: [{ ...aCall({ legs: [aLeg(extension)] }), id: 'pbx:c' }],
  });
  expect(phonePart(asked, nothing)).toBe('waiting');
  expect(phonePart(asked, of('1001'))).toBe('good');
  expect(phonePart(asked, of('1099'))).toBe('waiting');
  expect(phonePart({ ...asked, isOver: true }, of('1099'))).toBe('silent');
  expect(phonePart({ ...asked, callProblem: 'No.' }, nothing)).toBe('refused');
});
