/** Writes what an agent has promised: a task, or a call that is planned, so that it shows on the contact and in his list. */
import type { AppError } from '../../shared/errors';
import { ok, type Result } from '../../shared/result';
import type { CallRecord, FollowUpRecord } from '../port';
import type { Api } from './api';
import { createOnce } from './create-once';
import { nameChars, type LogCall } from './log-call';
import { purifierSafe, shorten, toCrmDate } from './text';

/** SuiteCRM's own default for a new call. */
const plannedSeconds = 15 * 60;

const what = 'This follow-up';

/** A contact's tasks hang on `contact_id`, an account's and a lead's on the parent. */
const linksOf = ({ contact, accountId }: FollowUpRecord): Record<string, string> => {
  const parent: [string, string] | null =
    contact?.module === 'Leads'
      ? ['Leads', contact.id]
      : accountId !== null
        ? ['Accounts', accountId]
        : contact
          ? [contact.module, contact.id]
          : null;
  return {
    ...(contact?.module === 'Contacts' && { contact_id: contact.id }),
    ...(parent && { parent_type: parent[0], parent_id: parent[1] }),
  };
};

const plannedCall = (record: FollowUpRecord): CallRecord => ({
  id: record.id,
  subject: record.subject,
  direction: 'Outbound',
  status: 'Planned',
  startedAt: record.dueAt,
  durationSeconds: plannedSeconds,
  description: record.text,
  assignedUserId: record.assignedUserId,
  contact: record.contact,
  accountId: record.accountId,
});

export const createFollowUpLogger = (deps: {
  api: Api;
  ownUserId: () => Promise<Result<string, AppError>>;
  recordUrl: (module: string, id: string) => string;
  logCall: LogCall;
}) => {
  const { api, ownUserId, recordUrl, logCall } = deps;

  return async (record: FollowUpRecord): Promise<Result<{ id: string; url: string }, AppError>> => {
    if (record.kind === 'call') return logCall(plannedCall(record), what);
    const owner = record.assignedUserId === null ? await ownUserId() : ok(record.assignedUserId);
    if (!owner.ok) return owner;
    const stored = await createOnce(api, what, {
      module: 'Tasks',
      id: record.id,
      attributes: {
        name: shorten(purifierSafe(record.subject), nameChars),
        date_due: toCrmDate(record.dueAt),
        status: 'Not Started',
        priority: 'Medium',
        description: purifierSafe(record.text),
        assigned_user_id: owner.value,
        ...linksOf(record),
      },
    });
    return stored.ok ? ok({ id: record.id, url: recordUrl('Tasks', record.id) }) : stored;
  };
};
