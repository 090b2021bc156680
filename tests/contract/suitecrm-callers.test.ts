/** Who is calling, by the client against the simulator: several matches, what a role may see, and what an agent does about it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allOf } from '../../src/crm/pick';
import type { CrmClient, CrmDirectory, CrmMatch } from '../../src/crm/port';
import { createSuiteCrm } from '../../src/crm/suitecrm';
import type { CrmContext, CrmPart } from '../../src/shared/protocol/crm-context';
import type { Result } from '../../src/shared/result';
import {
  createSuiteCrmSimulator,
  demoSeed,
  demoSignIn,
  type SuiteCrmSimulator,
} from '../../src/simulators/suitecrm';
import { createFakeClock } from '../support/fake-clock';

const now = Date.parse('2026-11-23T09:00:00.000Z');
const maria = '+491711234567';
const mariaRef = { module: 'Contacts', id: 'c0000000-0000-4000-8000-000000000001' } as const;
const seed = demoSeed(now);

type Seed = typeof seed;
type SimulatorOptions = NonNullable<Parameters<typeof createSuiteCrmSimulator>[0]>;

let crm: SuiteCrmSimulator;
let client: CrmClient & CrmDirectory;

const valueOf = <T>(result: Result<T>): T => {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.error));
};
const start = async (data: Seed = seed, options: SimulatorOptions = {}) => {
  const clock = createFakeClock(now);
  crm = await createSuiteCrmSimulator({ data, clock, ...options });
  const { username, password } = demoSignIn.agents[1];
  client = createSuiteCrm(
    {
      url: crm.url,
      clientId: demoSignIn.clientId,
      clientSecret: demoSignIn.clientSecret,
      username,
      password,
      defaultCountry: 'DE',
    },
    { clock },
  );
};
const stop = async () => {
  client.close();
  await crm.stop();
};
const restart = async (...args: Parameters<typeof start>) => {
  await stop();
  await start(...args);
};
const withRecords = (more: Seed['records']): Seed => ({
  ...seed,
  records: {
    ...seed.records,
    Contacts: [...(seed.records.Contacts ?? []), ...(more.Contacts ?? [])],
    Leads: [...(seed.records.Leads ?? []), ...(more.Leads ?? [])],
  },
});
/** Ben's role. */
const withRights = (rights: Partial<Seed['users'][number]>): Seed => ({
  ...seed,
  users: seed.users.map((user) => (user.userName === 'ben' ? { ...user, ...rights } : user)),
});
const find = async (number: string): Promise<CrmMatch | null> => valueOf(await client.findByNumber(number));
const person = (n: number, more: Record<string, string>) => ({
  id: `c0000000-0000-4000-8000-0000000001${String(n).padStart(2, '0')}`,
  first_name: 'P',
  last_name: String(n),
  date_modified: `2026-11-0${n} 08:00:00`,
  ...more,
});

beforeEach(() => start());
afterEach(stop);

describe('several who have the number', () => {
  const nordwind = 'acc00000-0000-4000-8000-000000000001';

  it('puts the company first whose people share the line, then its people, the last touched first', async () => {
    const line = '+49 40 66969 100';
    await restart(
      withRecords({
        Contacts: [1, 2, 3].map((n) =>
          person(n, { phone_work: `${line}${n === 3 ? ' x31' : ''}`, account_id: nordwind }),
        ),
      }),
    );
    const match = await find('+494066969100');
    if (!match) throw new Error('nobody');
    expect(allOf(match).map(({ contact, note, extension }) => [contact.name, note, extension])).toEqual([
      ['Nordwind Logistik GmbH', 'shared-number', null],
      ['P 2', null, null],
      ['P 1', null, null],
      ['P 3', null, '31'],
    ]);
    expect(match.contact).toMatchObject({ module: 'Accounts', others: 3, matchedBy: 'phone_office' });
  });

  it('says how sure each is, and leaves coincidences out', async () => {
    await restart(
      withRecords({
        Contacts: [
          person(1, { phone_mobile: '40123456' }),
          person(2, { phone_home: '+45 40 12 34 56' }),
          person(3, { phone_mobile: '+49 40123456' }),
        ],
      }),
    );
    const match = await find('+4540123456');
    expect(match && allOf(match).map(({ contact, quality }) => [contact.name, quality])).toEqual([
      ['P 2', 'exact'],
      ['P 1', 'national'],
    ]);
  });

  it('shows a lead that is a contact by now last, and says so', async () => {
    await restart(
      withRecords({
        Leads: [
          person(1, { phone_mobile: '+49 171 1234567', status: 'Converted', converted: '1' }),
          person(2, { phone_mobile: '+49 171 1234567', status: 'New', converted: '0' }),
        ],
      }),
    );
    const match = await find(maria);
    expect(match && allOf(match).map(({ contact, note }) => [contact.module, contact.name, note])).toEqual([
      ['Contacts', 'Maria Lindqvist', null],
      ['Leads', 'P 2', null],
      ['Leads', 'P 1', 'converted-lead'],
    ]);
  });
});

