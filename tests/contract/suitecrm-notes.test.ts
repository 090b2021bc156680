/** What an agent writes about a call, as himself: into the record that the relay has logged, and as tasks and planned calls. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallRecord, CrmClient, FollowUpRecord, NoteRecord } from '../../src/crm/port';
import { createSuiteCrm } from '../../src/crm/suitecrm';
import {
  createSuiteCrmSimulator,
  demoSeed,
  demoSignIn,
  type SuiteCrmSimulator,
} from '../../src/simulators/suitecrm';

const now = Date.parse('2026-11-23T09:00:00.000Z');
const [anna, ben] = demoSignIn.agents;
const relayText = 'Queue: Dispatch\nTalked: Anna Berger (1001)\nCall id: pbx:1.0';
const call: CallRecord = {
  id: '0e0f3c52-53a5-5c2a-9a4e-3d1f6f7e2b10',
  subject: 'Inbound call from +49 171 1234567',
  direction: 'Inbound',
  status: 'Held',
  startedAt: now - 187_000,
  durationSeconds: 187,
  description: relayText,
  assignedUserId: anna.userId,
  contact: null,
  accountId: null,
};

let crm: SuiteCrmSimulator;
let relay: CrmClient;
let agent: CrmClient;
let clients: CrmClient[] = [];

const signIn = (user: { username: string; password: string }): CrmClient => {
  const { username, password } = user;
  const { clientId, clientSecret } = demoSignIn;
  const client = createSuiteCrm({
    url: crm.url,
    clientId,
    clientSecret,
    username,
    password,
    timeoutMs: 2_000,
  });
  clients.push(client);
  return client;
};
const note = (more: Partial<NoteRecord> = {}): NoteRecord => ({
  call,
  logged: true,
  author: 'Anna Berger',
  text: 'Wants the invoice once more.',
  disposition: null,
  written: null,
  ...more,
});
/** @returns what stands there afterwards */
const write = async (more: Partial<NoteRecord> = {}, by = agent): Promise<string | null> => {
  const answer = await by.logNote(note(more));
  if (!answer.ok) throw answer.error;
  return answer.value.written;
};
const stored = () => crm.records('Calls').find(({ id }) => id === call.id)?.values ?? {};
const patches = () => crm.requests.filter(({ method }) => method === 'PATCH');
const block = 'Note by Anna Berger:\nWants the invoice once more.';

beforeEach(async () => {
  crm = await createSuiteCrmSimulator({ data: demoSeed(now) });
  clients = [];
  relay = signIn(demoSignIn.relay);
  agent = signIn(anna);
  await relay.logCall(call);
});
afterEach(async () => {
  for (const client of clients) client.close();
  await crm.stop();
});

