/** Several have the caller's number: whom the agent chooses is on the call, on every desk of it, and in the CRM's record. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { callRecordId } from '../../src/crm/call-record-id';
import { createSuiteCrm } from '../../src/crm/suitecrm';
import { crmContextSchema } from '../../src/shared/protocol/crm-context';
import {
  createSuiteCrmSimulator,
  demoSeed,
  demoSignIn,
  type SuiteCrmSimulator,
} from '../../src/simulators/suitecrm';
import { aCall, aLeg, answeredBy, ended } from '../support/calls';
import { until } from '../support/until';
import { signIn, startRelay, withKey, withToken, type TestRelay } from './relay-harness';

const maria = 'c0000000-0000-4000-8000-000000000001';
const jonas = 'c0000000-0000-4000-8000-000000000002';
const daniel = 'c0000000-0000-4000-8000-000000000004';
const twin = 'c0000000-0000-4000-8000-0000000000aa';
const nordwind = 'acc00000-0000-4000-8000-000000000001';

let crm: SuiteCrmSimulator;
let relay: TestRelay;

const start = async (contactsToAgents: boolean) => {
  const seed = demoSeed();
  const erik = {
    id: twin,
    first_name: 'Erik',
    last_name: 'Lindqvist',
    account_id: nordwind,
    phone_home: '0171/1234567',
  };
  crm = await createSuiteCrmSimulator({
    data: { ...seed, records: { ...seed.records, Contacts: [erik, ...(seed.records.Contacts ?? [])] } },
  });
  const { clientId, clientSecret, relay: user } = demoSignIn;
  relay = await startRelay({
    crm: createSuiteCrm({ url: crm.url, clientId, clientSecret, ...user }),
    file: {
      webCompanion: { crmContext: true },
      crm: { contactsToAgents, retry: { baseSeconds: 0.01, maxSeconds: 0.05 } },
    },
  });
};
beforeEach(() => start(true));
afterEach(async () => {
  await relay.stop();
  await crm.stop();
});

const choose = (callId: string, ref: unknown, who: Record<string, string> = withToken('anna')) =>
  relay.request('POST', `/api/calls/${encodeURIComponent(callId)}/contact`, { ...who, body: ref });
/** What any change of a record changes, and the start that must survive it. */
const touched = (id: string) => ({
  date_modified: expect.any(String) as string,
  modified_user_id: expect.any(String) as string,
  date_start: current(id).startedAt.slice(0, 19).replace('T', ' '),
});
/** A call whose caller was looked up. */
const ringing = async (linkedId: string) => {
  const call = aCall({ linkedId, legs: [aLeg('1001')] });
  relay.pbx.tell(call);
  await until(() => relay.pbx.call(call.id)?.contact?.id === maria);
  return call;
};
const current = (id: string) => {
  const call = relay.pbx.call(id);
  if (!call) throw new Error('no call');
  return call;
};
const recordOf = (id: string) => crm.records('Calls').find((record) => record.id === callRecordId(id));

it('goes to all desks of the call, and the record to the chosen one and his account', async () => {
  const desk = await signIn(relay.url, 'anna');
  expect(desk.registered.country).toBe(relay.config.defaultCountry);
  const { id } = await ringing('1.1');
  const answer = await choose(id, { module: 'Contacts', id: twin });
  expect(answer).toMatchObject({
    status: 200,
    body: {
      contact: {
        id: twin,
        name: 'Erik Lindqvist',
        matchedBy: 'picked',
        url: expect.stringContaining(crm.url) as string,
      },
    },
  });
  for (;;) {
    const { callData } = await desk.nextOfType('call_update');
    if (callData.contact?.id === twin) break;
  }
  relay.pbx.tell(ended(answeredBy(current(id), '1001')));
  await until(() => recordOf(id) !== undefined && recordOf(id)?.contacts.length === 1);
  expect(recordOf(id)).toMatchObject({ contacts: [twin], values: { parent_id: nordwind } });
  desk.close();
});

it('takes one who has not the number, with his own account', async () => {
  const { id } = await ringing('1.2');
  expect((await choose(id, { module: 'Contacts', id: daniel })).status).toBe(200);
  relay.pbx.tell(ended(answeredBy(current(id), '1001')));
  await until(() => recordOf(id) !== undefined && recordOf(id)?.contacts.length === 1);
  expect(recordOf(id)).toMatchObject({
    contacts: [daniel],
    values: { parent_id: 'acc00000-0000-4000-8000-000000000003' },
  });
});

it('is asked for among the others by a browser', async () => {
  const { id } = await ringing('1.3');
  const context = async (query = '') => {
    const { body } = await relay.request(
      'GET',
      `/api/calls/${encodeURIComponent(id)}/crm${query}`,
      withToken('anna'),
    );
    return crmContextSchema.parse(body);
  };
  const names = ({ matches }: Awaited<ReturnType<typeof context>>) =>
    matches.map(({ contact }) => contact.name);
  expect(names(await context())).toEqual(['Maria Lindqvist', 'Erik Lindqvist']);
  expect((await context(`?module=Contacts&id=${twin}`)).contact?.id).toBe(twin);
  // Any other record is only shown once the call was given to it.
  const other = `?module=Contacts&id=${jonas}`;
  expect((await context(other)).contact?.id).toBe(maria);
  await choose(id, { module: 'Contacts', id: jonas });
  expect((await context(other)).contact?.name).toBe('Jonas Petersen');
});

