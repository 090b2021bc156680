/** The client against the simulator: the good days and every bad one. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallRecord, CrmClient, CrmMatch } from '../../src/crm/port';
import { createSuiteCrm, type SuiteCrmOptions } from '../../src/crm/suitecrm';
import {
  createSuiteCrmSimulator,
  demoSeed,
  demoSignIn,
  type SuiteCrmSimulator,
} from '../../src/simulators/suitecrm';
import { createFakeClock, type FakeClock } from '../support/fake-clock';

const now = Date.parse('2026-11-23T09:00:00.000Z');
const maria = '+491711234567';

let crm: SuiteCrmSimulator;
let client: CrmClient;
let clock: FakeClock;

const signIn = (options: Partial<SuiteCrmOptions> = {}): SuiteCrmOptions => ({
  url: crm.url,
  clientId: demoSignIn.clientId,
  clientSecret: demoSignIn.clientSecret,
  ...demoSignIn.relay,
  defaultCountry: 'DE',
  ...options,
});
const start = async (options: Parameters<typeof createSuiteCrmSimulator>[0] = {}) => {
  clock = createFakeClock(now);
  crm = await createSuiteCrmSimulator({ data: demoSeed(now), clock, ...options });
  client = createSuiteCrm(signIn(), { clock });
};
const find = async (number: string): Promise<CrmMatch | null> => {
  const answer = await client.findByNumber(number);
  if (!answer.ok) throw answer.error;
  return answer.value;
};
const record = (match: CrmMatch | null, more: Partial<CallRecord> = {}): CallRecord => ({
  id: '0e0f3c52-53a5-5c2a-9a4e-3d1f6f7e2b10',
  subject: 'Inbound call from +49 171 1234567',
  direction: 'Inbound',
  status: 'Held',
  startedAt: now - 187_000,
  durationSeconds: 187,
  description: 'Queue: Dispatch\nTalked: Anna Berger (1001)',
  assignedUserId: null,
  contact: match ? { module: match.contact.module, id: match.contact.id } : null,
  accountId: match?.accountId ?? null,
  ...more,
});
const logged = () => crm.records('Calls').filter(({ id }) => id === record(null).id);
const count = (method: string, part: string): number =>
  crm.requests.filter((request) => request.method === method && request.path.includes(part)).length;

beforeEach(() => start());
afterEach(async () => {
  client.close();
  await crm.stop();
});

describe('signing in', () => {
  it('says who it is', async () => {
    expect(await client.check()).toMatchObject({ ok: true, value: { userName: 'CTI Relay' } });
  });

  it('asks for one token however many requests wait for it', async () => {
    await Promise.all([find(maria), find('+4940669691'), client.check(), find('+493023125400')]);
    expect(count('POST', '/access_token')).toBe(1);
  });

  it('refreshes before the token dies', async () => {
    await find(maria);
    clock.advance(59.5 * 60_000);
    expect(await find(maria)).not.toBeNull();
    expect(count('POST', '/access_token')).toBe(2);
    expect(count('GET', '/module/Contacts')).toBe(2);
  });

  it('signs in anew when every session was ended', async () => {
    await find(maria);
    crm.revokeSessions();
    const [one, other] = await Promise.all([find(maria), find(maria)]);
    expect([one?.contact.name, other?.contact.name]).toEqual(['Maria Lindqvist', 'Maria Lindqvist']);
    // The dead refresh token, then the password.
    expect(count('POST', '/access_token')).toBe(3);
  });

  it('works as a client without a password', async () => {
    client.close();
    await crm.stop();
    const seed = demoSeed(now);
    await start({
      data: {
        ...seed,
        clients: [
          {
            id: demoSignIn.clientId,
            secret: 's',
            grant: 'client_credentials',
            userId: demoSignIn.agents[1].userId,
          },
        ],
      },
    });
    client = createSuiteCrm(signIn({ clientSecret: 's', username: undefined, password: undefined }), {
      clock,
    });
    expect(await client.check()).toMatchObject({ ok: true, value: { userName: 'Ben Okafor' } });
  });

  it.each([
    ['a wrong password', { password: 'hunter2-secret' }, /password is wrong/],
    ['an unknown user', { username: 'ghost' }, /user name/],
    ['a wrong secret', { clientSecret: 'hunter2-secret' }, /client secret/],
    ['an unknown client', { clientId: '00000000-0000-4000-8000-00000000dead' }, /client id/],
  ])('explains %s without repeating it', async (_, options, sentence) => {
    client = createSuiteCrm(signIn(options), { clock });
    const answer = await client.check();
    expect(answer).toMatchObject({ ok: false, error: { code: 'crm_auth', retryable: false } });
    const said = answer.ok
      ? ''
      : `${answer.error.message} ${JSON.stringify(answer.error)} ${String(answer.error.stack)}`;
    expect(said).toMatch(sentence);
    expect(said).toContain(new URL(crm.url).host);
    expect(said).not.toContain('hunter2-secret');
  });

  it('does not hammer a CRM that refuses, and tries again later', async () => {
    client = createSuiteCrm(signIn({ password: 'wrong' }), { clock });
    await client.findByNumber(maria);
    await client.findByNumber(maria);
    expect(count('POST', '/access_token')).toBe(1);
    clock.advance(31_000);
    await client.findByNumber(maria);
    expect(count('POST', '/access_token')).toBe(2);
    // Each refusal doubles the pause, so that a watch that asks all day does not lock the account.
    clock.advance(31_000);
    await client.check();
    expect(count('POST', '/access_token')).toBe(2);
    clock.advance(30_000);
    await client.check();
    expect(count('POST', '/access_token')).toBe(3);
  });
});

describe('where the API is', () => {
  it.each([
    ['7', '/index.php?module=Contacts&action=DetailView&record='],
    ['7-plain', '/index.php?module=Contacts&action=DetailView&record='],
    ['8', '/#/contacts/record/'],
  ] as const)('finds it in layout %s and links to its pages', async (layout, link) => {
    client.close();
    await crm.stop();
    await start({ layout });
    const match = await find(maria);
    expect(match?.contact.url).toBe(`${crm.url}${link}${match?.contact.id ?? ''}`);
  });

  it('is looked for anew where it turns out to be elsewhere', async () => {
    // Something in front of SuiteCRM answers as if an API were at the first address.
    crm.faults.perRequest = ({ path }) =>
      path.includes('/legacy/') ? { done: false, answer: 'unauthorized' } : null;
    expect((await client.check()).ok).toBe(false);
    crm.faults.perRequest = null;
    clock.advance(60_000);
    // Now the 404 is heard.
    expect((await client.check()).ok).toBe(false);
    clock.advance(60_000);
    expect(await find(maria)).not.toBeNull();
  });

  it('takes the address as people copy it from the browser', async () => {
    client = createSuiteCrm(signIn({ url: `${crm.url}/index.php?module=Home` }), { clock });
    expect((await client.check()).ok).toBe(true);
  });

  it('opens a page that shows the record', async () => {
    const match = await find(maria);
    const page = await (await fetch(match?.contact.url ?? '')).text();
    expect(page).toContain('Maria Lindqvist');
    expect(page).toContain('Two pallets missing');
  });
});

describe('finding a caller', () => {
  it('knows the contact, the account and the field', async () => {
    expect(await find(maria)).toMatchObject({
      contact: {
        crm: 'suitecrm',
        module: 'Contacts',
        name: 'Maria Lindqvist',
        account: 'Nordwind Logistik GmbH',
        matchedBy: 'phone_mobile',
        others: 0,
      },
      accountId: expect.any(String) as string,
      title: 'Head of Dispatch',
    });
    // One each for contacts, leads and accounts, at the same time.
    expect(count('GET', '/module/')).toBe(3);
  });

  it.each([
    ['+49171392 0011', 'Jonas Petersen', 'phone_mobile'],
    ['+494066969118', 'Jonas Petersen', 'phone_work'],
    ['+49176040 6912', 'Thomas Kessler', 'phone_mobile'],
    ['+493023125400', 'Kessler & Söhne KG', 'phone_office'],
    ['+351912345678', 'Sofia Marques', 'phone_mobile'],
    ['+442079460301', "O'Hara Outdoor Ltd", 'phone_office'],
  ])('finds %s however it is written there', async (number, name, matchedBy) => {
    expect((await find(number))?.contact).toMatchObject({ name, matchedBy });
  });

  it('prefers a contact to the lead it was made from', async () => {
    client = createSuiteCrm(signIn({ defaultCountry: 'US' }), { clock });
    expect((await find('+12125550178'))?.contact).toMatchObject({ module: 'Contacts', others: 0 });
  });

  it.each(['+4915799999999', '1001', '', 'anonymous', '*97'])('finds nobody for %o', async (number) => {
    expect(await find(number)).toBeNull();
  });

  it('counts the others who have the number too', async () => {
    client.close();
    await crm.stop();
    const seed = demoSeed(now);
    const [first] = seed.records.Contacts ?? [];
    const twin = {
      ...first,
      id: 'c0000000-0000-4000-8000-0000000000aa',
      first_name: 'Erik',
      phone_mobile: '',
      phone_home: '0171/1234567',
    };
    await start({
      data: { ...seed, records: { ...seed.records, Contacts: [twin, ...(seed.records.Contacts ?? [])] } },
    });
    expect((await find(maria))?.contact).toMatchObject({ name: 'Maria Lindqvist', others: 1 });
  });
});

describe('what is known of a caller', () => {
  it('brings the last calls, newest first, and the open cases', async () => {
    const match = await find(maria);
    const context = match && (await client.context(match));
    expect(context).toMatchObject({ ok: true, value: { title: 'Head of Dispatch' } });
    if (!context?.ok) throw new Error('no context');
    expect(context.value.recentCalls.map(({ subject }) => subject)).toEqual([
      'Inbound call from +49 171 1234567',
      'Delivery window for container 4471',
      'Missed call from +49 171 1234567',
      'New unloading dock in Altona',
    ]);
    expect(context.value.recentCalls[0]).toMatchObject({
      startedAt: '2026-11-22T09:00:00.000Z',
      durationMinutes: 6,
      direction: 'Inbound',
      status: 'Held',
    });
    expect(context.value.openCases).toEqual([
      expect.objectContaining({
        number: '1042',
        subject: 'Two pallets missing in delivery 4471',
        status: 'Assigned',
      }),
    ]);
  });

  it('decodes what SuiteCRM escapes', async () => {
    expect((await find('+447700900461'))?.contact).toMatchObject({
      name: "Aoife O'Hara",
      account: "O'Hara Outdoor Ltd",
    });
  });
});

describe('logging a call', () => {
  it('writes it once, linked to the contact, under the account', async () => {
    const match = await find(maria);
    const answer = await client.logCall(record(match));
    expect(answer).toEqual({
      ok: true,
      value: { id: record(null).id, url: client.recordUrl('Calls', record(null).id) },
    });
    const [call] = logged();
    expect(call).toMatchObject({
      contacts: [match?.contact.id],
      values: {
        name: 'Inbound call from +49 171 1234567',
        date_start: '2026-11-23 08:56:53',
        date_end: '2026-11-23 08:59:00',
        duration_hours: '0',
        duration_minutes: '3',
        status: 'Held',
        direction: 'Inbound',
        parent_type: 'Accounts',
        parent_id: match?.accountId,
        description: 'Queue: Dispatch\nTalked: Anna Berger (1001)',
      },
    });
    expect(call?.values['assigned_user_id']).toBe(
      await client.check().then((user) => (user.ok ? user.value.userId : '')),
    );
  });

  it('shows up in the history of the contact and of the account', async () => {
    const match = await find(maria);
    await client.logCall(record(match));
    const context = match && (await client.context(match));
    expect(context?.ok === true && context.value.recentCalls[0]?.id).toBe(record(null).id);
  });

  it('may be repeated', async () => {
    const match = await find(maria);
    for (let time = 0; time < 3; time += 1) expect((await client.logCall(record(match))).ok).toBe(true);
    expect(logged()).toHaveLength(1);
    expect(logged()[0]?.contacts).toEqual([match?.contact.id]);
  });

  it('links a lead, and needs nobody at all', async () => {
    const lead = await find('+351912345678');
    await client.logCall(record(lead));
    expect(logged()[0]).toMatchObject({ leads: [lead?.contact.id], contacts: [] });
    const id = '11111111-2222-5333-8444-555555555555';
    expect((await client.logCall(record(null, { id, subject: '<sip:bob@x> & <b' }))).ok).toBe(true);
    expect(crm.records('Calls').find((call) => call.id === id)?.values['name']).toBe('< sip:bob@x> & < b');
  });

  it('writes fields of its own; the rest is there once without those it does not have, and they are named', async () => {
    const fields = { cti_call_id_c: 'pbx:1 <x> & "y"', cti_recording_url_c: ' ', nope_c: 'x', nor_this: 'y' };
    crm.faults.failAfterSave = 1;
    expect(await client.logCall(record(null, { fields }))).toMatchObject({ ok: false });
    for (let time = 0; time < 2; time += 1)
      expect(await client.logCall(record(null, { fields }))).toMatchObject({
        ok: true,
        value: { unknownFields: ['nope_c', 'nor_this'] },
      });
    expect(logged()).toHaveLength(1);
    expect(logged()[0]?.values).toMatchObject({
      cti_call_id_c: 'pbx:1 < x> & "y"',
      status: 'Held',
      date_start: '2026-11-23 08:56:53',
    });
    expect(logged()[0]?.values['cti_recording_url_c'] ?? '').toBe('');
  });

  it('cuts a long name at a word', async () => {
    await client.logCall(
      record(null, { subject: `Inbound call from ${'a very important person '.repeat(4)}` }),
    );
    expect(logged()[0]?.values['name']).toBe('Inbound call from a very important person a very…');
  });

  it.each(['failBeforeSave', 'failAfterSave', 'failLink'] as const)(
    'is complete after %s and a second try',
    async (fault) => {
      const match = await find(maria);
      crm.faults[fault] = 1;
      const first = await client.logCall(record(match));
      // A lost answer is looked up at once; the others need the second try.
      expect(first.ok).toBe(fault === 'failAfterSave');
      if (!first.ok) expect(first.error).toMatchObject({ code: 'crm_unavailable', retryable: true });
      expect((await client.logCall(record(match))).ok).toBe(true);
      expect(logged()).toHaveLength(1);
      expect(logged()[0]).toMatchObject({
        contacts: [match?.contact.id],
        values: { parent_id: match?.accountId },
      });
    },
  );

  it('does not bring back what somebody deleted in the CRM', async () => {
    await client.logCall(record(null));
    const token = await fetch(`${crm.url}/Api/access_token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'password',
        client_id: demoSignIn.clientId,
        client_secret: demoSignIn.clientSecret,
        ...demoSignIn.relay,
      }),
    });
    const { access_token: access } = (await token.json()) as { access_token: string };
    await fetch(`${crm.url}/Api/V8/module/Calls/${record(null).id}`, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${access}` },
    });
    expect(await client.logCall(record(null))).toMatchObject({
      ok: false,
      error: { code: 'crm_refused', retryable: false },
    });
    expect(logged()).toHaveLength(0);
  });
});

describe('a CRM in trouble', () => {
  it.each([
    ['down', { down: true }, 'crm_unavailable', true, /can not be reached/],
    ['a maintenance page', { html: true }, 'crm_bad_answer', true, /web page/],
    ['an empty 500', { emptyError500: true }, 'crm_unavailable', true, /database/],
    ['refusing tokens', { refuseToken: true }, 'crm_auth', false, /client secret/],
  ] as const)('%s: says so and what to check', async (_, fault, code, retryable, sentence) => {
    // Once before anything worked, and once in the middle of the day.
    for (const warm of [false, true]) {
      Object.assign(crm.faults, { down: false, html: false, emptyError500: false, refuseToken: false });
      client = createSuiteCrm(signIn(), { clock });
      if (warm) await find(maria);
      Object.assign(crm.faults, fault);
      for (const answer of [await client.findByNumber(maria), await client.logCall(record(null))]) {
        expect(answer).toMatchObject({ ok: false, error: { code, retryable } });
        const message = answer.ok ? '' : answer.error.message;
        expect(message).toMatch(sentence);
        expect(message).toContain(new URL(crm.url).host);
      }
    }
    Object.assign(crm.faults, { down: false, html: false, emptyError500: false, refuseToken: false });
    clock.advance(31_000);
    expect(await find(maria)).not.toBeNull();
  });

  it('slow: gives up in time, and finds its record the next time', async () => {
    const match = await find(maria);
    const hasty = createSuiteCrm(signIn({ timeoutMs: 150 }), { clock });
    expect((await hasty.check()).ok).toBe(true);
    crm.faults.slowMs = 30_000;
    expect(await hasty.logCall(record(match))).toMatchObject({
      ok: false,
      error: { code: 'crm_timeout', retryable: true },
    });
    crm.faults.slowMs = 0;
    expect((await hasty.logCall(record(match))).ok).toBe(true);
    hasty.close();
    expect(logged()).toHaveLength(1);
    expect(logged()[0]?.contacts).toEqual([match?.contact.id]);
  });

  it('not there at all: names the host', async () => {
    await crm.stop();
    expect(await client.check()).toMatchObject({
      ok: false,
      error: {
        code: 'crm_unavailable',
        retryable: true,
        message: expect.stringContaining('ECONNREFUSED') as string,
      },
    });
  });

  it('another program at that address', async () => {
    client.close();
    await crm.stop();
    await start({ layout: '8' });
    client = createSuiteCrm(signIn({ url: `${crm.url}/somewhere` }), { clock });
    expect(await client.check()).toMatchObject({ ok: false, error: { code: 'crm_bad_answer' } });
  });
});
