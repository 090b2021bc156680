/** What is to be done next for a call that an agent wrote about, and what becomes of it. Pure. */
import { isLive, type Call } from '../../call/call';
import { noTrouble, troubleOf } from '../../error-reasons';
import type { FollowUpState } from '../../ipc/notes';
import type { CallNote } from '../../protocol/call-note';
import type { AppErrorLike } from '../../result';
import { owesFollowUp, owesNote, sameNote, type NoteEntry } from './entry';

/**
 * Whether the CRM has a record of the call to write into.
 *
 * `running`: the call; `there`; `coming`: somebody logs it; `never`: calls of this kind are not logged.
 */
export type RecordState = 'running' | 'there' | 'coming' | 'never';

export interface Surroundings {
  /** Who writes: the agent's own sign-in here, the relay, or nobody for now. */
  writer: 'crm' | 'relay' | null;
  /** Whether the relay logs calls; null: it does not say. */
  relayLogs: boolean | null;
  /** Whether the relay can be told. */
  linked: boolean;
  now: number;
}

export type Step =
  | { kind: 'write'; note: CallNote }
  | { kind: 'check' }
  | { kind: 'follow-up'; followUp: FollowUpState }
  | { kind: 'tell' };

/** How long a record may be on its way before it is looked for where nobody said that it is there. */
const comingMs = 30_000;
/** A colleague's computer may have read the record before the note came and write after it. */
const lastCheckMs = 2 * 60_000;
const retellMs = 30_000;

export const recordState = (call: Call, relayLogs: boolean | null): RecordState => {
  if (isLive(call)) return 'running';
  const { status } = call.crmRecord;
  if (status === 'logged') return 'there';
  // Without a relay that logs, a desktop does.
  return status !== 'off' || (relayLogs === false && call.direction !== 'internal') ? 'coming' : 'never';
};

/** What is written now: first what may stand in the CRM already, so that it is known when it is replaced. */
const nextNote = ({ note, attempt, elsewhere, written }: NoteEntry): CallNote =>
  attempt ?? (written === null ? elsewhere : null) ?? note;

/** @returns what to do now, or when to look again; neither: something has to happen first */
export const nextStep = (
  entry: NoteEntry,
  { writer, relayLogs, linked, now }: Surroundings,
): { step: Step | null; at: number | null } => {
  const record = recordState(entry.call, relayLogs);
  const later: number[] = [];
  const isTime = (at: number): boolean => {
    if (at > now) later.push(at);
    return at <= now;
  };
  const step = ((): Step | null => {
    // The relay's own work begins when the call is over, so it is told once more then.
    const handsOver = writer === 'relay' && record !== 'running' && (owesNote(entry) || owesFollowUp(entry));
    if (writer === 'crm' && record !== 'running') {
      const endedAt = Date.parse(entry.call.endedAt ?? entry.call.startedAt);
      const from = record === 'coming' ? Math.max(entry.dueAt, endedAt + comingMs) : entry.dueAt;
      if (record !== 'never' && owesNote(entry) && !entry.failed && isTime(from))
        return { kind: 'write', note: nextNote(entry) };
      const followUp = owesFollowUp(entry);
      if (followUp && isTime(entry.dueAt)) return { kind: 'follow-up', followUp };
    }
    if (linked && (!entry.told || handsOver) && isTime(entry.tellAt)) return { kind: 'tell' };
    const [check] = entry.checkAt;
    if (writer === 'crm' && check !== undefined && !entry.failed && isTime(Math.max(check, entry.dueAt)))
      return { kind: 'check' };
    return null;
  })();
  return { step, at: step === null && later.length > 0 ? Math.min(...later) : null };
};

/** Kept before anything is sent: whoever is killed in between knows what may stand there. */
export const attempting = (entry: NoteEntry, note: CallNote): NoteEntry => ({ ...entry, attempt: note });