it('reads what the CRM holds as numbers of the country it is told, at any time', async () => {
  let country: 'US' | null = null;
  const { username, password } = demoSignIn.agents[1];
  const { clientId, clientSecret } = demoSignIn;
  const told = createSuiteCrm(
    { url: crm.url, clientId, clientSecret, username, password, defaultCountry: 'DE' },
    { country: () => country },
  );
  const qualityOf = async () => valueOf(await told.findByNumber('+12125550163'))?.quality;
  expect(await qualityOf()).toBe('national');
  country = 'US';
  expect(await qualityOf()).toBe('exact');
  told.close();
});

describe('what is known of a caller comes in parts', () => {
  it('who, then calls with their notes, cases and opportunities, each as it is ready', async () => {
    const match = await find(maria);
    expect(match).toMatchObject({ assignedTo: 'Anna Berger' });
    const parts: [CrmContext, readonly CrmPart[]][] = [];
    const context = valueOf(
      await client.context(match as CrmMatch, (part, pending) => parts.push([part, pending])),
    );
    expect(parts.map(([, pending]) => pending.length)).toEqual([2, 1]);
    for (const [part, pending] of parts) {
      expect(part.contact?.name).toBe('Maria Lindqvist');
      expect(part.openOpportunities.length > 0).toBe(!pending.includes('opportunities'));
      expect(part.openCases.length > 0).toBe(!pending.includes('cases'));
      expect(part.recentCalls.length > 0).toBe(!pending.includes('calls'));
    }
    expect(context).toMatchObject({ assignedTo: 'Anna Berger', openCases: [{ number: '1042' }] });
    expect(context.openOpportunities).toEqual([
      {
        id: 'dea10000-0000-4000-8000-000000000001',
        name: 'Fleet 2027',
        stage: 'Proposal/Price Quote',
        amount: 84_000,
        currency: '€',
        url: `${crm.url}/index.php?module=Opportunities&action=DetailView&record=dea10000-0000-4000-8000-000000000001`,
      },
    ]);
  });

  it.each([
    ['Calls', 'recentCalls'],
    ['Cases', 'openCases'],
    ['Opportunities', 'openOpportunities'],
  ] as const)('a role without %s sees the others, and no error', async (module, part) => {
    await restart(withRights({ noAccess: [module] }));
    const context = valueOf(await client.context((await find(maria)) as CrmMatch));
    const sizes = {
      recentCalls: context.recentCalls.length,
      openCases: context.openCases.length,
      openOpportunities: context.openOpportunities.length,
    };
    expect(sizes).toEqual({ recentCalls: 4, openCases: 1, openOpportunities: 1, [part]: 0 });
  });

  it('asks for no deal by itself that the list of the newest has shown, and for each that it has not', async () => {
    const deal = seed.records.Opportunities?.[0];
    if (!deal) throw new Error('no deal');
    const asked = () => crm.requests.filter(({ path }) => path.includes('/module/Opportunities/')).length;
    const shown = async () =>
      valueOf(await client.context((await find(maria)) as CrmMatch)).openOpportunities.map(({ id }) => id);
    expect([await shown(), asked()]).toEqual([[deal.id], 0]);

    const newer = Array.from({ length: 100 }, (_, n) => ({
      ...deal,
      id: `dea10000-0000-4000-8000-0000000100${String(n).padStart(2, '0')}`,
      account_id: '',
      date_modified: '2026-11-22 08:00:00',
    }));
    const old = { ...deal, date_modified: '2025-01-01 08:00:00' };
    await restart({ ...seed, records: { ...seed.records, Opportunities: [old, ...newer] } });
    expect([await shown(), asked()]).toEqual([[deal.id], 1]);
  });

  it("shows nothing of colleagues' records to a role that sees its own", async () => {
    const own = { assigned_user_id: demoSignIn.agents[1].userId };
    const data = withRights({ ownOnly: true });
    const mine = ([first, ...rest]: readonly ({ id: string } & Record<string, string>)[]) =>
      first ? [{ ...first, ...own }, ...rest] : [];
    await restart({
      ...data,
      records: {
        ...data.records,
        Contacts: mine(data.records.Contacts ?? []),
        Calls: mine(data.records.Calls ?? []),
      },
    });
    const context = valueOf(await client.context((await find(maria)) as CrmMatch));
    expect(context).toMatchObject({ openCases: [], openOpportunities: [] });
    expect(context.recentCalls).toHaveLength(1);
    expect(await find('+4917604069 12')).toBeNull();
  });

  it('a role that may see no contacts knows nobody, which is no error', async () => {
    await restart(withRights({ noAccess: ['Contacts', 'Leads', 'Accounts'] }));
    expect(await find(maria)).toBeNull();
  });
});

