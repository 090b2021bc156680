/** A small company's CRM for the demo: invented people, numbers of the ranges kept for fiction where a country has one. */
import type { SuiteCrmSeed } from './data';

/** Ways into the demo CRM. The relay has a service account, each agent an own one. */
export const demoSignIn = {
  clientId: '5c1e0000-0000-4000-8000-000000000001',
  clientSecret: 'demo-client-secret',
  relay: { username: 'cti.relay', password: 'demo-relay-password' },
  agents: [
    {
      userId: 'a9e00000-0000-4000-8000-000000000001',
      username: 'anna',
      password: 'demo-anna',
      name: 'Anna Berger',
    },
    {
      userId: 'a9e00000-0000-4000-8000-000000000002',
      username: 'ben',
      password: 'demo-ben',
      name: 'Ben Okafor',
    },
    {
      userId: 'a9e00000-0000-4000-8000-000000000003',
      username: 'carla',
      password: 'demo-carla',
      name: 'Carla Rossi',
    },
  ],
} as const;

const id = (kind: string, n: number): string =>
  `${kind.padEnd(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`;
const account = (n: number) => id('acc', n);
const contact = (n: number) => id('c0', n);
const lead = (n: number) => id('1ead', n);
const call = (n: number) => id('ca11', n);
const ticket = (n: number) => id('ca5e', n);
const deal = (n: number) => id('dea1', n);

const minute = 60_000;
const day = 24 * 60 * minute;
const stamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')}:00`;

const companies = [
  ['Nordwind Logistik GmbH', '+49 40 66969 100', 'Transport', 'Hamburg'],
  ['Fjällbacka Timber AB', '+46 8 465 004 00', 'Wood', 'Stockholm'],
  ['Brightwater Clinics', '+1 (212) 555-0142', 'Healthcare', 'New York'],
  ['Kessler & Söhne KG', '030 23125 400', 'Engineering', 'Berlin'],
  ["O'Hara Outdoor Ltd", '+44 20 7946 0301', 'Retail', 'London'],
] as const;

/** first name, last name, title, company, mobile, work. Typed as people type: every spelling of a number occurs. */
const people = [
  ['Maria', 'Lindqvist', 'Head of Dispatch', 1, '+49 171 1234567', '040/66969-112'],
  ['Jonas', 'Petersen', 'Driver Coordinator', 1, '0171 39200 11', '040/66969-118'],
  ['Elin', 'Sundberg', 'Purchasing', 2, '070-174 06 05', '+46 8 465 004 11'],
  ['Daniel', 'Whitaker', 'Practice Manager', 3, '(212) 555-0178', '+1 (212) 555-0142 x31'],
  ['Priya', 'Raman', 'Billing', 3, '212.555.0163', ''],
  ['Thomas', 'Kessler', 'Managing Director', 4, '0049 176 04069 12', '030 23125 401'],
  ['Aoife', "O'Hara", 'Owner', 5, '07700 900461', '020 7946 0301'],
] as const;

/** person, days ago, minutes, direction, status, subject */
const history = [
  [1, 1, 6, 'Inbound', 'Held', 'Inbound call from +49 171 1234567'],
  [1, 3, 12, 'Outbound', 'Held', 'Delivery window for container 4471'],
  [1, 9, 0, 'Inbound', 'Not Held', 'Missed call from +49 171 1234567'],
  [1, 16, 4, 'Inbound', 'Held', 'New unloading dock in Altona'],
  [4, 2, 8, 'Inbound', 'Held', 'Invoice 2026-118 explained'],
  [6, 5, 21, 'Outbound', 'Held', 'Yearly review'],
] as const;

/** name, company, amount, stage */
const deals = [
  ['Fleet 2027', 1, '84000', 'Proposal/Price Quote'],
  ['Winter storage', 1, '12500.5', 'Closed Lost'],
  ['Telemetry pilot', 3, '9800', 'Prospecting'],
] as const;