export const noteWritten = (
  entry: NoteEntry,
  { note, written, now }: { note: CallNote; written: string | null; now: number },
): NoteEntry => ({
  ...entry,
  written,
  attempt: null,
  elsewhere: null,
  savedRevision: sameNote(note, entry.note) ? entry.revision : entry.savedRevision,
  tries: 0,
  ...noTrouble,
  // Told again, so that the relay looks after its own part, and answers when nothing it began before is under way.
  told: false,
  tellAt: now,
  settled: false,
  checkAt: [now + lastCheckMs],
});

export const noteChecked = (entry: NoteEntry, written: string | null, now: number): NoteEntry => {
  const checkAt = entry.checkAt.slice(1);
  // With the last look the relay is asked for one, too.
  const isLast = checkAt.length === 0 && !entry.settled;
  return {
    ...entry,
    written,
    tries: 0,
    ...noTrouble,
    checkAt,
    ...(isLast && { settled: true, told: false, tellAt: now }),
  };
};

/** A refused sign-in is mended by signing in, not by writing anew. */
const isFinal = ({ code, retryable }: AppErrorLike): boolean => !retryable && code !== 'crm_auth';
/** A record that has not come for so long will not come. */
const longestWaitMs = 7 * 24 * 60 * 60_000;

export const noteFailed = (
  entry: NoteEntry,
  error: AppErrorLike,
  { now, pauseMs }: { now: number; pauseMs: number },
): NoteEntry => ({
  ...entry,
  tries: entry.tries + 1,
  ...troubleOf(error),
  failed:
    isFinal(error) ||
    (error.code === 'crm_refused' &&
      now - Date.parse(entry.call.endedAt ?? entry.call.startedAt) > longestWaitMs),
  dueAt: now + pauseMs,
});

/** Kept before anything is sent, as with a note. */
export const followUpsSent = (entry: NoteEntry, ids: readonly string[]): NoteEntry => ({
  ...entry,
  sent: [...new Set([...entry.sent, ...ids])],
});
const answered = ({ sent }: NoteEntry, id: string): Pick<NoteEntry, 'sent'> => ({
  sent: sent.filter((one) => one !== id),
});

export const followUpWritten = (entry: NoteEntry, id: string, url: string | null): NoteEntry => ({
  ...entry,
  ...answered(entry, id),
  tries: 0,
  followUps: entry.followUps.map((one) =>
    one.id === id ? { ...one, status: 'saved', ...noTrouble, url } : one,
  ),
});

export const followUpFailed = (
  entry: NoteEntry,
  id: string,
  error: AppErrorLike,
  { now, pauseMs }: { now: number; pauseMs: number },
): NoteEntry => ({
  ...entry,
  ...(isFinal(error) && answered(entry, id)),
  tries: entry.tries + 1,
  dueAt: now + pauseMs,
  followUps: entry.followUps.map((one) =>
    one.id === id ? { ...one, status: isFinal(error) ? 'failed' : 'waiting', ...troubleOf(error) } : one,
  ),
});

/** @param as what the relay was told: the agent may have gone on writing meanwhile */
export const relayTold = (entry: NoteEntry, as: NoteEntry, by: 'crm' | 'relay', now: number): NoteEntry => {
  const told = entry.changedAt === as.changedAt;
  if (by === 'crm') {
    const later = entry.checkAt.filter((at) => at > now);
    const isOpen = !entry.settled && !owesNote(entry);
    return { ...entry, told, checkAt: isOpen ? [now, ...later] : later };
  }
  if (isLive(as.call)) return { ...entry, told, elsewhere: as.note };
  return {
    ...entry,
    told,
    attempt: null,
    elsewhere: as.note,
    savedRevision: as.revision,
    sent: [],
    followUps: entry.followUps.map((one) =>
      as.followUps.some(({ id }) => id === one.id) ? { ...one, status: 'saved', ...noTrouble } : one,
    ),
  };
};

/** @param error what the relay said: what it will never take is not told again until it changes */
export const relayNotTold = (entry: NoteEntry, error: AppErrorLike, now: number): NoteEntry =>
  error.retryable || error.code === 'unavailable'
    ? { ...entry, tellAt: now + retellMs }
    : { ...entry, told: true, sent: [] };
