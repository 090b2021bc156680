/** A digest of what a job has written, so that a relay that knows of more still owes it. */
import { createHash } from 'node:crypto';
import type { Store } from '../store/port';

export type SharedJob = 'call' | 'conversation' | 'note' | 'contact';
export type CoversStore = Pick<Store, 'conversationsOf' | 'notesOf' | 'getCall'>;

export const coversOf = (store: CoversStore, callId: string, job: SharedJob): string => {
  const notes = () => store.notesOf(callId).map((note) => ({ ...note, written: null }));
  const owed = {
    call: () => null,
    conversation: () => [
      store
        .conversationsOf(callId)
        .map(({ conversationId, transcript }) => [conversationId, transcript.length]),
      notes().filter(({ writer }) => writer === 'desktop'),
    ],
    note: notes,
    contact: () => store.getCall(callId)?.contact?.id ?? null,
  }[job]();
  return createHash('sha256').update(JSON.stringify(owed)).digest('base64url').slice(0, 16);
};
