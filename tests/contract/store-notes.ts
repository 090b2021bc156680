/** The part of the store's contract about agents' notes; `store.test.ts` runs it over every adapter. */
import { describe, expect, it } from 'vitest';
import type { KeptNote } from '../../src/relay/store/note-port';
import type { Store } from '../../src/relay/store/port';
import { aCall, endedCall } from '../support/calls';

type Told = Omit<KeptNote, 'written'>;

const aNote = (agentId: string, more: Partial<Told> = {}): Told => ({
  agentId,
  agentName: `${agentId} "x" 👍`,
  at: '2026-11-23T09:01:00.000Z',
  text: 'Wants a callback <today>\nand the invoice',
  disposition: 'Call back',
  followUps: [
    {
      id: '7d0e4b1c-6b1e-4d46-9a43-0f6d1c2b3a49',
      kind: 'task',
      dueAt: '2026-11-24T09:00:00.000Z',
      subject: 'Send the invoice',
    },
  ],
  writer: 'relay',
  ...more,
});
const nothing: KeptNote['written'] = { block: null, attempt: null, followUps: [] };
const job = (dueAt: number) => ({ dueAt, job: true });
const noJob = (dueAt: number) => ({ dueAt, job: false });

export const noteSuite = (place: () => { store: Store; reopen: () => Store }): void => {
  describe('notes', () => {
    it('are kept per call and agent, the newest in place of the last, also after a restart', () => {
      const { store, reopen } = place();
      store.saveCall(aCall());
      const { id } = aCall();
      store.saveNote(id, aNote('ben'), noJob(1));
      store.saveNote(id, aNote('anna', { at: '2026-11-23T09:02:00.000Z', writer: 'desktop' }), noJob(1));
      const written = {
        block: 'Note by ben',
        attempt: { text: 'so', disposition: null },
        followUps: ['x'],
      };
      store.noteWritten(id, 'ben', written);
      const newer = aNote('ben', {
        at: '2026-11-23T09:03:00.000Z',
        text: '',
        disposition: null,
        followUps: [],
      });
      store.saveNote(id, newer, noJob(1));
      expect(reopen().notesOf(id)).toEqual([
        { ...newer, written },
        { ...aNote('anna', { at: '2026-11-23T09:02:00.000Z', writer: 'desktop' }), written: nothing },
      ]);
    });

    it("are found by who wrote them for a page of calls: his own texts and nobody else's", () => {
      const { store } = place();
      const calls = ['1.1', '1.2', '1.3'].map((linkedId) => aCall({ linkedId }));
      const [first = '', second = '', third = ''] = calls.map(({ id }) => id);
      for (const call of calls) store.saveCall(call);
      store.saveNote(first, aNote('anna', { text: 'Grüße, "so"\n👍' }), noJob(1));
      store.saveNote(first, aNote('ben', { text: "Ben's" }), noJob(1));
      store.saveNote(second, aNote('anna', { text: '' }), noJob(1));
      store.saveNote(third, aNote('anna', { text: 'of another page' }), noJob(1));
      const texts = store.noteTextsOf('anna', [first, second, 'pbx:unknown']);
      expect([...texts].sort()).toEqual([
        [first, 'Grüße, "so"\n👍'],
        [second, ''],
      ]);
      expect(store.noteTextsOf('carla', [first])).toEqual(new Map());
      expect(store.noteTextsOf('anna', [])).toEqual(new Map());
    });

    it('are kept for calls that are stored only, and go with them', () => {
      const { store } = place();
      expect(() => store.saveNote('pbx:never-stored', aNote('anna'), job(1))).toThrow();
      expect(store.dueJobs(9, 9)).toEqual([]);
      const old = endedCall({ endedAt: '2020-01-01T00:00:00.000Z' });
      store.saveEndedCall(old, null);
      store.saveNote(old.id, aNote('anna'), noJob(1));
      expect(store.purgeCallsBefore('2021-01-01T00:00:00.000Z', 9)).toBe(1);
      expect(store.notesOf(old.id)).toEqual([]);
    });

    it('are written after their call, and again when they were changed', () => {
      const { store } = place();
      const call = endedCall();
      store.saveCall(aCall());
      store.saveNote(call.id, aNote('anna'), job(100));
      expect([store.dueJobs(900, 9), store.nextDueAt()]).toEqual([[], null]);
      store.saveEndedCall(call, { dueAt: 200 });
      expect(store.dueJobs(900, 9).map(({ kind }) => kind)).toEqual(['call']);
      store.updateJob({
        callId: call.id,
        kind: 'call',
        status: 'logged',
        attempts: 1,
        dueAt: 200,
        error: null,
      });
      const note = { callId: call.id, kind: 'note', status: 'pending', attempts: 0, error: null } as const;
      expect(store.dueJobs(900, 9)).toEqual([{ ...note, dueAt: 100 }]);
      store.updateJob({ ...note, dueAt: 100, status: 'failed', attempts: 3, error: 'no' });
      expect(store.countJobs('note')).toEqual({ pending: 0, failed: 1, logged: 0, givenUp: 0 });
      store.saveNote(call.id, aNote('anna', { text: 'more' }), job(300));
      expect(store.dueJobs(900, 9)).toEqual([{ ...note, dueAt: 300 }]);
    });

    it('of a call that is not to be logged are owed to nobody', () => {
      const { store } = place();
      const call = endedCall();
      store.saveCall(aCall());
      store.saveNote(call.id, aNote('anna'), job(100));
      store.saveEndedCall(call, null);
      expect(store.countJobs('note').pending).toBe(0);
      expect(store.notesOf(call.id)).toHaveLength(1);
    });

    it('that a desktop has written make due what the relay wrote into the same record, and nothing else', () => {
      const { store } = place();
      const call = endedCall();
      store.saveEndedCall(call, { dueAt: 1 });
      store.saveNote(call.id, aNote('ben'), job(2));
      const logged = { callId: call.id, status: 'logged', attempts: 1, dueAt: 2, error: null } as const;
      for (const kind of ['call', 'note'] as const) store.updateJob({ ...logged, kind });
      store.saveNote(call.id, aNote('anna'), noJob(300));
      expect(store.dueJobs(900, 9)).toEqual([]);
      store.saveNote(call.id, aNote('anna', { writer: 'desktop' }), noJob(300));
      expect(store.dueJobs(900, 9)).toEqual([
        { ...logged, kind: 'note', status: 'pending', attempts: 0, dueAt: 300 },
      ]);
    });
  });

  it('remembers whom a record was linked to, as long as its call', () => {
    const { store, reopen } = place();
    const call = endedCall({ endedAt: '2020-01-01T00:00:00.000Z' });
    expect(() => store.moveRecord('pbx:none', { module: 'Contacts', id: 'a' }, 1)).toThrow();
    store.saveEndedCall(call, { dueAt: 1 });
    store.moveRecord(call.id, { module: 'Leads', id: 'b' }, 50);
    store.moveRecord(call.id, { module: 'Contacts', id: 'a' }, 60);
    store.moveRecord(call.id, { module: 'Contacts', id: 'a' }, 70);
    store.moveRecord(call.id, null, 80);
    expect(store.dueJobs(900, 9).map(({ kind }) => kind)).toEqual(['call']);
    const logged = { callId: call.id, status: 'logged', attempts: 1, dueAt: 1, error: null } as const;
    store.updateJob({ ...logged, kind: 'call' });
    expect(store.dueJobs(900, 9)).toEqual([
      { ...logged, kind: 'contact', status: 'pending', attempts: 0, dueAt: 80 },
    ]);
    const again = reopen();
    expect(again.formerContacts(call.id)).toEqual([
      { module: 'Contacts', id: 'a' },
      { module: 'Leads', id: 'b' },
    ]);
    again.updateJob({ ...logged, kind: 'contact' });
    expect(again.purgeCallsBefore('2021-01-01T00:00:00.000Z', 9)).toBe(1);
    expect(again.formerContacts(call.id)).toEqual([]);
  });
};
