import { describe, expect, it } from 'vitest';
import { aCall, anna, ended } from '../../../../tests/support/calls';
import type { CrmRecord } from '../../call/call';
import { newEntry, withFollowUps, withNote, type NoteEntry } from './entry';
import { nextStep, noteWritten, relayTold, type Surroundings } from './steps';
import { viewOf } from './view';

const start = Date.parse('2026-11-23T09:00:00.000Z');
const now = Date.parse('2026-11-23T09:10:00.000Z');
const note = { text: 'Wants the invoice', disposition: null };
const record = (status: CrmRecord['status']): CrmRecord => ({ status, id: null, url: null, error: null });
const over = (status: CrmRecord['status']) => ({ ...ended(aCall()), crmRecord: record(status) });
const noted = (call = over('logged')): NoteEntry => withNote(newEntry(anna, call, start), note, start);
const here: Surroundings = { writer: 'crm', relayLogs: true, linked: true, now };
const told = (entry: NoteEntry): NoteEntry => ({ ...entry, told: true });
const followUp = {
  id: '7d0f3c52-53a5-4c2a-9a4e-3d1f6f7e2b10',
  kind: 'task' as const,
  dueAt: '2026-11-24T09:00:00.000Z',
  subject: 'Call back',
  status: 'waiting' as const,
  problem: null,
  url: null,
};

describe('nextStep', () => {
  it.each<[string, NoteEntry, Partial<Surroundings>, ReturnType<typeof nextStep>]>([
    ['a note of a call that is logged is written', noted(), {}, { step: { kind: 'write', note }, at: null }],
    [
      'while the agent types, nothing',
      withNote(noted(), { ...note, text: 'x' }, now - 1_000),
      {},
      { step: null, at: now + 2_000 },
    ],
    ['while the call runs, the relay is told', noted(aCall()), {}, { step: { kind: 'tell' }, at: null }],
    ['while the call runs, nothing else', told(noted(aCall())), {}, { step: null, at: null }],
    [
      'a record on its way is given time',
      told(noted(over('pending'))),
      { now: Date.parse('2026-11-23T09:03:10.000Z') },
      { step: null, at: Date.parse('2026-11-23T09:03:30.000Z') },
    ],
    [
      'a record on its way for long is looked for',
      told(noted(over('pending'))),
      {},
      { step: { kind: 'write', note }, at: null },
    ],
    ['a call without a record keeps its note', told(noted(over('off'))), {}, { step: null, at: null }],
    [
      'unless desktops log',
      told(noted(over('off'))),
      { relayLogs: false },
      { step: { kind: 'write', note }, at: null },
    ],
    [
      'what was refused waits for the agent',
      told({ ...noted(), failed: true }),
      {},
      { step: null, at: null },
    ],
    [
      'what may stand there is settled first',
      { ...noted(), attempt: { ...note, text: 'old' } },
      {},
      { step: { kind: 'write', note: { ...note, text: 'old' } }, at: null },
    ],
    [
      'without a sign-in the relay writes, when the call is over',
      told(noted()),
      { writer: 'relay' },
      { step: { kind: 'tell' }, at: null },
    ],
    ['without a relay it waits', noted(), { writer: 'relay', linked: false }, { step: null, at: null }],
    [
      'a follow-up goes although the call has no record',
      told(withFollowUps(newEntry(anna, over('off'), start), [followUp], start)),
      {},
      { step: { kind: 'follow-up', followUp }, at: null },
    ],
  ])('%s', (_, entry, more, expected) => {
    expect(nextStep(entry, { ...here, ...more })).toEqual(expected);
  });

  it('tells the relay after the note is written, and looks then whether it is still there', () => {
    const written = noteWritten(noted(), { note, written: 'Note', now });
    expect(nextStep(written, here).step).toEqual({ kind: 'tell' });
    const after = relayTold(written, written, 'crm', now);
    expect(nextStep(after, here).step).toEqual({ kind: 'check' });
  });
});

describe('viewOf', () => {
  it.each<[string, NoteEntry, Partial<Surroundings>, string, RegExp | null]>([
    ['kept while the call runs', noted(aCall()), {}, 'kept', null],
    ['waiting after it', noted(), {}, 'waiting', null],
    ['waiting for a sign-in', noted(over('off')), { writer: null, relayLogs: false }, 'waiting', /^Sign in/],
    ['kept where there is no record', noted(over('off')), {}, 'kept', /not logged/],
    ['failed', { ...noted(), failed: true, problem: 'Deleted.' }, {}, 'failed', /Deleted/],
    ['saved', noteWritten(noted(), { note, written: 'Note', now }), {}, 'saved', null],
  ])('%s', (_, entry, more, status, problem) => {
    const view = viewOf(entry, { ...here, ...more });
    expect(view.status).toBe(status);
    if (problem === null) expect(view.problem).toBeNull();
    else expect(view.problem).toMatch(problem);
  });
});
