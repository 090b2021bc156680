import type { NoteState } from '../../ipc/notes';
import { owesNote, type NoteEntry } from './entry';
import { recordState, type Surroundings } from './steps';

const noRecord =
  'Calls of this kind are not logged in the CRM, so the note stays on this computer and with the relay.';
const noWriter = 'Sign in to the CRM in the settings, and it is written there.';

/** What a window shows. */
export const viewOf = (
  entry: NoteEntry,
  { writer, relayLogs }: Pick<Surroundings, 'writer' | 'relayLogs'>,
): NoteState => {
  const record = recordState(entry.call, relayLogs);
  const shown = { ...entry.note, followUps: entry.followUps };
  if (!owesNote(entry)) return { ...shown, status: 'saved', problem: null };
  if (record === 'running') return { ...shown, status: 'kept', problem: null };
  if (record === 'never') return { ...shown, status: 'kept', problem: noRecord };
  if (entry.failed) return { ...shown, status: 'failed', problem: entry.problem };
  return { ...shown, status: 'waiting', problem: entry.problem ?? (writer === null ? noWriter : null) };
};