/** @param now milliseconds since the epoch; the past of the demo lies before it */
export const demoSeed = (now: number = Date.now()): SuiteCrmSeed => {
  const owned = {
    assigned_user_id: demoSignIn.agents[0].userId,
    date_entered: stamp(now - 200 * day),
    date_modified: stamp(now - 2 * day),
  };
  return {
    users: [
      {
        id: id('5e', 1),
        userName: demoSignIn.relay.username,
        password: demoSignIn.relay.password,
        firstName: 'CTI',
        lastName: 'Relay',
      },
      ...demoSignIn.agents.map(({ userId, username, password, name }) => {
        const [firstName = '', lastName = ''] = name.split(' ');
        return { id: userId, userName: username, password, firstName, lastName };
      }),
    ],
    clients: [{ id: demoSignIn.clientId, secret: demoSignIn.clientSecret, grant: 'password' }],
    records: {
      Accounts: companies.map(([name, phone, industry, city], n) => ({
        id: account(n + 1),
        name,
        phone_office: phone,
        industry,
        billing_address_city: city,
        ...owned,
      })),
      Contacts: people.map(([firstName, lastName, title, company, mobile, work], n) => ({
        id: contact(n + 1),
        first_name: firstName,
        last_name: lastName,
        title,
        account_id: account(company),
        phone_mobile: mobile,
        phone_work: work,
        ...owned,
      })),
      Leads: [
        {
          id: lead(1),
          first_name: 'Sofia',
          last_name: 'Marques',
          title: 'Operations',
          account_name: 'Porto Fresh Lda',
          status: 'New',
          converted: '0',
          phone_mobile: '+351 912 345 678',
          ...owned,
        },
        {
          id: lead(2),
          first_name: 'Daniel',
          last_name: 'Whitaker',
          account_name: 'Brightwater Clinics',
          status: 'Converted',
          converted: '1',
          contact_id: contact(4),
          phone_mobile: '(212) 555-0178',
          ...owned,
        },
      ],
      Cases: [
        {
          id: ticket(1),
          name: 'Two pallets missing in delivery 4471',
          case_number: '1042',
          state: 'Open',
          status: 'Open_Assigned',
          priority: 'P1',
          account_id: account(1),
          ...owned,
          date_entered: stamp(now - 3 * day),
        },
        {
          id: ticket(2),
          name: 'Wrong unloading dock on the waybill',
          case_number: '1017',
          state: 'Closed',
          status: 'Closed_Closed',
          priority: 'P2',
          account_id: account(1),
          ...owned,
        },
        {
          id: ticket(3),
          name: 'Invoice shows the old address',
          case_number: '1039',
          state: 'Open',
          status: 'Open_Pending Input',
          priority: 'P3',
          account_id: account(3),
          ...owned,
        },
      ],
      Opportunities: deals.map(([name, company, amount, stage], n) => ({
        id: deal(n + 1),
        name,
        account_id: account(company),
        amount,
        currency_id: '-99',
        currency_symbol: '€',
        sales_stage: stage,
        ...owned,
        date_entered: stamp(now - (n + 5) * day),
      })),
      Calls: history.map(([person, days, minutes, direction, status, name], n) => {
        const start = now - days * day - n * 37 * minute;
        return {
          id: call(n + 1),
          name,
          direction,
          status,
          date_start: stamp(start),
          date_end: stamp(start + minutes * minute),
          duration_hours: '0',
          duration_minutes: String(minutes),
          parent_type: 'Accounts',
          parent_id: account(people[person - 1]?.[3] ?? 1),
          ...owned,
        };
      }),
    },
    links: [
      ...history.map(([person], n) => ({
        table: 'calls_contacts' as const,
        left: call(n + 1),
        right: contact(person),
      })),
      { table: 'contacts_cases' as const, left: contact(1), right: ticket(1) },
      { table: 'contacts_opportunities' as const, left: contact(1), right: deal(1) },
    ],
  };
};
