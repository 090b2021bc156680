import { because, noTrouble, type Trouble } from '../../error-reasons';
import type { NoteState } from '../../ipc/notes';
import { owesNote, type NoteEntry } from './entry';
import { recordState, type Surroundings } from './steps';

const noRecord: Trouble = {
  problem:
    'Calls of this kind are not logged in the CRM, so the note stays on this computer and with the relay.',
  because: because('notes-no-record'),
};
const noWriter: Trouble = {
  problem: 'Sign in to the CRM in the settings, and it is written there.',
  because: because('notes-no-writer'),
};

/** What a window shows. */
export const viewOf = (
  entry: NoteEntry,
  { writer, relayLogs }: Pick<Surroundings, 'writer' | 'relayLogs'>,
): NoteState => {
  const record = recordState(entry.call, relayLogs);
  const shown = { ...entry.note, followUps: entry.followUps };
  if (!owesNote(entry)) return { ...shown, status: 'saved', ...noTrouble };
  if (record === 'running') return { ...shown, status: 'kept', ...noTrouble };
  if (record === 'never') return { ...shown, status: 'kept', ...noRecord };
  const own: Trouble = { problem: entry.problem, because: entry.because };
  if (entry.failed) return { ...shown, status: 'failed', ...own };
  const waits = entry.problem === null && writer === null ? noWriter : own;
  return { ...shown, status: 'waiting', ...waits };
};
