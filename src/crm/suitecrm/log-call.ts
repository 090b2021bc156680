/**
 * Writes a call so that it is there once and complete, whatever happened on the way:
 *
 *   POST with our own id ──201──────────────► complete? ──► link contact ──► done
 *          │ any doubt (400, 5xx, timeout)       ▲
 *          └──► GET by id ── found ──────────────┘
 *                    └── missing ──► the error of the POST, to be tried again
 */
import type { AppError } from '../../shared/errors';
import { ok, type Result } from '../../shared/result';
import type { CallRecord, LeftOut } from '../port';
import type { Api } from './api';
import { createOnce, writeRecord } from './create-once';
import { refusalOf } from './errors';
import { withOwnFields } from './own-fields';
import { field, linkedSchema, type Resource } from './schemas';
import { cutBytes, purifierSafe, shorten, toCrmDate, toCrmDuration } from './text';

/** `name` is varchar(50), cut without a word; `description` a TEXT of 65,535 bytes. */
export const nameChars = 50;
export const descriptionBytes = 65_535;

/** contact_id and a parent of type Contacts do not reach the contact's history; the relationship does. */
export const links: Record<string, string> = { Contacts: 'contacts', Leads: 'leads' };

export const parentOf = ({ accountId, contact }: Pick<CallRecord, 'accountId' | 'contact'>): string | null =>
  accountId ?? (contact?.module === 'Accounts' ? contact.id : null);

export const attributesOf = (record: CallRecord, ownUserId: string): Record<string, string> => {
  const parent = parentOf(record);
  return {
    name: shorten(purifierSafe(record.subject), nameChars),
    ...timesOf(record),
    status: record.status,
    direction: record.direction,
    description: cutBytes(purifierSafe(record.description), descriptionBytes),
    // There is no default: a call without it belongs to nobody.
    assigned_user_id: record.assignedUserId ?? ownUserId,
    ...(parent === null ? {} : { parent_type: 'Accounts', parent_id: parent }),
  };
};

/** Every PATCH repeats these three: it zeroes the seconds, and a duration alone leaves date_end stale. */
export const timesOf = (record: Pick<CallRecord, 'startedAt' | 'durationSeconds'>) => ({
  date_start: toCrmDate(record.startedAt),
  ...toCrmDuration(record.durationSeconds),
});

/** What a stored record lacks. Only what is empty: a person may have edited the rest meanwhile. */
export const missingAttributes = (
  stored: Resource,
  wanted: Record<string, string>,
): Record<string, string> | null => {
  const lacking = Object.keys(wanted).filter(
    (name) => wanted[name] !== '' && field(stored, name) === '' && name in stored.attributes,
  );
  return lacking.length === 0 ? null : Object.fromEntries(lacking.map((name) => [name, wanted[name] ?? '']));
};

export const linkContact = async (
  api: Api,
  { id, contact }: Pick<CallRecord, 'id' | 'contact'>,
): Promise<Result<unknown, AppError>> => {
  const name = contact ? links[contact.module] : undefined;
  if (!contact || name === undefined) return ok(null);
  // By link, never by type: by type Leads fail on 7.14.6 and Accounts replace the parent. Repeating it is harmless.
  const linked = await api.request(linkedSchema, {
    method: 'POST',
    path: `/module/Calls/${id}/relationships/${name}`,
    body: { data: { type: contact.module, id: contact.id } },
  });
  // The contact was deleted or merged since the call: the record without it is all that can be had.
  return !linked.ok && refusalOf(linked.error) === 'missing' ? ok(null) : linked;
};

/** @param what of the sentence for a record that a person has deleted */
export type LogCall = (
  record: CallRecord,
  what?: string,
) => Promise<Result<{ id: string; url: string } & LeftOut, AppError>>;

export const createCallLogger = (deps: {
  api: Api;
  ownUserId: () => Promise<Result<string, AppError>>;
  recordUrl: (module: string, id: string) => string;
}): LogCall => {
  const { api, ownUserId, recordUrl } = deps;

  return async (record, what = 'This call') => {
    const owner = record.assignedUserId === null ? await ownUserId() : ok(record.assignedUserId);
    if (!owner.ok) return owner;
    const written = await withOwnFields(record.fields, async (fields): Promise<Result<unknown, AppError>> => {
      const attributes = { ...attributesOf(record, owner.value), ...fields };
      const stored = await createOnce(api, what, { module: 'Calls', id: record.id, attributes });
      const missing = stored.ok ? missingAttributes(stored.value, attributes) : null;
      return missing === null
        ? stored
        : writeRecord(api, 'PATCH', 'Calls', record.id, { ...missing, ...timesOf(record) });
    });
    if (!written.ok) return written;
    const linked = await linkContact(api, record);
    if (!linked.ok) return linked;
    const { unknownFields } = written.value;
    const url = recordUrl('Calls', record.id);
    return ok({ id: record.id, url, ...(unknownFields.length > 0 && { unknownFields }) });
  };
};