describe('a note', () => {
  it('is written by the agent himself, and harms nothing that stands there', async () => {
    const before = stored();
    expect(await write({ disposition: 'Call back' })).toBe(`${block}\nDisposition: Call back`);
    expect(stored()).toEqual({
      ...before,
      description: `${relayText}\n\n${block}\nDisposition: Call back`,
      modified_user_id: anna.userId,
      date_modified: stored()['date_modified'],
    });
    expect(stored()).toMatchObject({ date_start: '2026-11-23 08:56:53', duration_minutes: '3' });
    expect(patches().map(({ user }) => user)).toEqual(['anna']);
  });

  it('may be repeated, changed and emptied', async () => {
    await write();
    const written = await write();
    expect(patches()).toHaveLength(1);
    const changed = await write({ text: 'Has the invoice.', written });
    expect(stored()['description']).toBe(`${relayText}\n\nNote by Anna Berger:\nHas the invoice.`);
    expect(await write({ text: '', written: changed })).toBeNull();
    expect(stored()['description']).toBe(relayText);
  });

  it.each([
    'Mail <bob@example.com> or <sip:bob@example.com>, 5 < 6 <3 &lt;b&gt; &amp;amp;lt; R&D "now" it\'s 100 %',
    'first\r\n\r\n  second\tline\u0007 <',
    'Grüße 👋🏽 – naïve 日本',
    '<b>bold</b> <!-- x --> <script>alert(1)</script> &#039;x&#039; &copy=4',
  ])('of odd characters stands there once, after a change too: %s', async (text) => {
    const written = await write({ text });
    expect(await write({ text, written })).toBe(written);
    expect(patches()).toHaveLength(1);
    await write({ text: `${text} again`, written });
    expect(stored()['description']?.split('Note by Anna Berger:')).toHaveLength(2);
    const words = (given: string): string[] => given.match(/\p{L}{2,}/gu) ?? [];
    const kept = words(stored()['description'] ?? '');
    // Entities become the characters they name; every other word survives.
    for (const word of words(text.replace(/&(?:amp;)*(?:amp|lt|gt);/g, ''))) expect(kept).toContain(word);
  });

  it('stands beside what a conversation and a colleague add, whoever comes first', async () => {
    const written = await write();
    const mark = 'AI conversation: conv_1';
    await relay.logConversation({ call, mark, summary: 'AI summary: Invoice', note: null });
    await write({ author: 'Ben Okafor', text: 'Sent.' }, signIn(ben));
    await write({ text: 'Has it.', written });
    expect(stored()['description']).toBe(
      `${relayText}\n\nNote by Anna Berger:\nHas it.\n\n${mark}\nAI summary: Invoice\n\nNote by Ben Okafor:\nSent.`,
    );
    expect(stored()['date_start']).toBe('2026-11-23 08:56:53');
  });

  it('comes back where two wrote at the same moment', async () => {
    const other = signIn(ben);
    const bens = { author: 'Ben Okafor', text: 'Sent.' };
    const [written] = await Promise.all([write(), write(bens, other)]);
    await write({ written });
    await write({ ...bens, written: 'Note by Ben Okafor:\nSent.' }, other);
    expect(stored()['description']?.split(block)).toHaveLength(2);
    expect(stored()['description']?.split('Note by Ben Okafor:\nSent.')).toHaveLength(2);
    expect(stored()['description']?.startsWith(relayText)).toBe(true);
  });

  it('leaves the times that somebody has set in the CRM', async () => {
    const moved = { ...call, startedAt: now - 86_400_000, durationSeconds: 600 };
    await relay.logConversation({ call: moved, mark: 'AI conversation: x', summary: '', note: null });
    await write();
    expect(stored()).toMatchObject({ date_start: '2026-11-22 09:00:00', duration_minutes: '10' });
  });

  it('whose answer never came is there once after the next try', async () => {
    crm.faults.failAfterPatch = 1;
    expect(await agent.logNote(note())).toMatchObject({ ok: false, error: { retryable: true } });
    expect(await write()).toBe(block);
    expect(stored()['description']).toBe(`${relayText}\n\n${block}`);
  });

  it('waits for a record that is not there yet, and gives up one that was deleted', async () => {
    const other = { ...call, id: '0e0f3c52-53a5-5c2a-9a4e-3d1f6f7e2b11' };
    const early = await agent.logNote(note({ call: other, logged: false }));
    expect(early).toMatchObject({ ok: false, error: { code: 'crm_refused', retryable: true } });
    const late = await agent.logNote(note({ call: other }));
    expect(late).toMatchObject({ ok: false, error: { code: 'crm_refused', retryable: false } });
    if (!late.ok) expect(late.error.message).toContain('deleted');
    expect(patches()).toEqual([]);
  });

  it('without room is refused rather than cut', async () => {
    const full = { ...call, id: '0e0f3c52-53a5-5c2a-9a4e-3d1f6f7e2b12', description: 'x'.repeat(65_500) };
    await relay.logCall(full);
    const answer = await agent.logNote(note({ call: full }));
    expect(answer).toMatchObject({ ok: false, error: { code: 'crm_refused', retryable: false } });
    expect(patches()).toEqual([]);
  });

  it('where his role may not, says so and changes nothing', async () => {
    await crm.stop();
    const data = demoSeed(now);
    const users = data.users.map((user) => (user.userName === 'ben' ? { ...user, ownOnly: true } : user));
    crm = await createSuiteCrmSimulator({ data: { ...data, users } });
    await signIn(demoSignIn.relay).logCall(call);
    const answer = await signIn(ben).logNote(note({ author: 'Ben Okafor' }));
    expect(answer).toMatchObject({ ok: false, error: { code: 'crm_refused', retryable: false } });
    expect(stored()['description']).toBe(relayText);
  });
});

