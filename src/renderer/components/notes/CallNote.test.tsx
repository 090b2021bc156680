// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Bridge, Reply } from '../../../shared/ipc/contract';
import type { NoteState } from '../../../shared/ipc/notes';
import { startI18n } from '../../i18n';
import { BridgeProvider } from '../../stores/bridge-context';
import type { Mirror } from '../../stores/companion-store';
import { REST_MS } from '../../stores/note-drafts';
import { CallNote } from './CallNote';

const CALL = 'pbx:1';
const kept: NoteState = { text: 'Hello', disposition: null, status: 'kept', problem: null, followUps: [] };
const planned: NoteState['followUps'][number] = {
  id: '11111111-2222-4333-8444-555555555555',
  kind: 'task',
  dueAt: '2026-03-04T08:00:00.000Z',
  subject: 'Send the offer',
  status: 'waiting',
  problem: null,
  url: null,
};

const setup = (stored: NoteState | null = null) => {
  const asked: [string, unknown][] = [];
  const told: string[] = [];
  let reply: Reply<never> = { ok: true, value: undefined as never };
  const bridge: Bridge = {
    platform: 'electron',
    invoke: (channel, input) => {
      asked.push([channel, input]);
      return Promise.resolve(reply);
    },
    on: () => () => undefined,
  };
  const store = createStore<Mirror>(() => ({ state: null, problem: null }));
  const view = (note: NoteState | null, shown = true) => (
    <BridgeProvider bridge={bridge} store={store}>
      {shown && (
        <CallNote
          callId={CALL}
          stored={note}
          who="Maria Lindqvist"
          dispositions={['Sold', 'No interest']}
          web={false}
          onDone={() => told.push('done')}
          onWriting={(writing) => told.push(writing ? 'writes' : 'rests')}
          onChanged={() => told.push('changed')}
        />
      )}
    </BridgeProvider>
  );
  const { rerender } = render(view(stored));
  return {
    asked,
    told,
    saves: () => asked.flatMap(([channel, input]) => (channel === 'note:save' ? [input] : [])),
    show: (note: NoteState | null, shown = true) => rerender(view(note, shown)),
    refuse: (message: string) => {
      reply = { ok: false, error: { code: 'internal', message } };
    },
  };
};
const field = (): HTMLTextAreaElement => screen.getByRole('textbox', { name: 'Note' });
const type = (text: string): void => void fireEvent.change(field(), { target: { value: text } });
const pass = async (ms: number): Promise<void> => {
  await act(() => vi.advanceTimersByTimeAsync(ms));
};
const rest = (): Promise<void> => pass(REST_MS);

