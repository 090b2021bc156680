// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { aCall } from '../../../tests/support/past-calls';
import type { Bridge, Output, Reply } from '../../shared/ipc/contract';
import type { NoteState } from '../../shared/ipc/notes';
import { BridgeProvider } from './bridge-context';
import type { Mirror } from './companion-store';
import { useNotesOf } from './use-call-note';

const call = aCall({ id: 'pbx:old' });
const note = (part: Partial<NoteState> = {}): NoteState => ({
  text: 'Hello',
  disposition: null,
  status: 'waiting',
  problem: null,
  followUps: [],
  ...part,
});

const setup = (first: Reply<Output<'note:of'>>, carried: Record<string, NoteState> | null = null) => {
  let reply: Reply<unknown> = first;
  let asked = 0;
  const bridge: Bridge = {
    platform: 'electron',
    invoke: (channel) => {
      if (channel === 'note:of') asked += 1;
      return Promise.resolve(reply as Reply<never>);
    },
    on: () => () => undefined,
  };
  const store = createStore<Mirror>(() => ({ state: null, problem: null }));
  const state = { calls: carried ? [call] : [], notes: carried ?? {} };
  const { result } = renderHook(() => useNotesOf(call, state), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <BridgeProvider bridge={bridge} store={store}>
        {children}
      </BridgeProvider>
    ),
  });
  return {
    result,
    asked: () => asked,
    answer: (next: Reply<Output<'note:of'>>) => {
      reply = next;
    },
  };
};
const told = (mine: NoteState | null): Reply<Output<'note:of'>> => ({
  ok: true,
  value: { mine, others: [] },
});
const pass = async (ms: number): Promise<void> => {
  await act(() => vi.advanceTimersByTimeAsync(ms));
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('the notes of a call', () => {
  it('of the history may be written only once it is known what stands there', async () => {
    const { result } = setup(told(note()));
    expect(result.current).toMatchObject({ ready: false, mine: null });
    await pass(0);
    expect(result.current).toMatchObject({ ready: true, mine: { text: 'Hello' } });
  });

  it('of the history are asked about until they are in the CRM, and then no more', async () => {
    const { result, asked, answer } = setup(told(note()));
    await pass(0);
    await pass(5_000);
    await pass(5_000);
    expect(asked()).toBe(3);
    answer(told(note({ status: 'saved' })));
    await pass(10_000);
    expect(result.current.mine?.status).toBe('saved');
    const before = asked();
    await pass(60_000);
    expect(asked()).toBe(before);
  });

  it('of a call in the state come from there, also when that has none any more', async () => {
    const { result, asked } = setup(told(note({ text: 'Old' })), {});
    expect(result.current.ready).toBe(true);
    await pass(60_000);
    expect(result.current.mine).toBeNull();
    expect(asked()).toBe(1);
  });

  it('say why they can not be shown, and are asked for again', async () => {
    const refused = { ok: false as const, error: { code: 'not_found', message: 'Not your call.' } };
    const { result, answer } = setup(refused);
    await pass(0);
    expect(result.current).toMatchObject({ ready: false, problem: 'Not your call.' });
    answer(told(null));
    act(() => result.current.askAgain());
    await pass(0);
    expect(result.current).toMatchObject({ ready: true, problem: null });
  });
});
