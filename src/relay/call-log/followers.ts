/**
 * What follows a call into the CRM once its own record is there: what an AI agent said in it and its recording, what agents
 * wrote about it, and who it was after all.
 */
import type { FormerContact } from '../../crm/port';
import type { Call } from '../../shared/call/call';
import { AppError } from '../../shared/errors';
import { contactRefSchema } from '../../shared/protocol/crm-context';
import { err, ok, type Result } from '../../shared/result';
import type { OutboxJob } from '../store/job-port';
import { conversationRecord } from './conversation';
import { callRecord } from '../../crm/call-record/record';
import { createNoteWriter } from './write-notes';
import type { Follower, FollowerDeps, Standing, Written } from './follower';
import { createRecordingWriter } from './write-recording';

export type Followers = ReturnType<typeof createFollowers>;

export const createFollowers = (deps: FollowerDeps) => {
  const { store, crm, agentByExtension, wording } = deps;

  const conversations: Follower = {
    // Whoever else writes into the same record may have taken it away: then it is looked after once more.
    owed: (callId) => [
      store.conversationsOf(callId),
      store.notesOf(callId).filter(({ writer }) => writer === 'desktop'),
    ],
    write: async ({ call, record }) => {
      const unknownFields = new Set<string>();
      for (const conversation of store.conversationsOf(call.id)) {
        const written = await crm.logConversation(
          conversationRecord(record, conversation, deps.conversationFields),
        );
        if (!written.ok) return written;
        for (const name of written.value.unknownFields ?? []) unknownFields.add(name);
      }
      return ok({ unknownFields: [...unknownFields] });
    },
  };
  const writeNotes = createNoteWriter(deps);
  const notes: Follower = {
    // What was brought into the CRM of it changes while it is written.
    owed: (callId) => store.notesOf(callId).map((note) => ({ ...note, written: null })),
    write: async (standing) => {
      const written = await writeNotes(standing);
      return written.ok ? ok({}) : written;
    },
  };
  const followers: Record<Exclude<OutboxJob['kind'], 'call'>, Follower> = {
    conversation: conversations,
    note: notes,
    audio: {
      owed: (callId) =>
        store.conversationsOf(callId).map(({ conversationId }) => store.audioFiles(conversationId)),
      write: createRecordingWriter(deps),
    },
    contact: {
      owed: (callId) => [store.formerContacts(callId), store.getCall(callId)?.contact],
      write: async ({ call, record, match }) => {
        const current = await match();
        if (!current.ok) return current;
        const former: FormerContact[] = [];
        for (const ref of store.formerContacts(call.id)) {
          const read = await crm.candidate?.(ref);
          if (read?.ok === false && read.error.retryable) return read;
          former.push({ ...ref, accountId: (read?.ok === true && read.value?.accountId) || null });
        }
        const accountId = current.value?.accountId ?? null;
        const moved = await crm.moveCall?.({ ...record, accountId }, former);
        return moved?.ok === false ? moved : ok({});
      },
    },
  };

  const standingOf = (call: Call): Standing => {
    const { contact } = call;
    const shown = contact && { contact, accountId: null, title: null };
    return {
      call,
      record: callRecord(call, shown, agentByExtension, wording),
      match: async () => {
        const ref = contactRefSchema.safeParse(contact);
        const read = ref.success ? await crm.candidate?.(ref.data) : undefined;
        if (read?.ok === false && read.error.retryable) return err(read.error);
        return ok((read?.ok === true && read.value) || shown);
      },
    };
  };

  /**
   * Writes all of one kind that is owed of a call that is logged.
   * @returns whether that is still all: more may have come while the CRM was asked
   */
  return async (
    kind: keyof typeof followers,
    call: Call,
  ): Promise<Result<{ isAll: boolean } & Written, AppError>> => {
    const { status } = call.crmRecord;
    if (status !== 'logged')
      return err(
        new AppError(
          'crm_refused',
          `The call itself is not in the CRM (${status}), so what belongs to it is not.`,
        ),
      );
    const { owed, write } = followers[kind];
    const before = JSON.stringify(owed(call.id));
    const written = await write(standingOf(call));
    return written.ok ? ok({ ...written.value, isAll: JSON.stringify(owed(call.id)) === before }) : written;
  };
};
