/** A digest of what a job has written, so that a relay that knows of more still owes it. */
import { createHash } from 'node:crypto';
import type { Store } from '../store/port';
import type { Journal } from '../store/shared-port';

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

/** A job is done where another relay has written all that this one knows of. */
export const settleJob = (
  { store, journal }: { store: CoversStore; journal: Pick<Journal, 'outcome' | 'job' | 'setJob'> },
  callId: string,
  kind: Exclude<SharedJob, 'call'>,
): void => {
  const outcome = journal.outcome(callId, kind);
  if (!outcome || journal.job(callId, kind)?.status !== 'pending') return;
  if (coversOf(store, callId, kind) !== outcome.covers) return;
  journal.setJob(callId, kind, { status: 'logged', error: outcome.error, dueAt: 0 });
};