it('is taken from nobody without a part in the call, and only what the CRM has', async () => {
  const { id } = await ringing('1.4');
  const ref = { module: 'Contacts', id: twin };
  const answers = [
    await choose(id, ref, withToken('ben')),
    await choose(id, ref, {}),
    await choose(id, { module: 'Users', id: twin }),
    await choose(id, { module: 'Contacts', id: '../Users' }),
    await choose(id, { ...ref, name: 'Mallory', url: 'https://evil.example' }),
    await choose(id, { module: 'Contacts', id: 'c0000000-0000-4000-8000-00000000dead' }),
    await choose('pbx:none', ref),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 401, 400, 400, 400, 404, 404]);
  expect(current(id).contact?.id).toBe(maria);
  expect((await choose(id, ref, withKey)).status).toBe(200);
});

const logged = async (linkedId: string) => {
  const { id } = await ringing(linkedId);
  relay.pbx.tell(ended(answeredBy(current(id), '1001')));
  await until(() => relay.pbx.call(id)?.crmRecord.status === 'logged');
  expect(recordOf(id)).toMatchObject({ contacts: [maria], values: { parent_id: nordwind } });
  return id;
};
const moved = (times = 1) =>
  until(() => relay.log.text().split('is at its contact in the CRM').length - 1 >= times);

it('moves a record that is written already: link and parent, and back again', async () => {
  const id = await logged('1.5');
  const before = recordOf(id)?.values;
  expect((await choose(id, { module: 'Contacts', id: daniel })).status).toBe(200);
  await moved();
  expect(recordOf(id)).toEqual({
    id: callRecordId(id),
    contacts: [daniel],
    leads: [],
    file: null,
    values: { ...before, ...touched(id), parent_id: 'acc00000-0000-4000-8000-000000000003' },
  });
  expect((await choose(id, { module: 'Contacts', id: maria })).status).toBe(200);
  await moved(2);
  expect(recordOf(id)).toMatchObject({ contacts: [maria], values: { parent_id: nordwind } });
});

it('moves it once and whole, whatever fails on the way', async () => {
  const id = await logged('1.7');
  let requests = 0;
  // Each second request is done, and its answer is lost.
  crm.faults.perRequest = ({ path }) =>
    path.includes('/V8/') && (requests += 1) % 2 === 1 && requests < 9
      ? { done: true, answer: 'empty500' }
      : null;
  for (;;) if ((await choose(id, { module: 'Contacts', id: daniel })).status === 200) break;
  await moved();
  expect(recordOf(id)).toMatchObject({
    contacts: [daniel],
    values: { parent_id: 'acc00000-0000-4000-8000-000000000003' },
  });
  expect(crm.records('Calls').filter((record) => record.id === callRecordId(id))).toHaveLength(1);
});

it('leaves what a person has set in the record', async () => {
  const id = await logged('1.8');
  const byHand = createSuiteCrm({
    url: crm.url,
    clientId: demoSignIn.clientId,
    clientSecret: demoSignIn.clientSecret,
    ...demoSignIn.relay,
  });
  const record = {
    id: callRecordId(id),
    subject: '',
    direction: 'Inbound' as const,
    status: 'Held' as const,
    startedAt: Date.parse(current(id).startedAt),
    durationSeconds: current(id).talkSeconds,
    description: '',
    assignedUserId: null,
  };
  const other = 'acc00000-0000-4000-8000-000000000002';
  const former = { module: 'Contacts' as const, id: maria, accountId: nordwind };
  // Another company than that of the contact, and a second person.
  await byHand.moveCall?.({ ...record, contact: { module: 'Accounts', id: other }, accountId: other }, [
    former,
  ]);
  await byHand.moveCall?.({ ...record, contact: { module: 'Contacts', id: jonas }, accountId: other }, []);
  await byHand.moveCall?.({ ...record, contact: { module: 'Contacts', id: maria }, accountId: other }, []);
  byHand.close();
  expect(recordOf(id)).toMatchObject({ values: { parent_id: other } });
  expect((await choose(id, { module: 'Contacts', id: daniel })).status).toBe(200);
  await moved();
  expect(recordOf(id)?.contacts.toSorted()).toEqual([jonas, daniel]);
  expect(recordOf(id)?.values['parent_id']).toBe(other);
});

it('may be kept from agents, who then see in the CRM what their own role allows', async () => {
  await relay.stop();
  await crm.stop();
  await start(false);
  const desk = await signIn(relay.url, 'anna');
  const { id } = await ringing('1.6');
  relay.pbx.tell(ended(answeredBy(current(id), '1001')));
  await until(() => relay.pbx.call(id)?.crmRecord.status === 'logged');
  const later = await signIn(relay.url, 'anna', { lastSeenAt: '2000-01-01T00:00:00.000Z' });
  const path = `/api/calls/${encodeURIComponent(id)}`;
  for (const who of [withToken('anna'), withKey]) {
    const told = [
      (await relay.request('GET', path, who)).body,
      (await relay.request('GET', '/api/calls', who)).body,
    ];
    expect(JSON.stringify(told).includes('Lindqvist')).toBe(who === withKey);
  }
  expect(later.registered.snapshot.ended).toMatchObject([{ id, contact: null }]);
  expect(desk.messages.some((message) => message.type === 'call_update')).toBe(true);
  expect(JSON.stringify(desk.messages)).not.toContain('Lindqvist');
  expect(recordOf(id)?.contacts).toEqual([maria]);
  desk.close();
  later.close();
});
