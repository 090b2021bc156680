/** Reads the recorded exchanges of tests/fixtures/suitecrm. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { SuiteCrmSeed } from '../../src/simulators/suitecrm';

const folder = join(import.meta.dirname, '../fixtures/suitecrm');

const recordingSchema = z.object({
  name: z.string(),
  request: z.object({
    method: z.string(),
    path: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string().nullable(),
  }),
  response: z.object({
    status: z.number(),
    headers: z.array(z.tuple([z.string(), z.string()])),
    bodyIsJson: z.boolean(),
    body: z.unknown(),
  }),
});
export type Recording = z.infer<typeof recordingSchema>;
export type Version = '7.14.6' | '7.15.0';

/** @param number three digits, the beginning of the file's name */
export const recording = (version: Version, number: string): Recording => {
  const file = readdirSync(join(folder, version)).find((name) => name.startsWith(`${number}-`));
  if (file === undefined) throw new Error(`no recording ${number} of ${version}`);
  return recordingSchema.parse(JSON.parse(readFileSync(join(folder, version, file), 'utf8')));
};

const agent = 'a6e00000-0000-4000-8000-000000000001';
export const secrets = { client: 'the client secret', password: 'the password' };

const resourceSchema = z.object({
  type: z.string(),
  id: z.string(),
  attributes: z.record(z.string(), z.unknown()),
});
const bodySchema = z.object({ data: z.union([resourceSchema, z.array(resourceSchema)]) });
const modules = {
  Contact: 'Contacts',
  Account: 'Accounts',
  Lead: 'Leads',
  Call: 'Calls',
  Opportunity: 'Opportunities',
} as const;

const stored = (value: unknown): string =>
  typeof value === 'string'
    ? value
        .replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d).*$/, '$1 $2')
        .replaceAll('&#039;', "'")
        .replaceAll('&quot;', '"')
    : '';

/** What the recorded server held before, as far as its answers to these show it. */
export const recordedSeed = (): SuiteCrmSeed => {
  const found: Record<string, Map<string, { id: string } & Record<string, string>>> = {};
  const numbers = [
    '101',
    '111',
    '124',
    '133',
    '136',
    '168',
    '179',
    '182',
    '183',
    '184',
    '501',
    '502',
    '503',
    '306',
    '469',
  ];
  for (const number of numbers) {
    const { data } = bodySchema.parse(recording('7.14.6', number).response.body);
    for (const { type, id, attributes } of Array.isArray(data) ? data : [data]) {
      const module = z.enum(['Contact', 'Account', 'Lead', 'Call', 'Opportunity']).parse(type);
      const values = Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [name, stored(value)]),
      );
      const rows = (found[modules[module]] ??= new Map<string, { id: string } & Record<string, string>>());
      rows.set(id, { ...rows.get(id), ...values, id });
    }
  }
  const rowsOf = (module: string) => [...(found[module]?.values() ?? [])];
  const known = 'c0000000-0009-4000-8000-000000000000';
  return {
    users: [
      { id: agent, userName: 'agent1', password: secrets.password, firstName: 'Anna', lastName: 'Agent' },
      {
        id: 'a6e00000-0000-4000-8000-000000000002',
        userName: 'agent2',
        password: secrets.password,
        firstName: 'Bob',
        lastName: 'Agent',
        values: { phone_work: '+1 212 555 0199' },
      },
      {
        id: 'a6e00000-0000-4000-8000-000000000009',
        userName: 'inactive',
        password: secrets.password,
        firstName: 'Ina',
        lastName: 'Ctive',
        active: false,
      },
      {
        id: 'a6e00000-0000-4000-8000-000000000003',
        userName: 'agent3',
        password: secrets.password,
        firstName: 'Owner',
        lastName: 'Only',
        ownOnly: true,
      },
      {
        id: 'a6e00000-0000-4000-8000-000000000008',
        userName: 'noaccess',
        password: secrets.password,
        firstName: 'No',
        lastName: 'Access',
        noAccess: ['Calls', 'Leads'],
      },
      { id: '1', userName: 'admin', password: 'x', firstName: '', lastName: 'Administrator' },
    ],
    clients: [
      { id: 'c71c0000-0000-4000-8000-000000000001', secret: secrets.client, grant: 'password' },
      {
        id: 'c71c0000-0000-4000-8000-000000000002',
        secret: secrets.client,
        grant: 'client_credentials',
        userId: '1',
      },
      {
        id: 'c71c0000-0000-4000-8000-000000000004',
        secret: secrets.client,
        grant: 'client_credentials',
        userId: null,
      },
    ],
    records: {
      Contacts: rowsOf('Contacts'),
      Accounts: rowsOf('Accounts'),
      Leads: [
        ...rowsOf('Leads'),
        {
          id: 'c0000000-0004-4000-8000-000000000001',
          first_name: 'Dirk',
          last_name: 'Dubois',
          converted: '0',
        },
      ],
      Calls: rowsOf('Calls'),
      Opportunities: rowsOf('Opportunities'),
    },
    links: rowsOf('Calls')
      .filter(({ contact_id: contactId }) => contactId === known)
      .map(({ id }) => ({ table: 'calls_contacts' as const, left: id, right: known })),
  };
};
