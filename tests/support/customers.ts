/**
 * 50,000 contacts with their companies and leads, written as people write them, and callers of whom it is known to whom each
 * of their calls belongs: by how they were made, not by looking them up.
 */
import { demoSeed, type SuiteCrmSeed } from '../../src/simulators/suitecrm';

/** Where a caller's calls are to stand. All null: nobody is known under this number. */
export interface Place {
  contact: string | null;
  lead: string | null;
  /** The parent: shows in the account's history. */
  account: string | null;
}
export interface Caller {
  what: string;
  e164: string;
  place: Place;
}
type Entry = { id: string } & Record<string, string>;

const contacts = 50_000;
const companies = 3_000;
const nobody: Place = { contact: null, lead: null, account: null };

const idOf =
  (kind: string) =>
  (n: number): string =>
    `${kind.padEnd(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`;
const accountId = idOf('acc');
const contactId = idOf('c0');
const leadId = idOf('1ead');

const groups = (digits: string, size: number, sign: string): string =>
  (digits.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(sign);

/** Area code and number of Germany, as they are found in phone fields. */
const spellings: readonly ((area: string, rest: string) => string)[] = [
  (area, rest) => `+49 ${area} ${rest}`,
  (area, rest) => `0${area} ${rest}`,
  (area, rest) => `0${area}/${rest}`,
  (area, rest) => `+49${area}${rest}`,
  (area, rest) => `0049 ${area} ${rest}`,
  (area, rest) => `(0${area}) ${groups(rest, 2, ' ')}`,
  (area, rest) => `0${area}-${rest}`,
  (area, rest) => `+49 (0)${area} ${groups(rest, 3, ' ')}`,
  (area, rest) => `0${area}.${groups(rest, 3, '.')}`,
  (area, rest) => `+49-${area}-${rest}`,
  (area, rest) => `0${area}${rest}`,
  (area, rest) => ` +49 ${area} / ${groups(rest, 4, ' - ')} `,
  (area, rest) => `tel:+49${area}${rest}`,
  (area, rest) => `0${area} ${rest} x12`,
];

export const createCustomers = (
  random: () => number,
): { seed: SuiteCrmSeed; callers: Caller[]; placeOf: (e164: string | null) => Place } => {
  const taken = new Set<string>();
  const below = (n: number): number => Math.floor(random() * n);
  /** A number nobody has yet, in the last nine digits either. */
  const fresh = (area: string, length: number): string => {
    for (;;) {
      const rest = Array.from({ length }, () => below(10)).join('');
      const tail = (area + rest).slice(-9);
      if (taken.has(tail)) continue;
      taken.add(tail);
      return rest;
    }
  };
  const spelled = (area: string, rest: string): string =>
    (spellings[below(spellings.length)] ?? spellings[0])?.(area, rest) ?? '';
  const mobile = () => {
    const area = ['151', '160', '170', '171', '176'][below(5)] ?? '171';
    const rest = fresh(area, 7);
    // Behind an extension it is somebody's line no more than the company's.
    const own = () => spelled(area, rest).replace(/ x\d+$/, '');
    return { e164: `+49${area}${rest}`, write: () => spelled(area, rest), own, area, rest };
  };
  const modified = (daysAgo: number): string =>
    `2026-${daysAgo < 22 ? '11' : '08'}-0${(daysAgo % 9) + 1} 08:00:00`;

  /** What follows the area code of each company's own line. */
  const lines = Array.from({ length: companies }, () => fresh('30', 7));
  const accounts = lines.map((rest, n): Entry => ({
    id: accountId(n + 1),
    name: `Company ${n + 1}`,
    phone_office: spelled('30', rest),
  }));
  const rows: Entry[] = [];
  const leads: Entry[] = [];
  const callers: Caller[] = [];

  let people = 0;
  const person = (
    phones: Record<string, string>,
    account: Entry | null,
    more: Record<string, string> = {},
  ) => {
    people += 1;
    const row: Entry = {
      id: contactId(people),
      first_name: `First${people}`,
      last_name: `Last${people}`,
      ...(account && { account_id: account.id }),
      date_modified: modified(40),
      ...phones,
      ...more,
    };
    rows.push(row);
    return row;
  };
  const lead = (phone: string, more: Record<string, string> = {}): Entry => {
    const row: Entry = {
      id: leadId(leads.length + 1),
      first_name: 'Lead',
      last_name: String(leads.length + 1),
      status: 'New',
      converted: '0',
      phone_mobile: phone,
      date_modified: modified(40),
      ...more,
    };
    leads.push(row);
    return row;
  };
  const at = (contact: Entry): Place => ({
    contact: contact.id,
    lead: null,
    account: contact['account_id'] ?? null,
  });
  const note = (what: string, e164: string, place: Place): void => void callers.push({ what, e164, place });
  const company = (): Entry | null => accounts[below(companies - 20)] ?? null;

  const fields = ['phone_mobile', 'phone_work', 'phone_home', 'phone_other', 'assistant_phone'];
  for (let n = 0; n < 120; n += 1) {
    const { e164, write } = mobile();
    const field = fields[n % fields.length] ?? 'phone_mobile';
    note(`in ${field}`, e164, at(person({ [field]: write() }, n % 6 === 0 ? null : company())));
  }
  for (let n = 0; n < 12; n += 1) {
    const { e164, own, area, rest } = mobile();
    const later = person({ phone_mobile: own() }, company(), { date_modified: modified(3) });
    person({ phone_mobile: own() }, company());
    // Another number with the same digits in their order, and the same last digits of another country.
    person({ phone_mobile: `0${area} ${rest.slice(0, 3)}9${rest.slice(3)}` }, company());
    person({ phone_mobile: `+43 ${area} ${rest}` }, company());
    note('a duplicate touched later', e164, at(later));
  }
  for (let n = 0; n < 12; n += 1) {
    const { e164, write } = mobile();
    person({ phone_mobile: write() }, company(), { deleted: '1', date_modified: modified(1) });
    const left = n % 2 === 0 ? person({ phone_home: write() }, company()) : null;
    note(left ? 'a deleted one beside' : 'deleted', e164, left ? at(left) : nobody);
  }
  for (let n = 0; n < 12; n += 1) {
    const { e164, write } = mobile();
    const contact = person({ phone_home: write() }, company());
    lead(write(), {
      status: 'Converted',
      converted: '1',
      contact_id: contact.id,
      date_modified: modified(1),
    });
    note('converted', e164, at(contact));
  }
  for (let n = 0; n < 20; n += 1) {
    const { e164, write } = mobile();
    note('a lead', e164, { ...nobody, lead: lead(write()).id });
  }
  accounts.slice(-20).forEach((account, n) => {
    const line = lines[companies - 20 + n] ?? '';
    const people = [0, 1, 2, 5, 80][n % 5] ?? 0;
    for (let who = 0; who < people; who += 1)
      person({ phone_work: `${spelled('30', line).replace(/ x\d+$/, '')} x${who + 10}` }, account);
    const alone = people === 1 ? rows.at(-1) : undefined;
    note(
      `a switchboard of ${people}`,
      `+4930${line}`,
      alone ? at(alone) : { ...nobody, account: account.id },
    );
  });
  for (let n = 0; n < 10; n += 1) {
    const rest = fresh('664', 7);
    const contact = person({ phone_mobile: `+43 664 ${rest}` }, company());
    note('abroad', `+43664${rest}`, at(contact));
  }
  for (let n = 0; n < 20; n += 1) note('unknown', mobile().e164, nobody);
  // Who calls in the recorded streams.
  note('Maria', '+491711234567', at(person({ phone_mobile: '0171/1234567' }, company())));

  while (people < contacts) {
    const account = random() < 0.85 ? company() : null;
    const phones: Record<string, string> = { phone_mobile: mobile().write() };
    if (random() < 0.4) phones['phone_work'] = spelled('40', fresh('40', 7));
    person(phones, account);
  }
  for (let n = 0; n < 2_000; n += 1) lead(mobile().write());

  const base = demoSeed();
  const places = new Map(callers.map(({ e164, place }) => [e164, place]));
  return {
    callers,
    placeOf: (e164) => places.get(e164 ?? '') ?? nobody,
    seed: {
      users: base.users,
      clients: base.clients,
      records: { Accounts: accounts, Contacts: rows, Leads: leads },
      links: [],
    },
  };
};