beforeAll(() => void startI18n(['en-GB']));
beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-03-03T13:05:00.000Z') }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('the note of a call', () => {
  it('is kept when the typing rests, with its result', async () => {
    const { saves } = setup();
    type('Wants the tariff');
    expect(saves()).toEqual([]);
    await rest();
    fireEvent.change(screen.getByRole('combobox', { name: 'Result of the call' }), {
      target: { value: 'Sold' },
    });
    await rest();
    expect(saves()).toEqual([
      { callId: CALL, text: 'Wants the tariff', disposition: null },
      { callId: CALL, text: 'Wants the tariff', disposition: 'Sold' },
    ]);
  });

  it('is kept at once when the field is left, and when it is taken away', () => {
    const { saves, show } = setup();
    type('a');
    fireEvent.blur(field());
    type('ab');
    show(null, false);
    expect(saves()).toMatchObject([{ text: 'a' }, { text: 'ab' }]);
  });

  it('outlives its card: what is not kept yet is there when the card comes back', async () => {
    const { refuse, show } = setup();
    refuse('The disk is full.');
    type('Important');
    await rest();
    expect(screen.getByRole('status').textContent).toContain('Not kept yet: The disk is full.');
    show(null, false);
    show(null);
    expect(field().value).toBe('Important');
  });

  it('shows what another window wrote, but not over what is being typed here', async () => {
    const { show } = setup(kept);
    show({ ...kept, text: 'Hello there' });
    expect(field().value).toBe('Hello there');
    type('Mine');
    show({ ...kept, text: 'Theirs' });
    expect(field().value).toBe('Mine');
    await rest();
    show({ ...kept, text: 'Mine' });
    show({ ...kept, text: 'Theirs, later' });
    expect(field().value).toBe('Theirs, later');
  });

  it('tells when somebody writes in it, wherever in it the keys are', () => {
    const { told } = setup();
    field().focus();
    screen.getByRole('combobox').focus();
    screen.getByRole('combobox').blur();
    expect(told).toEqual(['writes', 'writes', 'rests']);
  });

  it.each([
    ['Escape', {}],
    ['Enter', { ctrlKey: true }],
    ['Enter', { metaKey: true }],
  ])('is done with %s %o', (key, modifiers) => {
    const { told, saves } = setup();
    type('x');
    fireEvent.keyDown(field(), { key });
    fireEvent.keyDown(field(), { key, ...modifiers });
    expect(told).toContain('done');
    expect(saves()).toMatchObject([{ text: 'x' }]);
  });

  it('a plain ⏎ is a line and does not end it', () => {
    const { told } = setup();
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(told).toEqual([]);
  });

  it('keeps a result that the list does not have any more', () => {
    setup({ ...kept, disposition: 'Old word' });
    const options = within(screen.getByRole('combobox')).getAllByRole('option');
    expect(options.map(({ textContent }) => textContent)).toEqual([
      'No result',
      'Sold',
      'No interest',
      'Old word',
    ]);
  });

  it('tells how much still fits only where it becomes little', () => {
    setup();
    type('x'.repeat(9_500));
    expect(screen.queryByText(/left$/)).toBeNull();
    type('x'.repeat(9_999));
    expect(screen.getByText('1 character left')).toBeTruthy();
  });
});

describe('its follow-ups', () => {
  it('says nothing of a note in the CRM where there are only follow-ups', () => {
    setup({ ...kept, text: '', status: 'saved', followUps: [planned] });
    expect(screen.getByRole('status').textContent).toBe('Kept as you type.');
    expect(screen.getByRole('listitem').textContent).toContain('Send the offer');
  });

  it('can be taken back until they are written, and opened from then on', () => {
    const url = 'https://crm.example.com/#/tasks/1';
    const { show } = setup({ ...kept, followUps: [planned] });
    expect(screen.getByRole('button', { name: 'Remove Send the offer' })).toBeTruthy();
    show({ ...kept, followUps: [{ ...planned, status: 'saved', url }] });
    expect(screen.queryByRole('button', { name: 'Remove Send the offer' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Open Send the offer in SuiteCRM' })).toBeTruthy();
  });

  it('says why one could not be taken back', async () => {
    const { refuse, told } = setup({ ...kept, followUps: [planned] });
    refuse('It is in the CRM already.');
    fireEvent.click(screen.getByRole('button', { name: 'Remove Send the offer' }));
    await pass(0);
    expect(screen.getByRole('alert').textContent).toBe('It is in the CRM already.');
    expect(told).toContain('changed');
  });

  it('is planned with the time of the click, not of the opening', async () => {
    const { asked } = setup();
    fireEvent.click(screen.getByRole('button', { name: 'Follow-up' }));
    await pass(10 * 60_000);
    fireEvent.click(screen.getByRole('button', { name: 'Add' }));
    expect(asked).toContainEqual([
      'follow-up:add',
      {
        callId: CALL,
        kind: 'call',
        dueAt: '2026-03-03T14:15:00.000Z',
        subject: 'Call back Maria Lindqvist',
      },
    ]);
  });

  it('asks once, however often ⏎ is hit', () => {
    const { asked } = setup();
    fireEvent.click(screen.getByRole('button', { name: 'Follow-up' }));
    const subject = screen.getByRole('textbox', { name: 'Subject' });
    fireEvent.keyDown(subject, { key: 'Enter' });
    fireEvent.keyDown(subject, { key: 'Enter' });
    expect(asked.filter(([channel]) => channel === 'follow-up:add')).toHaveLength(1);
  });
});
