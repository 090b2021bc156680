import type { AppError } from '../../shared/errors';
import type { CountryCode } from '../../shared/phone/parse';
import { ok, type Result } from '../../shared/result';
import type { CrmMatch } from '../port';
import type { Api } from './api';
import { compareNumbers, likePattern, wantedNumber, type MatchQuality, type Wanted } from './number-match';
import { field, listSchema, type Resource } from './schemas';

type PhoneModule = 'Contacts' | 'Leads' | 'Accounts';

interface Source {
  module: PhoneModule;
  /** In the order a person would prefer a match. All are columns of the table, a filter on anything else is a database error. */
  phones: readonly string[];
  fields: readonly string[];
  usable: (resource: Resource) => boolean;
  match: (resource: Resource) => {
    name: string;
    account: string | null;
    accountId: string | null;
    title: string | null;
  };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const fullName = (resource: Resource): string =>
  [field(resource, 'first_name'), field(resource, 'last_name')].join(' ').trim();

const personPhones = [
  'phone_mobile',
  'phone_work',
  'phone_home',
  'phone_other',
  'assistant_phone',
  'phone_fax',
];

/** A person before a company: a contact, then a lead that is still one, then an account's switchboard. */
const sources: readonly Source[] = [
  {
    module: 'Contacts',
    phones: personPhones,
    fields: ['first_name', 'last_name', 'title', 'account_name', 'account_id', 'date_modified'],
    usable: () => true,
    match: (contact) => ({
      name: fullName(contact),
      account: orNull(field(contact, 'account_name')),
      accountId: orNull(field(contact, 'account_id')),
      title: orNull(field(contact, 'title')),
    }),
  },
  {
    module: 'Leads',
    phones: personPhones,
    fields: ['first_name', 'last_name', 'title', 'account_name', 'status', 'converted', 'date_modified'],
    usable: (lead) => field(lead, 'converted') !== '1' && field(lead, 'status') !== 'Converted',
    match: (lead) => ({
      name: fullName(lead),
      // Free text; a lead has no account before it is converted.
      account: orNull(field(lead, 'account_name')),
      accountId: null,
      title: orNull(field(lead, 'title')),
    }),
  },
  {
    module: 'Accounts',
    phones: ['phone_office', 'phone_alternate', 'phone_fax'],
    fields: ['name', 'date_modified'],
    usable: () => true,
    match: (account) => ({
      name: field(account, 'name').trim(),
      account: orNull(field(account, 'name')),
      accountId: account.id,
      title: null,
    }),
  },
];

interface Hit {
  resource: Resource;
  quality: MatchQuality;
  matchedBy: string;
  phoneRank: number;
}

const pageSize = '50';

const query = (source: Source, wanted: Wanted): [string, string][] => [
  ['filter[operator]', 'or'],
  ...source.phones.map((phone): [string, string] => [`filter[${phone}][like]`, likePattern(wanted)]),
  [`fields[${source.module}]`, [...source.fields, ...source.phones].join(',')],
  ['page[size]', pageSize],
  ['page[number]', '1'],
];

const hitOf = (source: Source, resource: Resource, wanted: Wanted, country: CountryCode): Hit | null => {
  const matches = source.phones.flatMap((phone, phoneRank) => {
    const quality = compareNumbers(wanted, field(resource, phone), country);
    return quality ? [{ resource, quality, matchedBy: phone, phoneRank }] : [];
  });
  return matches.find(({ quality }) => quality === 'exact') ?? matches[0] ?? null;
};

/** Exact before similar, then the better phone field, then the record somebody touched last. */
const byPreference = (a: Hit, b: Hit): number =>
  Number(b.quality === 'exact') - Number(a.quality === 'exact') ||
  a.phoneRank - b.phoneRank ||
  field(b.resource, 'date_modified').localeCompare(field(a.resource, 'date_modified')) ||
  a.resource.id.localeCompare(b.resource.id);

/** One request per module, and no further once a number matched exactly; mostly that is one request. */
export const createFinder = (deps: {
  api: Api;
  defaultCountry: CountryCode;
  recordUrl: (module: string, id: string) => string;
}) => {
  const { api, defaultCountry, recordUrl } = deps;

  return async (e164: string): Promise<Result<CrmMatch | null, AppError>> => {
    const wanted = wantedNumber(e164, defaultCountry);
    if (!wanted) return ok(null);
    let similar: CrmMatch | null = null;
    for (const source of sources) {
      const answer = await api.request(listSchema, {
        method: 'GET',
        path: `/module/${source.module}`,
        query: query(source, wanted),
      });
      if (!answer.ok) return answer;
      const hits = answer.value.data
        .filter((resource) => source.usable(resource))
        .flatMap((resource) => hitOf(source, resource, wanted, defaultCountry) ?? [])
        .sort(byPreference);
      const [best] = hits;
      if (!best) continue;
      const match = toMatch(source, best, hits.length - 1, recordUrl);
      if (best.quality === 'exact') return ok(match);
      similar ??= match;
    }
    return ok(similar);
  };
};

const toMatch = (
  { module, match }: Source,
  { resource, matchedBy }: Hit,
  others: number,
  recordUrl: (module: string, id: string) => string,
): CrmMatch => {
  const { name, account, accountId, title } = match(resource);
  return {
    contact: {
      crm: 'suitecrm',
      module,
      id: resource.id,
      name: name || account || 'No name',
      account,
      url: recordUrl(module, resource.id),
      matchedBy,
      others,
    },
    accountId,
    title,
  };
};
