/**
 * SuiteCRM's own users. A list of them never shows their status, though it can be asked for (recordings 052, 053), so the
 * active ones alone are asked for; who holds a token does see his own (031). 7.14.6 gives tokens to inactive users, too.
 */
import type { AppError } from '../../shared/errors';
import { err, ok, type Result } from '../../shared/result';
import type { CrmStaff, StaffMember } from '../port';
import type { Api } from './api';
import { unexpected } from './errors';
import { isInOrder } from './id-order';
import { extensionOf } from './number-match';
import { field, oneSchema, pageSchema, type Resource } from './schemas';

const pageSize = 200;
/** Far more than have a phone; so that a server that turns in circles ends. */
const mostPages = 100;

const nameOf = (user: Resource): string =>
  [field(user, 'first_name'), field(user, 'last_name')].join(' ').trim() || user.id;

/** `1001`, `1001, 1002`, or what stands behind a whole number: `+49 40 669690 ext. 31`. */
export const extensionsIn = (text: string): string[] => {
  const parts = text.split(/[\s,;/]+/).filter((part) => part !== '');
  if (parts.length > 0 && parts.every((part) => /^[0-9*#]{2,6}$/.test(part))) return [...new Set(parts)];
  const extension = extensionOf(text);
  return extension === null ? [] : [extension];
};

export const createStaff = (api: Api): CrmStaff => ({
  list: async (extensionField) => {
    const members: StaffMember[] = [];
    let after: string | null = null;
    for (let page = 0; page < mostPages; page += 1) {
      const query: [string, string][] = [
        ['filter[status][eq]', 'Active'],
        ...(after === null ? [] : [['filter[id][gt]', after] as [string, string]]),
        ['fields[Users]', [...new Set(['first_name', 'last_name', extensionField])].join(',')],
        ['sort', 'id'],
        ['page[size]', String(pageSize)],
        ['page[number]', '1'],
      ];
      const answer = await api.request(pageSchema, { method: 'GET', path: '/module/Users', query });
      if (!answer.ok) return answer;
      const { data, meta } = answer.value;
      const ids = data.map(({ id }) => id);
      if (!isInOrder(ids, after))
        return err(unexpected(api.host, 'GET /module/Users, which came in another order than asked'));
      for (const user of data)
        members.push({
          id: user.id,
          name: nameOf(user),
          extensions: extensionsIn(field(user, extensionField)),
        });
      // Not told by a short page: the server may have an own limit.
      if (data.length === 0 || (meta?.['total-pages'] ?? Infinity) <= 1) return ok(members);
      after = ids.at(-1) ?? null;
    }
    return err(unexpected(api.host, 'GET /module/Users, which does not come to an end'));
  },

  whoHolds: async (accessToken): Promise<Result<{ id: string; name: string } | null, AppError>> => {
    const answer = await api.requestAs(accessToken, oneSchema, { method: 'GET', path: '/current-user' });
    if (!answer.ok) return answer.error.code === 'crm_auth' ? ok(null) : answer;
    const user = answer.value?.data;
    return ok(user && field(user, 'status') === 'Active' ? { id: user.id, name: nameOf(user) } : null);
  },
});
