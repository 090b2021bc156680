/** Creating a record so that it is there once, whatever becomes of the answer. */
import { AppError } from '../../shared/errors';
import { err, ok, type Result } from '../../shared/result';
import type { Api } from './api';
import { refusalOf, unknownFieldOf } from './errors';
import { oneSchema, type Resource } from './schemas';

export const writeRecord = (
  api: Api,
  method: 'POST' | 'PATCH',
  module: string,
  id: string,
  attributes: Record<string, string>,
  timeoutMs?: number,
) =>
  api.request(oneSchema, {
    timeoutMs,
    method,
    path: '/module',
    body: { data: { type: module, id, attributes } },
  });

export const readRecord = (api: Api, module: string, id: string) =>
  api.request(oneSchema, { method: 'GET', path: `/module/${module}/${id}` });

/**
 * POST with our own id; on any doubt (400, 5xx, timeout) the record is read back.
 * @param what of the sentence for a record that a person has deleted, e.g. `This call`
 * @returns the record as it stands there, which may be one of an earlier try
 */
export const createOnce = async (
  api: Api,
  what: string,
  { module, id, attributes }: { module: string; id: string; attributes: Record<string, string> },
): Promise<Result<Resource, AppError>> => {
  const created = await writeRecord(api, 'POST', module, id, attributes);
  if (created.ok) return ok(created.value.data);
  // A field that it does not have is no doubt: nothing was written, and whoever asked for it must hear of it.
  if (created.error.code === 'crm_auth' || unknownFieldOf(created.error) !== null) return created;
  const stored = await readRecord(api, module, id);
  if (stored.ok) return ok(stored.value.data);
  if (refusalOf(created.error) === 'exists' && refusalOf(stored.error) === 'missing')
    return err(
      new AppError(
        'crm_refused',
        `${what} was logged before and its record was deleted in SuiteCRM at ${api.host}; it is not written again.`,
      ),
    );
  // "Exists" but not readable right now: look again later.
  return refusalOf(created.error) === 'exists' ? stored : created;
};
