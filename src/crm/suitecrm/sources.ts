/** The modules a caller is looked for in, and how their records are read. */
import type { CrmCandidate } from '../port';
import type { ContactRef } from '../../shared/protocol/crm-context';
import type { Hit } from '../rank';
import { field, type Resource } from './schemas';

export interface Source {
  module: ContactRef['module'];
  kind: Hit['kind'];
  /** In the order a person would prefer a match. All are columns of the table, a filter on anything else is a database error. */
  phones: readonly string[];
  fields: readonly string[];
  accountIdOf: (resource: Resource) => string | null;
  /** Of a lead: the contact it became, `''` where SuiteCRM does not say; null otherwise. */
  convertedTo: (resource: Resource) => string | null;
  describe: (resource: Resource) => { name: string; account: string | null; title: string | null };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const fullName = (resource: Resource): string =>
  [field(resource, 'first_name'), field(resource, 'last_name')].join(' ').trim();
const person = (resource: Resource) => ({
  name: fullName(resource),
  // Of a lead it is free text; a lead has no account before it is converted.
  account: orNull(field(resource, 'account_name')),
  title: orNull(field(resource, 'title')),
});

const personPhones = [
  'phone_mobile',
  'phone_work',
  'phone_home',
  'phone_other',
  'assistant_phone',
  'phone_fax',
];
const personFields = [
  'first_name',
  'last_name',
  'title',
  'account_name',
  'assigned_user_name',
  'date_modified',
];

export const sources: readonly Source[] = [
  {
    module: 'Contacts',
    kind: 'contact',
    phones: personPhones,
    fields: [...personFields, 'account_id'],
    accountIdOf: (contact) => orNull(field(contact, 'account_id')),
    convertedTo: () => null,
    describe: person,
  },
  {
    module: 'Leads',
    kind: 'lead',
    phones: personPhones,
    fields: [...personFields, 'status', 'converted', 'contact_id'],
    accountIdOf: () => null,
    convertedTo: (lead) =>
      field(lead, 'converted') === '1' || field(lead, 'status') === 'Converted'
        ? field(lead, 'contact_id')
        : null,
    describe: person,
  },
  {
    module: 'Accounts',
    kind: 'account',
    phones: ['phone_office', 'phone_alternate', 'phone_fax'],
    fields: ['name', 'assigned_user_name', 'date_modified'],
    accountIdOf: (account) => account.id,
    convertedTo: () => null,
    describe: (account) => ({
      name: field(account, 'name').trim(),
      account: orNull(field(account, 'name')),
      title: null,
    }),
  },
];

export const sourceOf = (module: string): Source | null =>
  sources.find((source) => source.module === module) ?? null;

/** What is asked of a record, in the spelling of `fields[...]` (no blanks). */
export const fieldsOf = ({ fields, phones }: Source): string => [...fields, ...phones].join(',');

export const toCandidate = (
  source: Source,
  resource: Resource,
  matched: Pick<CrmCandidate, 'quality' | 'extension' | 'note'> & { matchedBy: string },
  recordUrl: (module: string, id: string) => string,
): CrmCandidate => {
  const { name, account, title } = source.describe(resource);
  const { matchedBy, ...how } = matched;
  return {
    contact: {
      crm: 'suitecrm',
      module: source.module,
      id: resource.id,
      name: name || account || 'No name',
      account,
      url: recordUrl(source.module, resource.id),
      matchedBy,
      others: 0,
    },
    accountId: source.accountIdOf(resource),
    title,
    assignedTo: orNull(field(resource, 'assigned_user_name')),
    ...how,
  };
};
