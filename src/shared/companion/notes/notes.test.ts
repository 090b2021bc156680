import { describe, expect, it } from 'vitest';
import { aCall, anna, ended } from '../../../../tests/support/calls';
import { startTestCompanion } from '../../../../tests/support/companion';
import { callUpdate, screenPop } from '../../../../tests/support/fake-relay-socket';
import { AppError } from '../../errors';
import { err, ok } from '../../result';
import type { NoteEntry } from './entry';
import type { NoteWriter } from './outbox';

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

  it('that was sent stays until the CRM has said whether it is there, also over a crash', async () => {
    const over = callUpdate(ended(aCall()));
    const signedIn = (writeFollowUp: NoteWriter['writeFollowUp']) => ({
      lookup: null,
      notes: { writeNote: () => Promise.resolve(ok({ written: null })), writeFollowUp },
      account: null,
      state: 'connected' as const,
      problem: null,
    });
    const first = ringing();
    const { id } = await first.handlers['follow-up:add'](followUp);
    first.companion.setCrm(
      signedIn(async ({ sending }) => {
        await sending();
        return new Promise(() => {});
      }),
    );
    first.relay.tell(over);
    await first.clock.advanceAsync(5_000);
    expect(first.saves.at(-1)).toMatchObject([{ sent: [id] }]);

    const second = ringing(first.saves.at(-1));
    second.relay.tell(over);
    second.relay.current().events.closed(1006);
    await expect(second.handlers['follow-up:remove']({ callId, id })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('may be there already') as string,
    });
    // It was not: the CRM refuses it.
    const refused = err(new AppError('crm_refused', 'Tasks are not for you.'));
    second.companion.setCrm(signedIn(() => Promise.resolve(refused)));
    await second.clock.advanceAsync(5_000);
    expect(second.state().notes[callId]?.followUps).toMatchObject([{ id, status: 'failed' }]);
    await second.handlers['follow-up:remove']({ callId, id });
    expect(second.state().notes).toEqual({});
  });

  it('that only waits for the CRM can be removed', async () => {
    const { handlers, companion, relay, clock, state } = ringing();
    const { id } = await handlers['follow-up:add'](followUp);
    const away = err(new AppError('crm_unavailable', 'SuiteCRM is away.', { retryable: true }));
    companion.setCrm({
      lookup: null,
      // Whom it is about could not even be asked.
      notes: { writeNote: () => Promise.resolve(away), writeFollowUp: () => Promise.resolve(away) },
      account: null,
      state: 'connected',
      problem: null,
    });
    relay.tell(callUpdate(ended(aCall())));
    relay.current().events.closed(1006);
    await clock.advanceAsync(5_000);
    expect(state().notes[callId]?.followUps).toMatchObject([{ id, problem: 'SuiteCRM is away.' }]);
    await handlers['follow-up:remove']({ callId, id });
    expect(state().notes).toEqual({});
  });
});
