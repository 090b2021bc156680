/** Writes what the agent notes into the CRM, by his own sign-in. */
import { callRecordId } from '../../crm/call-record-id';
import type { CrmClient } from '../../crm/port';
import type { Call } from '../../shared/call/call';
import type { NoteWriter } from '../../shared/companion/notes/outbox';
import { ok } from '../../shared/result';
import { createMatcher } from './match';

/** Which call it was, for whoever reads the follow-up in the CRM. */
const aboutOf = ({ remote, startedAt, id }: Call): string =>
  `After the call with ${remote.anonymous ? 'a withheld number' : remote.display} on ${startedAt.slice(0, 10)}, ${startedAt.slice(11, 16)} UTC\nCall id: ${id}`;

export const createNoteWriter = (
  crm: Pick<CrmClient, 'logNote' | 'logFollowUp' | 'findByNumber' | 'candidate'>,
): NoteWriter => {
  const matchOf = createMatcher(crm);
  return {
    writeNote: ({ call, author, note, written }) =>
      crm.logNote({
        call: {
          id: callRecordId(call.id),
          startedAt: Date.parse(call.startedAt),
          durationSeconds: call.talkSeconds,
        },
        logged: call.crmRecord.status === 'logged',
        author,
        ...note,
        written,
      }),
    writeFollowUp: async ({ call, followUp: { id, kind, dueAt, subject }, sending }) => {
      const match = await matchOf(call);
      if (!match.ok) return match;
      await sending();
      const logged = await crm.logFollowUp({
        id,
        kind,
        dueAt: Date.parse(dueAt),
        subject,
        text: aboutOf(call),
        contact: match.value?.contact ?? null,
        accountId: match.value?.accountId ?? null,
        assignedUserId: null,
      });
      return logged.ok ? ok({ url: logged.value.url }) : logged;
    },
  };
};
