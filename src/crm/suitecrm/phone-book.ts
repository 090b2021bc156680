/**
 * All who have a phone number, page by page, for an index outside SuiteCRM.
 *
 * A module is read in the order of its ids, each page after the last id of the one before: ids never change, so that no
 * change, no deletion and no new record can shift a page (with page numbers, a record changed meanwhile would push another
 * one off the page that is read next). Taken from the API's source: any field of the record can be sorted and compared, and
 * `id` is one (recordings 045, 139, 155); a page that is not in this order is refused.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AppError } from '../../shared/errors';
import type { CountryCode } from '../../shared/phone/parse';
import type { ContactRef } from '../../shared/protocol/crm-context';
import { err, ok, type Result } from '../../shared/result';
import type { PhoneBook, PhonePage, PhoneRecord } from '../port';
import type { Api } from './api';
import { refusalOf, unexpected } from './errors';
import { matchAmong } from './find';
import { isInOrder } from './id-order';
import { keyOfStored, numberRules, wantedNumber } from './number-match';
import type { SuiteCrmSettings } from './options';
import { field, listSchema, oneSchema, pageSchema, type Resource } from './schemas';
import { fieldsOf, sourceOf, sources, type Source } from './sources';
import { fromCrmDate, toCrmDate } from './text';

type Kept = PhonePage['records'][number];

const valuesSchema = z.array(z.string());
const noPage: PhonePage = { records: [], after: null };
const namesOf = ({ fields, phones }: Source): string[] => [...fields, ...phones];

/** The values without their names: they are the most of half a million records. */
const encode = (source: Source, resource: Resource): string =>
  JSON.stringify(namesOf(source).map((name) => field(resource, name)));

const decode = ({ module, id, data }: PhoneRecord): { source: Source; resource: Resource }[] => {
  const source = sourceOf(module);
  if (!source) return [];
  const values = valuesSchema.parse(JSON.parse(data));
  const attributes = Object.fromEntries(namesOf(source).map((name, at) => [name, values[at] ?? '']));
  return [{ source, resource: { type: source.module, id, attributes } }];
};

export const createPhoneBook = (deps: {
  api: Api;
  country: () => CountryCode;
  recordUrl: (module: string, id: string) => string;
  settings: Pick<SuiteCrmSettings, 'url' | 'clientId' | 'username'>;
}): PhoneBook => {
  const { api, country, recordUrl, settings } = deps;

  const kept = (source: Source, resource: Resource): Kept => ({
    module: source.module,
    id: resource.id,
    data: encode(source, resource),
    keys: source.phones.flatMap((phone) => keyOfStored(field(resource, phone), country()) ?? []),
  });

  const pageOf = async (
    source: Source,
    request: { changedSince: number | null; after: string | null; size: number },
  ): Promise<Result<PhonePage, AppError>> => {
    const { changedSince, after, size } = request;
    const answer = await api.request(pageSchema, {
      method: 'GET',
      path: `/module/${source.module}`,
      query: [
        ...(changedSince === null
          ? []
          : [['filter[date_modified][gte]', toCrmDate(changedSince)] as [string, string]]),
        ...(after === null ? [] : [['filter[id][gt]', after] as [string, string]]),
        [`fields[${source.module}]`, fieldsOf(source)],
        ['sort', 'id'],
        ['page[size]', String(size)],
        ['page[number]', '1'],
      ],
    });
    if (!answer.ok) return refusalOf(answer.error) === 'denied' ? ok(noPage) : answer;
    const { data, meta } = answer.value;
    const ids = data.map(({ id }) => id);
    if (!isInOrder(ids, after))
      return err(
        unexpected(api.host, `GET /module/${source.module}, which came in another order than asked`),
      );
    // Not told by a short page: the server may have an own limit.
    const isLast = data.length === 0 || (meta?.['total-pages'] ?? Infinity) <= 1;
    return ok({
      records: data.map((resource) => kept(source, resource)),
      after: isLast ? null : (ids.at(-1) ?? null),
    });
  };

  return {
    modules: sources.map(({ module }) => module),

    get rules() {
      const { url, clientId, username = null } = settings;
      const all = [numberRules, country(), url, clientId, username, sources.map(namesOf)];
      return createHash('sha256').update(JSON.stringify(all)).digest('hex');
    },

    newest: async (module) => {
      const answer = await api.request(listSchema, {
        method: 'GET',
        path: `/module/${module}`,
        query: [
          [`fields[${module}]`, 'date_modified'],
          ['sort', '-date_modified'],
          ['page[size]', '1'],
          ['page[number]', '1'],
        ],
      });
      if (!answer.ok) return refusalOf(answer.error) === 'denied' ? ok(null) : answer;
      const [last] = answer.value.data;
      const at = last && fromCrmDate(field(last, 'date_modified'));
      return ok(at ? Date.parse(at) : null);
    },

    page: async (module, request) => {
      const source = sourceOf(module);
      return source ? pageOf(source, request) : ok(noPage);
    },

    record: async ({ module, id }: ContactRef) => {
      const source = sourceOf(module);
      if (!source) return ok(null);
      const answer = await api.request(oneSchema, {
        method: 'GET',
        path: `/module/${source.module}/${encodeURIComponent(id)}`,
        query: [[`fields[${source.module}]`, fieldsOf(source)]],
      });
      if (answer.ok) return ok(kept(source, answer.value.data));
      const refusal = refusalOf(answer.error);
      return refusal === 'missing' || refusal === 'denied' ? ok(null) : answer;
    },

    keyOf: (e164) => wantedNumber(e164, country()),
    match: (e164, records) => matchAmong(e164, records.flatMap(decode), { country: country(), recordUrl }),
  };
};
