import { expect, it } from 'vitest';
import { aCall, endedCall, maria } from '../../../tests/support/calls';
import { startTestCompanion } from '../../../tests/support/companion';
import { registered, screenPop } from '../../../tests/support/fake-relay-socket';
import { noContext } from '../protocol/crm-context';
import { createChoiceStore, type Choices } from './choices';

const at = '2026-11-23T09:00:00.000Z';
const ref = { module: 'Contacts', id: 'c-1' } as const;

const start = () => {
  const call = aCall();
  const other = endedCall({ linkedId: '9.9' });
  let kept: Choices = {
    [call.remote.number ?? '']: { ...ref, callId: call.id },
    '+4930999': { ...ref, callId: other.id },
  };
  let notes: readonly unknown[] = [];
  const desk = startTestCompanion({
    crm: { lookup: () => Promise.resolve({ ...noContext, contact: maria }) },
    choices: createChoiceStore(kept, (choices) => {
      kept = choices;
      return Promise.resolve();
    }),
    notes: {
      entries: [],
      save: (entries) => {
        notes = entries;
        return Promise.resolve();
      },
    },
  });
  desk.relay.accept({ live: [call], ended: [other] });
  desk.relay.tell(screenPop(call));
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { ...desk, call, other, kept: () => kept, notes: () => notes, settled };
};

it('drops the call, its pop, what the CRM said, the note and the choice; the others stay', async () => {
  const { call, other, companion, relay, state, kept, notes, settled } = start();
  await companion.handlers['note:save']({ callId: call.id, text: 'wants the new tariff', disposition: null });
  await settled();
  expect([state().pops.length, Object.keys(state().crm), notes().length]).toEqual([1, [call.id], 1]);
  relay.tell({ type: 'calls_forgotten', id: 'f1', at, callIds: [call.id] });
  await settled();
  expect(state().calls.map(({ id }) => id)).toEqual([other.id]);
  expect(state()).toMatchObject({ pops: [], crm: {}, notes: {} });
  expect(notes()).toEqual([]);
  expect(Object.keys(kept())).toEqual(['+4930999']);
});

it('hears at its next sign-in what was forgotten while it was away', async () => {
  const { call, other, relay, state, kept, settled } = start();
  relay.tell({ ...registered({ live: [call] }), forgotten: [other.id] });
  await settled();
  expect(state().calls.map(({ id }) => id)).toEqual([call.id]);
  expect(Object.keys(kept())).toEqual([call.remote.number]);
});
