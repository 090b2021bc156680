import { describe, expect, it } from 'vitest';
import { aCall, anna, ended } from '../../../../tests/support/calls';
import { startTestCompanion } from '../../../../tests/support/companion';
import { callUpdate, screenPop } from '../../../../tests/support/fake-relay-socket';
import type { NoteEntry } from './entry';

const callId = aCall().id;
const note = { callId, text: 'Wants the invoice again', disposition: null };

const ringing = (entries: readonly NoteEntry[] = []) => {
  const saves: (readonly NoteEntry[])[] = [];
  const store = { entries, save: (kept: readonly NoteEntry[]) => Promise.resolve(void saves.push(kept)) };
  const world = startTestCompanion({ notes: store });
  world.relay.accept();
  world.relay.tell(screenPop(aCall()));
  return { ...world, saves, handlers: world.companion.handlers };
};

describe('a note', () => {
  it('is kept before the answer, and shown', async () => {
    const { handlers, saves, state } = ringing();
    await handlers['note:save'](note);
    expect(saves.at(-1)).toMatchObject([{ agentId: anna.id, note: { text: note.text }, revision: 1 }]);
    expect(state().notes[callId]).toMatchObject({ text: note.text, status: 'kept', followUps: [] });
  });

  it('is there after the next start', async () => {
    const first = ringing();
    await first.handlers['note:save'](note);
    const second = ringing(first.saves.at(-1));
    expect(second.state().notes[callId]).toMatchObject({ text: note.text });
  });

  it('that was emptied again leaves nothing', async () => {
    const { handlers, state } = ringing();
    await handlers['note:save'](note);
    await handlers['note:save']({ ...note, text: '' });
    expect(state().notes).toEqual({});
  });

  it('of a call that nobody knows is refused', async () => {
    const { handlers } = ringing();
    await expect(handlers['note:save']({ ...note, callId: 'pbx:other' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('waits for its record once the call is over', async () => {
    const { handlers, relay, state } = ringing();
    await handlers['note:save'](note);
    const crmRecord = { status: 'pending' as const, id: null, url: null, error: null };
    relay.tell(callUpdate({ ...ended(aCall()), crmRecord }));
    expect(state().notes[callId]?.status).toBe('waiting');
  });
});

describe('a follow-up', () => {
  const followUp = { callId, kind: 'task' as const, dueAt: '2026-11-24T09:00:00.000Z', subject: 'Call back' };

  it('is listed, and gone once it is removed', async () => {
    const { handlers, state } = ringing();
    const { id } = await handlers['follow-up:add'](followUp);
    expect(state().notes[callId]?.followUps).toMatchObject([{ id, subject: 'Call back', status: 'waiting' }]);
    await handlers['follow-up:remove']({ callId, id });
    expect(state().notes).toEqual({});
  });
});
