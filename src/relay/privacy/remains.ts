/** What stays in the CRM when a call is forgotten here: the relay wrote it there, a person has to delete it. */
import { callRecordId } from '../../crm/call-record-id';
import type { CrmClient } from '../../crm/port';
import type { Call } from '../../shared/call/call';
import type { Conversation } from '../../shared/protocol/conversation';
import type { RemainingRecord } from '../../shared/protocol/forget';
import { noteOf } from '../call-log/conversation';
import type { OutboxJob } from '../store/job-port';

type Crm = Pick<CrmClient, 'recordUrl' | 'noteIds'>;

/** Records of the CRM that belong to these calls, each once: the calls, the transcripts, and whose number it is. */
export const remainingRecords = (
  calls: readonly {
    call: Call;
    jobs: readonly OutboxJob[];
    conversations: readonly Conversation[];
    /** It was being written a moment ago. */
    isTried: boolean;
  }[],
  crm: Crm | null,
): RemainingRecord[] => {
  const records = new Map<string, RemainingRecord>();
  const add = (record: RemainingRecord): void => {
    const known = records.get(record.id);
    if (!known || (record.certain && !known.certain)) records.set(record.id, record);
  };
  const urlOf = (module: string, id: string): string | null => crm?.recordUrl(module, id) ?? null;

  for (const { call, jobs, conversations, isTried } of calls) {
    const { status, id, url } = call.crmRecord;
    const attempts = (kind: OutboxJob['kind']): OutboxJob | undefined =>
      jobs.find((job) => job.kind === kind && (job.attempts > 0 || isTried));
    if (status === 'logged' && id !== null) add({ module: 'Calls', id, url, certain: true });
    else if (attempts('call')) {
      // The id is known before the answer is: a try that timed out may have arrived.
      const own = callRecordId(call.id);
      add({ module: 'Calls', id: own, url: urlOf('Calls', own), certain: false });
    }
    const told = attempts('conversation');
    for (const conversation of told ? conversations : []) {
      const note = noteOf(conversation);
      for (const noteId of note ? (crm?.noteIds?.(note) ?? [note.id]) : [])
        add({ module: 'Notes', id: noteId, url: urlOf('Notes', noteId), certain: told?.status === 'logged' });
    }
    if (call.contact) {
      const { module, id: contactId, url: contactUrl } = call.contact;
      add({ module, id: contactId, url: contactUrl, certain: true });
    }
  }
  return [...records.values()];
};
