import { useEffect, useReducer, useState } from 'react';
import { useStore } from 'zustand';
import type { Call } from '../../shared/call/call';
import type { NoteState } from '../../shared/ipc/notes';
import type { CompanionState } from '../../shared/ipc/state';
import type { CallNote, StoredNote } from '../../shared/protocol/call-note';
import { useBridge, useDrafts } from './bridge-context';

/** How often a call that the state does not carry is asked how its note fares. */
const ASK_AGAIN_MS = 5_000;

/** One call's note as it is typed; the same in every place of the window that shows it. */
export const useNoteDraft = (callId: string, stored: NoteState | null) => {
  const drafts = useDrafts();
  const draft = useStore(drafts.store, (all) => all[callId]);
  useEffect(() => drafts.settle(callId, stored), [drafts, callId, stored, draft]);
  // Whoever leaves the page or the card has finished typing there.
  useEffect(() => () => drafts.flush(callId), [drafts, callId]);
  const note: CallNote = draft ?? stored ?? { text: '', disposition: null };
  return {
    text: note.text,
    disposition: note.disposition,
    /** Why what was typed is not even kept here. */
    problem: draft?.problem ?? null,
    type: (patch: Partial<CallNote>): void =>
      drafts.type(callId, { text: note.text, disposition: note.disposition, ...patch }),
    flush: (): void => drafts.flush(callId),
  };
};

interface Told {
  callId: string;
  mine: NoteState | null;
  others: readonly StoredNote[];
  problem: string | null;
}

/** All that was written about a call, by the agent and by his colleagues. */
export const useNotesOf = (call: Call, state: Pick<CompanionState, 'calls' | 'notes'>) => {
  const bridge = useBridge();
  const drafts = useDrafts();
  const [told, setTold] = useState<Told | null>(null);
  const [turn, askAgain] = useReducer((before: number) => before + 1, 0);
  const callId = call.id;
  useEffect(() => {
    let wanted = true;
    void bridge.invoke('note:of', { callId }).then((reply) => {
      if (!wanted) return;
      if (reply.ok) setTold({ callId, ...reply.value, problem: null });
      else setTold({ callId, mine: null, others: [], problem: reply.error.message });
    });
    return () => {
      wanted = false;
    };
  }, [bridge, callId, call.state, turn]);

  // The state tells of the calls that it carries; of an older one it does not, so that one is asked about.
  const carried = state.calls.some(({ id }) => id === callId);
  const known = told?.callId === callId ? told : null;
  const mine = carried ? (state.notes[callId] ?? null) : (known?.mine ?? null);
  const draft = useStore(drafts.store, (all) => all[callId]);
  const justKept = draft !== undefined && !draft.dirty && draft.saving === null;
  useEffect(() => {
    if (!carried && justKept) askAgain();
  }, [carried, justKept]);
  const underWay =
    mine !== null && (mine.status === 'waiting' || mine.followUps.some(({ status }) => status === 'waiting'));
  useEffect(() => {
    if (carried || !underWay) return;
    const timer = setInterval(askAgain, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [carried, underWay]);

  return {
    /** Whether it is known what stands there, so that nobody writes over it unseen. */
    ready: carried || (known !== null && known.problem === null),
    mine,
    others: known?.others ?? [],
    problem: known?.problem ?? null,
    askAgain,
  };
};