describe('a follow-up', () => {
  const maria = async () => {
    const found = await agent.findByNumber('+491711234567');
    if (!found.ok || !found.value) throw new Error('Maria is not in the seed');
    return found.value;
  };
  const followUp = async (more: Partial<FollowUpRecord> = {}): Promise<FollowUpRecord> => {
    const { contact, accountId } = await maria();
    return {
      id: '7d0f3c52-53a5-4c2a-9a4e-3d1f6f7e2b10',
      kind: 'task',
      dueAt: Date.parse('2026-11-24T09:30:15.000Z'),
      subject: 'Call back Maria Lindqvist <urgent>',
      text: 'After the call of 23 November.',
      contact,
      accountId,
      assignedUserId: null,
      ...more,
    };
  };
  const made = (module: 'Tasks' | 'Calls', id: string) =>
    crm.records(module).filter((record) => record.id === id);
  const listed = async (module: string, id: string, link: string): Promise<string> => {
    const grant = { grant_type: 'password', client_id: demoSignIn.clientId, username: anna.username };
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
    const body = JSON.stringify({
      ...grant,
      client_secret: demoSignIn.clientSecret,
      password: anna.password,
    });
    const token = await fetch(`${crm.url}/Api/access_token`, { method: 'POST', headers, body });
    const { access_token: access } = (await token.json()) as { access_token: string };
    const path = `/Api/V8/module/${module}/${id}/relationships/${link}`;
    return (await fetch(crm.url + path, { headers: { Authorization: `Bearer ${access}` } })).text();
  };

  it.each([0, 1])('is a task of the contact and its account, there once (%i lost answers)', async (lost) => {
    const wanted = await followUp();
    crm.faults.failAfterSave = lost;
    await agent.logFollowUp(wanted);
    const answer = await agent.logFollowUp(wanted);
    expect(answer).toMatchObject({ ok: true, value: { id: wanted.id } });
    if (answer.ok) expect(answer.value.url).toContain('module=Tasks');
    expect(made('Tasks', wanted.id)).toMatchObject([
      {
        values: {
          name: 'Call back Maria Lindqvist < urgent>',
          date_due: '2026-11-24 09:30:15',
          status: 'Not Started',
          contact_id: wanted.contact?.id,
          parent_type: 'Accounts',
          parent_id: wanted.accountId,
          assigned_user_id: anna.userId,
          created_by: anna.userId,
        },
      },
    ]);
    expect(await listed('Contacts', wanted.contact?.id ?? '', 'tasks')).toContain(wanted.id);
    expect(await listed('Accounts', wanted.accountId ?? '', 'tasks')).toContain(wanted.id);
  });

  it.each([0, 1])(
    "is a planned call in the contact's history, there once (%i lost answers)",
    async (lost) => {
      const wanted = await followUp({ kind: 'call' });
      crm.faults.failAfterSave = lost;
      await agent.logFollowUp(wanted);
      expect(await agent.logFollowUp(wanted)).toMatchObject({ ok: true, value: { id: wanted.id } });
      expect(made('Calls', wanted.id)).toMatchObject([
        {
          contacts: [wanted.contact?.id],
          values: {
            status: 'Planned',
            direction: 'Outbound',
            date_start: '2026-11-24 09:30:15',
            date_end: '2026-11-24 09:45:00',
            parent_id: wanted.accountId,
            assigned_user_id: anna.userId,
          },
        },
      ]);
    },
  );

  it('of somebody unknown hangs on nobody', async () => {
    const wanted = await followUp({ contact: null, accountId: null });
    expect(await agent.logFollowUp(wanted)).toMatchObject({ ok: true });
    expect(made('Tasks', wanted.id)[0]?.values).not.toHaveProperty('parent_id');
  });
});
