/**
 * Agents' notes: what an agent tells of one of his calls is kept per call and agent, the newest in place of the last, and
 * brought into the CRM by whom he says: his own desktop, or the relay's account.
 */
import type { Call } from '../../shared/call/call';
import { iso, type Clock } from '../../shared/clock';
import { AppError } from '../../shared/errors';
import type { Logger } from '../../shared/logger';
import type { Agent } from '../../shared/protocol/agent';
import { isEmptyNote, type StoredNote } from '../../shared/protocol/call-note';
import type { CallNoteMessage } from '../../shared/protocol/messages';
import { err, ok, type Result } from '../../shared/result';
import { ownCalls } from '../agents/hub';
import type { CallLog } from '../call-log';
import type { CallBook } from '../calls/call-book';
import type { NoteStore } from '../store/note-port';

/** Agents with a note of one call: more never had a part in one. */
const mostAgents = 50;

const isWorthARecord = (note: StoredNote): boolean => !isEmptyNote(note) || note.followUps.length > 0;

export type Notes = ReturnType<typeof createNotes>;

export const createNotes = (deps: {
  store: Pick<NoteStore, 'saveNote' | 'notesOf'>;
  calls: Pick<CallBook, 'get' | 'add' | 'flush'>;
  /** Null without a CRM. */
  callLog: Pick<CallLog, 'wake' | 'settled'> | null;
  /** Whether what is written about this call goes into the CRM. */
  isLogged: (call: Call) => boolean;
  clock: Clock;
  log: Logger;
}) => {
  const { store, calls, callLog, clock, log } = deps;

  /** In one go, so that no other message comes between what is read and what is kept. */
  const keep = (call: Call, agent: Agent, message: CallNoteMessage): void => {
    const before = store.notesOf(call.id);
    const mine = before.find(({ agentId }) => agentId === agent.id);
    if (!mine && before.length >= mostAgents)
      throw new AppError(
        'conflict',
        `A call has notes of ${mostAgents} agents at most, and this one has them.`,
      );
    const { text, disposition, followUps, writer = 'relay' } = message;
    const note = {
      text,
      disposition: disposition === undefined ? (mine?.disposition ?? null) : disposition,
      followUps: followUps ?? mine?.followUps ?? [],
      agentId: agent.id,
      agentName: agent.name,
      // After his last one, whatever another relay's clock showed then: of two relays' accounts the later one counts.
      at: iso(Math.max(clock.now(), mine ? Date.parse(mine.at) + 1 : 0)),
      writer,
    };
    const isWritten = Boolean(mine && (mine.written.block ?? mine.written.attempt));
    const isOwed = isWorthARecord(note) || isWritten;
    const job = writer === 'relay' && isOwed && deps.isLogged(call);
    store.saveNote(call.id, note, { dueAt: clock.now(), job });
    // One that was left out for being missed becomes a record because of what was written about it.
    if (call.state === 'ended' && call.crmRecord.status === 'off' && isOwed && deps.isLogged(call))
      calls.add(call.id, { crmRecord: { ...call.crmRecord, status: 'pending' } });
  };

  return {
    /**
     * Keeps the note. Of a call without a part of the agent's it is refused as of one that does not exist.
     * @returns once it is in the store; after a desktop's own write, once the relay writes nothing into the record any more that
     * it began before (docs/decisions/0008)
     */
    save: async (agent: Agent, message: CallNoteMessage): Promise<Result<null, AppError>> => {
      const known = calls.get(message.callId);
      const [call] = known ? ownCalls([known], agent) : [];
      if (!call)
        return err(
          new AppError('not_found', `You have no call with the id ${message.callId}, so it takes no note.`),
        );
      const writing = callLog?.settled(call.id);
      try {
        // One that has just begun may not be on the disk yet.
        calls.flush();
        keep(call, agent, message);
        log.debug('A note is stored.', { callId: call.id, agentId: agent.id });
      } catch (error) {
        if (error instanceof AppError) return err(error);
        log.error('A note could not be stored.', { callId: call.id, agentId: agent.id, error });
        return err(
          new AppError('unavailable', 'The relay can not store the note now; send it again.', {
            retryable: true,
          }),
        );
      }
      callLog?.wake();
      if (message.writer === 'desktop') await writing;
      return ok(null);
    },
    /** As agents and programs see them; an emptied one is none. */
    of: (callId: string): StoredNote[] =>
      store
        .notesOf(callId)
        .filter(isWorthARecord)
        .map(({ agentId, agentName, at, text, disposition, followUps }) => ({
          agentId,
          agentName,
          at,
          text,
          disposition,
          followUps,
        })),
  };
};

/** Whether an agent wrote something about the call: then it is worth a record. */
export const isNoted = (store: Pick<NoteStore, 'notesOf'>, callId: string): boolean =>
  store.notesOf(callId).some(isWorthARecord);
