/** Random phone books: few numbers, spelled in all ways, shared by people, their companies and leads. */
import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { demoSeed, type SuiteCrmSeed } from '../../src/simulators/suitecrm';

/** Some end in the same digits; nationals of 7 to 11 digits. */
export const callers = [
  '+491711234567',
  '+494066969100',
  '+4940123456',
  '+4540123456',
  '+4722123456',
  '+12125550100',
  '+442079460301',
  '+390612345678',
  '+3726123456',
  '+351912345678',
];

const spellings: readonly ((e164: string) => string)[] = [
  (e164) => e164,
  (e164) => parsePhoneNumberFromString(e164)?.formatInternational() ?? '',
  (e164) => parsePhoneNumberFromString(e164)?.formatNational() ?? '',
  (e164) => parsePhoneNumberFromString(e164)?.nationalNumber ?? '',
  (e164) => `0${parsePhoneNumberFromString(e164)?.nationalNumber ?? ''}`,
  (e164) => `00${e164.slice(1)}`,
  (e164) => e164.slice(1),
  (e164) => `9 ${parsePhoneNumberFromString(e164)?.nationalNumber ?? ''}`,
  (e164) => `tel:${e164}`,
  (e164) => Array.from(e164).join('-').replace('+-', '+'),
  (e164) => e164.replace(/^(\+\d\d)/, '$1 (0) '),
  (e164) => `${e164.slice(0, -1)}9`,
];
const endings = ['', '', '', ' x31', ' ext. 7', ';ext=44', ' (Durchwahl 12)', ' // only mornings', '#5', ' '];

const number = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom(...callers), fc.constantFrom(...spellings), fc.constantFrom(...endings))
      .map(([e164, spell, ending]) => spell(e164) + ending),
  },
  { weight: 1, arbitrary: fc.constantFrom('', 'n/a', '1001', '+', '0', 'ask "Ute" & <Jo>') },
);
const personPhones = [
  'phone_mobile',
  'phone_work',
  'phone_home',
  'phone_other',
  'assistant_phone',
  'phone_fax',
];
const accountPhones = ['phone_office', 'phone_alternate', 'phone_fax'];
const phones = (names: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...names), number, { minKeys: 0, maxKeys: 3 });
const modified = fc
  .integer({ min: 0, max: 300 })
  .map((minutes) => new Date(Date.UTC(2026, 10, 1, 0, minutes)).toISOString().slice(0, 19).replace('T', ' '));
const id = (kind: string, n: number): string => `${kind}0000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const accountOf = fc.integer({ min: 0, max: 2 }).map((n) => (n === 0 ? '' : id('acc1', n)));
const text = fc.constantFrom('Ada', 'Björn', "O'Hara", 'Müller & Söhne', 'Li <x>', '');

const contact = fc.record({
  phones: phones(personPhones),
  date_modified: modified,
  account_id: accountOf,
  first_name: text,
  last_name: text,
  title: text,
});
const lead = fc.record({
  phones: phones(personPhones),
  date_modified: modified,
  last_name: text,
  account_name: text,
  converted: fc.constantFrom('0', '1'),
  contact_id: fc.integer({ min: 0, max: 8 }).map((n) => (n === 0 ? '' : id('c0c0', n))),
});
const account = fc.record({ phones: phones(accountPhones), date_modified: modified, name: text });

const rows = <T extends { phones: Record<string, string> }>(kind: string, made: readonly T[]) =>
  made.map(({ phones: numbers, ...values }, n) => ({ ...values, ...numbers, id: id(kind, n + 1) }));

/** The demo's users and sign-ins, with other people. */
export const phoneBook: fc.Arbitrary<SuiteCrmSeed> = fc
  .tuple(
    fc.array(contact, { maxLength: 8 }),
    fc.array(lead, { maxLength: 4 }),
    fc.array(account, { maxLength: 2 }),
  )
  .map(([contacts, leads, accounts]) => ({
    ...demoSeed(Date.UTC(2026, 10, 1)),
    records: {
      Contacts: rows('c0c0', contacts),
      Leads: rows('1ead', leads),
      Accounts: rows('acc1', accounts),
    },
    links: [],
  }));
