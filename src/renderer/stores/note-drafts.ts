/**
 * What is being typed about calls, until the Companion has it. It belongs to the window and not to a card: a pop that
 * closes, dims or shows another call takes nothing with it.
 *
 *   typed ── 400 ms of rest, 2 s at most, blur, close ──► note:save ──► kept ── the state shows it ──► forgotten here
 *                                                             └── refused ──► stays, says why; saved with the next key
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../shared/clock';
import type { Bridge } from '../../shared/ipc/contract';
import type { CallNote } from '../../shared/protocol/call-note';

/** A note is kept when the keys rest this long. */
export const REST_MS = 400;
/** Who types without a rest loses no more than this to a crash. */
export const LONGEST_MS = 2_000;

export interface Draft extends CallNote {
  /** Typed since the last save began. */
  dirty: boolean;
  /** The save whose answer is awaited, null: none. */
  saving: number | null;
  /** Why the last save was refused, as a sentence. */
  problem: string | null;
}
type Drafts = Readonly<Record<string, Draft | undefined>>;

export interface NoteDrafts {
  readonly store: StoreApi<Drafts>;
  type(callId: string, note: CallNote): void;
  /** Saves at once what is not saved: of this call, or of all. */
  flush(callId?: string): void;
  /** The state (null: nothing written) is shown again where it says what the draft says. */
  settle(callId: string, stored: CallNote | null): void;
}

const empty: CallNote = { text: '', disposition: null };

export const createNoteDrafts = (bridge: Pick<Bridge, 'invoke'>, clock: Clock): NoteDrafts => {
  const store = createStore<Drafts>(() => ({}));
  const timers = new Map<string, { cancel: () => void; latestMs: number }>();
  let saves = 0;

  const put = (callId: string, draft: Draft | undefined): void => store.setState({ [callId]: draft });

  const save = async (callId: string): Promise<void> => {
    timers.get(callId)?.cancel();
    timers.delete(callId);
    const draft = store.getState()[callId];
    if (!draft?.dirty) return;
    // Not one after the other: what is typed last must leave even while a window closes. They arrive in order.
    const saving = ++saves;
    put(callId, { ...draft, dirty: false, saving });
    const { text, disposition } = draft;
    const reply = await bridge.invoke('note:save', { callId, text, disposition });
    const now = store.getState()[callId];
    if (now?.saving !== saving) return;
    if (reply.ok) put(callId, { ...now, saving: null, problem: null });
    else put(callId, { ...now, dirty: true, saving: null, problem: reply.error.message });
  };

  return {
    store,
    type: (callId, { text, disposition }) => {
      const before = store.getState()[callId];
      put(callId, {
        saving: before?.saving ?? null,
        problem: before?.problem ?? null,
        text,
        disposition,
        dirty: true,
      });
      const timer = timers.get(callId);
      timer?.cancel();
      const latestMs = timer?.latestMs ?? clock.elapsed() + LONGEST_MS;
      const delayMs = Math.max(0, Math.min(REST_MS, latestMs - clock.elapsed()));
      timers.set(callId, { cancel: clock.after(delayMs, () => void save(callId)), latestMs });
    },
    flush: (callId) => {
      for (const id of callId === undefined ? Object.keys(store.getState()) : [callId]) void save(id);
    },
    settle: (callId, stored) => {
      const draft = store.getState()[callId];
      if (!draft || draft.dirty || draft.saving !== null) return;
      const { text, disposition } = stored ?? empty;
      if (draft.text === text && draft.disposition === disposition) put(callId, undefined);
    },
  };
};
