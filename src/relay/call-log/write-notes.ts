/** Brings what agents wrote into the CRM, where the relay is to do it: their notes, and what they have planned. */
import type { CrmMatch } from '../../crm/port';
import { AppError } from '../../shared/errors';
import { isEmptyNote, type CallNote, type FollowUp } from '../../shared/protocol/call-note';
import { err, ok, type Result } from '../../shared/result';
import type { KeptNote, NoteWritten } from '../store/note-port';
import type { FollowerDeps, Standing } from './follower';

type Done = Result<unknown, AppError>;

export const createNoteWriter = ({ store, crm, crmUserOf, wording, turn }: FollowerDeps) => {
  const nothing: NoteWritten = { block: null, attempt: null, followUps: [] };
  /** As the store has it now: each step keeps what it did before the next one begins. */
  const writtenOf = (callId: string, { agentId }: KeptNote): NoteWritten =>
    store.notesOf(callId).find((note) => note.agentId === agentId)?.written ?? nothing;
  /** @returns whether it may: not where another relay had its turn since and knows better */
  const remember = (callId: string, note: KeptNote, change: Partial<NoteWritten>, term?: number): boolean => {
    const known = writtenOf(callId, note);
    if (term !== undefined && (known.term ?? 0) > term) return false;
    store.noteWritten(callId, note.agentId, { ...known, ...change, ...(term !== undefined && { term }) });
    return true;
  };
  const notMyTurn = new AppError('unavailable', 'Another relay writes into the CRM now.', {
    retryable: true,
  });
  /** Whoever goes on after this relay must know what may stand in the CRM. */
  const told = async (): Promise<Done> => {
    try {
      await turn?.told();
      return ok(null);
    } catch (cause) {
      return err(
        cause instanceof AppError
          ? cause
          : new AppError('unavailable', 'The other relays could not be told what is to be written.', {
              cause,
              retryable: true,
            }),
      );
    }
  };

  /** Kept before the request as well, so that whoever goes on after a relay that was killed knows what may stand there. */
  const put = async (
    { call, record }: Standing,
    note: KeptNote,
    { text, disposition }: CallNote,
  ): Promise<Done> => {
    const term = turn?.term();
    if (!remember(call.id, note, { attempt: { text, disposition } }, term)) return err(notMyTurn);
    const known = await told();
    if (!known.ok) return known;
    const { block } = writtenOf(call.id, note);
    const { agentName: author } = note;
    const logged = await crm.logNote({
      call: record,
      logged: true,
      author,
      text,
      disposition,
      written: block,
    });
    if (!logged.ok) return logged;
    const isMine = remember(call.id, note, { block: logged.value.written, attempt: null }, term);
    return isMine ? logged : err(notMyTurn);
  };

  const writeNote = async (standing: Standing, note: KeptNote): Promise<Done> => {
    const { attempt, block } = note.written;
    if (!attempt && block === null && isEmptyNote(note)) return ok(null);
    if (attempt && (attempt.text !== note.text || attempt.disposition !== note.disposition)) {
      const settled = await put(standing, note, attempt);
      if (!settled.ok) return settled;
    }
    return put(standing, note, note);
  };

  const writeFollowUp = async (
    { call }: Standing,
    match: CrmMatch | null,
    note: KeptNote,
    { id, kind, dueAt, subject }: FollowUp,
  ): Promise<Done> => {
    const term = turn?.term();
    const logged = await crm.logFollowUp({
      id,
      kind,
      dueAt: Date.parse(dueAt),
      subject,
      text: note.text,
      contact: match && { module: match.contact.module, id: match.contact.id },
      accountId: match?.accountId ?? null,
      assignedUserId: crmUserOf(note.agentId) ?? wording?.userId ?? null,
    });
    // With an id of its own: whoever writes it again finds it.
    if (logged.ok) remember(call.id, note, { followUps: [...writtenOf(call.id, note).followUps, id] }, term);
    return logged;
  };

  const writeFollowUps = async (standing: Standing, note: KeptNote): Promise<Done[]> => {
    const owed = note.followUps.filter(({ id }) => !note.written.followUps.includes(id));
    if (owed.length === 0) return [];
    const match = await standing.match();
    if (!match.ok) return [match];
    const results: Done[] = [];
    for (const followUp of owed) results.push(await writeFollowUp(standing, match.value, note, followUp));
    return results;
  };

  /** What the CRM refuses of one keeps nothing else out. */
  return async (standing: Standing): Promise<Done> => {
    const results: Done[] = [];
    for (const note of store.notesOf(standing.call.id)) {
      if (note.writer !== 'relay') continue;
      results.push(await writeNote(standing, note), ...(await writeFollowUps(standing, note)));
    }
    const problems = results.flatMap((result) => (result.ok ? [] : [result]));
    // The job is tried again as a whole while there is something that may go better then.
    return problems.find(({ error }) => error.retryable) ?? problems[0] ?? ok(null);
  };
};
