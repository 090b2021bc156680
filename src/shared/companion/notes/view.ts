import { isLive, type Call } from '../../call/call';
import type { NoteState } from '../../ipc/notes';
import { owesNote, type NoteEntry } from './entry';

/**
 * Whether the CRM has a record of the call to write into.
 *
 * `running`: the call; `there`; `coming`: the relay logs it; `own`: a desktop logs it, because the relay has no CRM; `never`: calls
 * of this kind are not logged.
 */
export type RecordState = 'running' | 'there' | 'coming' | 'own' | 'never';

/** @param relayLogs what the relay said; null: it does not say */
export const recordState = (call: Call, relayLogs: boolean | null): RecordState => {
  if (isLive(call)) return 'running';
  const { status } = call.crmRecord;
  if (status === 'logged') return 'there';
  if (status !== 'off') return 'coming';
  return relayLogs === false && call.direction !== 'internal' ? 'own' : 'never';
};

const noRecord =
  'Calls of this kind are not logged in the CRM, so the note stays on this computer and with the relay.';

/** What a window shows. */
export const viewOf = (entry: NoteEntry, relayLogs: boolean | null): NoteState => {
  const record = recordState(entry.call, relayLogs);
  const shown = { ...entry.note, followUps: entry.followUps };
  if (!owesNote(entry)) return { ...shown, status: 'saved', problem: null };
  if (record === 'never') return { ...shown, status: 'kept', problem: noRecord };
  if (entry.failed) return { ...shown, status: 'failed', problem: entry.problem };
  return { ...shown, status: record === 'running' ? 'kept' : 'waiting', problem: entry.problem };
};
