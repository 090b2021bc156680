/**
 * Puts a logged call at another contact: parent, link, and away with the links to those it was thought to be. What a person
 * has set in the CRM meanwhile stays: another parent, further links. Each step may be repeated.
 */
import { AppError } from '../../shared/errors';
import { err, ok, type Result } from '../../shared/result';
import type { CallRecord, FormerContact } from '../port';
import type { Api } from './api';
import { readRecord, writeRecord } from './create-once';
import { refusalOf } from './errors';
import { linkContact, links, parentOf } from './log-call';
import { timesIn } from './log-note';
import { field, linkedSchema } from './schemas';

export const createCallMover = ({ api }: { api: Api }) => {
  const reparent = async (
    record: CallRecord,
    former: readonly FormerContact[],
  ): Promise<Result<unknown, AppError>> => {
    const stored = await readRecord(api, 'Calls', record.id);
    if (!stored.ok)
      return refusalOf(stored.error) === 'missing'
        ? err(
            new AppError(
              'crm_refused',
              `The record of this call was deleted in SuiteCRM at ${api.host}, so it is not moved.`,
            ),
          )
        : stored;
    const now = field(stored.value.data, 'parent_id');
    const wanted = parentOf(record) ?? '';
    const isOurs = now === '' || former.some((contact) => parentOf({ ...contact, contact }) === now);
    if (now === wanted || !isOurs) return ok(null);
    return writeRecord(api, 'PATCH', 'Calls', record.id, {
      parent_type: 'Accounts',
      parent_id: wanted,
      ...timesIn(stored.value.data, record),
    });
  };

  const unlink = async (
    record: CallRecord,
    { module, id }: FormerContact,
  ): Promise<Result<unknown, AppError>> => {
    const name = links[module];
    if (name === undefined) return ok(null);
    const gone = await api.request(linkedSchema, {
      method: 'DELETE',
      path: `/module/Calls/${record.id}/relationships/${name}/${encodeURIComponent(id)}`,
    });
    const refusal = gone.ok ? null : refusalOf(gone.error);
    return refusal === 'unrelated' || refusal === 'missing' ? ok(null) : gone;
  };

  return async (record: CallRecord, former: readonly FormerContact[]): Promise<Result<null, AppError>> => {
    const parented = await reparent(record, former);
    if (!parented.ok) return parented;
    const linked = await linkContact(api, record);
    if (!linked.ok) return linked;
    for (const contact of former) {
      if (contact.id === record.contact?.id) continue;
      const gone = await unlink(record, contact);
      if (!gone.ok) return gone;
    }
    return ok(null);
  };
};