describe('a caller whom the CRM does not know', () => {
  const stranger = '+4915799999999';

  it("opens SuiteCRM's own form with the number in it", () => {
    expect(client.createUrl('Contacts', stranger)).toBe(
      `${crm.url}/index.php?module=Contacts&action=EditView&phone_mobile=%2B4915799999999`,
    );
  });

  it.each([
    ['maria', ['Maria Lindqvist']],
    ['Lindq', ['Maria Lindqvist']],
    ['Maria Lind', ['Maria Lindqvist']],
    ['lindqvist, maria', ['Maria Lindqvist']],
    ["O'Hara", ["Aoife O'Hara", "O'Hara Outdoor Ltd"]],
    ['nordwind', ['Nordwind Logistik GmbH']],
    ['whitaker', ['Daniel Whitaker']],
    ['100%_', []],
  ])('finds people by name: %s', async (text, names) => {
    expect(valueOf(await client.searchByName(text)).map(({ contact }) => contact.name)).toEqual(names);
  });

  it('writes the number into an empty field, and is found by it', async () => {
    const write = { field: 'phone_home', number: stranger };
    expect(await client.attachNumber(mariaRef, write)).toEqual({ ok: true, value: { done: true } });
    expect((await find(stranger))?.contact).toMatchObject({
      name: 'Maria Lindqvist',
      matchedBy: 'phone_home',
    });
  });

  it('never overwrites what it was not told to lose', async () => {
    const write = { field: 'phone_mobile', number: stranger };
    const taken = { ok: true, value: { done: false, taken: '+49 171 1234567' } };
    expect(await client.attachNumber(mariaRef, write)).toEqual(taken);
    expect(await client.attachNumber(mariaRef, { ...write, replace: '+49 171 7654321' })).toEqual(taken);
    expect(await find(stranger)).toBeNull();
    expect(await client.attachNumber(mariaRef, { ...write, replace: '+49 171 1234567' })).toMatchObject({
      value: { done: true },
    });
    expect((await find(stranger))?.contact.name).toBe('Maria Lindqvist');
  });

  it('refuses a field that is no phone, and a record that is gone', async () => {
    const number = stranger;
    expect(await client.attachNumber(mariaRef, { field: 'last_name', number })).toMatchObject({
      ok: false,
      error: { code: 'bad_request' },
    });
    const ghost = { module: 'Contacts', id: 'c0000000-0000-4000-8000-00000000dead' } as const;
    expect(await client.attachNumber(ghost, { field: 'phone_home', number })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
    expect(await client.candidate(ghost)).toEqual({ ok: true, value: null });
  });
});

const versions = ['7.14.6', '7.15.0'] as const;
const layouts = ['7', '7-plain', '8', '8-both'] as const;
describe.each(versions.flatMap((version) => layouts.map((layout) => ({ version, layout }))))(
  'SuiteCRM $version in layout $layout',
  ({ version, layout }) => {
    it('finds, shows, attaches and links, and looks for the API once', async () => {
      await restart(seed, { version, layout });
      const match = await find(maria);
      const context = valueOf(await client.context(match as CrmMatch));
      const link = (module: string, id: string) =>
        layout.startsWith('8')
          ? `${crm.url}/#/${module.toLowerCase()}/record/${id}`
          : `${crm.url}/index.php?module=${module}&action=DetailView&record=${id}`;
      expect(match?.contact.url).toBe(link('Contacts', mariaRef.id));
      for (const [module, list] of [
        ['Calls', context.recentCalls],
        ['Cases', context.openCases],
        ['Opportunities', context.openOpportunities],
      ] as const)
        for (const { id, url } of list) expect(url).toBe(link(module, id));
      expect(client.createUrl('Leads', '+4915799999999')).toBe(
        layout.startsWith('8')
          ? `${crm.url}/#/leads/edit?phone_mobile=%2B4915799999999`
          : `${crm.url}/index.php?module=Leads&action=EditView&phone_mobile=%2B4915799999999`,
      );
      expect(
        await client.attachNumber(mariaRef, { field: 'phone_home', number: '+4915799999999' }),
      ).toMatchObject({ value: { done: true } });
      // The three places it may be, once.
      expect(crm.requests.filter(({ path }) => path.endsWith('/current-user'))).toHaveLength(3);
    });
  },
);
