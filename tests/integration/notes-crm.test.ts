/** What agents write reaches SuiteCRM by the relay's account, once and whole, through every trouble. Real HTTP, a real store. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { callRecordId } from '../../src/crm/call-record-id';
import { z } from 'zod';
import { createSuiteCrm } from '../../src/crm/suitecrm';
import { AppError } from '../../src/shared/errors';
import { callLogPageSchema } from '../../src/shared/protocol/call-log';
import { err } from '../../src/shared/result';
import { createSuiteCrmSimulator, demoSignIn, type SuiteCrmSimulator } from '../../src/simulators/suitecrm';
import { aCall, aLeg, answeredBy, ended } from '../support/calls';
import { tempFolder } from '../support/temp-folder';
import { until } from '../support/until';
import { signIn, startRelay, withKey, type TestRelay } from './relay-harness';

let crm: SuiteCrmSimulator;
let relay: TestRelay;
let dataDir: string;
/** Before the relay writes a note. */
let gate: Promise<void>;
let refusing: boolean;

const start = async (callLog: object = {}): Promise<void> => {
  const { clientId, clientSecret, relay: user } = demoSignIn;
  const client = createSuiteCrm({ url: crm.url, clientId, clientSecret, ...user, timeoutMs: 2_000 });
  relay = await startRelay({
    dataDir,
    crm: {
      ...client,
      logNote: (record) => gate.then(() => client.logNote(record)),
      logFollowUp: (record) =>
        refusing
          ? Promise.resolve(err(new AppError('crm_refused', 'SuiteCRM refused the task.')))
          : client.logFollowUp(record),
    },
    file: { crm: { retry: { baseSeconds: 0.01, maxSeconds: 0.05 } }, callLog },
  });
};
beforeEach(async () => {
  dataDir = tempFolder('notes');
  gate = Promise.resolve();
  refusing = false;
  crm = await createSuiteCrmSimulator();
  await start();
});
afterEach(async () => {
  await relay.stop();
  await crm.stop();
});

const talking = answeredBy(aCall({ legs: [aLeg('1001'), aLeg('1002')] }), '1001');
const { id } = talking;
const description = (): string =>
  crm.records('Calls').find((record) => record.id === callRecordId(id))?.values['description'] ?? '';
const followUp = (n: number, kind: 'task' | 'call' = 'task') => ({
  id: `7d0e4b1c-6b1e-4d46-9a43-0f6d1c2b3a4${n}`,
  kind,
  dueAt: '2026-11-24T09:00:00.000Z',
  subject: `Follow-up ${n}`,
});
const tell = async (agentId: string, more: object) => {
  const desk = await signIn(relay.url, agentId);
  desk.send({ type: 'call_note', id: 'n', callId: id, text: '', ...more });
  const answer = await desk.next();
  desk.close();
  return answer;
};
const jobs = async () => {
  const { body } = await relay.request('GET', '/api/call-log', withKey);
  return callLogPageSchema.parse(body).jobs.map(({ kind, status }) => `${kind} ${status}`);
};
const arrived = (times = 1) =>
  until(() => relay.log.text().split('What agents wrote about a call is in the CRM').length - 1 >= times);
/** As somebody who read the record before others wrote into it. */
const overwrite = async (text: string): Promise<void> => {
  const { clientId, clientSecret, agents } = demoSignIn;
  const send = async (method: string, path: string, body: object, token = ''): Promise<unknown> => {
    const answer = await fetch(`${crm.url}/Api${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    expect(answer.ok).toBe(true);
    return answer.json();
  };
  const { username, password } = agents[0];
  const grant = {
    grant_type: 'password',
    client_id: clientId,
    client_secret: clientSecret,
    username,
    password,
  };
  const { access_token: token } = z
    .object({ access_token: z.string() })
    .parse(await send('POST', '/access_token', grant));
  const data = { type: 'Calls', id: callRecordId(id), attributes: { description: text } };
  await send('PATCH', '/V8/module', { data }, token);
};
const patches = (): number => crm.requests.filter(({ method }) => method === 'PATCH').length;

it('a note of a running call waits for its record, and is changed and taken out with what the agent tells', async () => {
  relay.pbx.tell(talking);
  expect(await tell('anna', { text: 'Wants <two> & "more" 👍', disposition: 'Call back' })).toMatchObject({
    type: 'noted',
  });
  expect(await jobs()).toEqual(['note pending']);
  relay.pbx.tell(ended(talking));
  await arrived();
  const facts = description().split('\n\n')[0] ?? '';
  expect(facts).toContain(`Call id: ${id}`);
  expect(description()).toMatch(/Anna[\s\S]*Wants < two> & "more" 👍/);
  expect(description()).toContain('Call back');
  expect(await jobs()).toEqual(['note logged', 'call logged']);

  await tell('anna', { text: 'Wants three' });
  await arrived(2);
  expect(description()).toContain('Wants three');
  expect(description()).not.toContain('two');
  await tell('anna', { text: '', disposition: null });
  await arrived(3);
  expect(description()).toBe(facts);
  expect(crm.records('Calls').find((record) => record.id === callRecordId(id))?.values['date_start']).toBe(
    '2026-11-23 09:00:00',
  );
});

it('two agents and their follow-ups, each once, whatever fails on the way', async () => {
  relay.pbx.tell(talking);
  await tell('anna', { text: 'From Anna', followUps: [followUp(1), followUp(2, 'call')] });
  await tell('ben', { text: 'From Ben', followUps: [followUp(3)] });
  crm.faults.failBeforeSave = 2;
  crm.faults.failAfterSave = 3;
  crm.faults.failAfterPatch = 3;
  crm.faults.failLink = 2;
  relay.pbx.tell(ended(talking));
  await arrived();
  expect(description().match(/From Anna/g)).toHaveLength(1);
  expect(description().match(/From Ben/g)).toHaveLength(1);
  expect(crm.records('Tasks').map((task) => task.values['name'])).toEqual(['Follow-up 1', 'Follow-up 3']);
  expect(crm.records('Calls').filter(({ values }) => values['name'] === 'Follow-up 2')).toHaveLength(1);
  // Told again, nothing is made again.
  await tell('anna', { text: 'From Anna', followUps: [followUp(1), followUp(2, 'call')] });
  await arrived(2);
  expect(crm.records('Tasks')).toHaveLength(2);
});

it('a relay that is stopped in the middle goes on after the next start', async () => {
  relay.pbx.tell(talking);
  await tell('anna', { text: 'First', followUps: [followUp(1)] });
  // The change is saved, and the answer never comes.
  crm.faults.perRequest = ({ method }) => (method === 'PATCH' ? { done: true, answer: 'never' } : null);
  relay.pbx.tell(ended(talking));
  await until(() => description().includes('First'));
  // She goes on writing before anybody knows whether that arrived.
  await tell('anna', { text: 'Second' });
  await relay.stop();
  crm.faults.perRequest = null;
  await start();
  await arrived();
  expect(description()).toContain('Second');
  expect(description()).not.toContain('First');
  expect(crm.records('Tasks')).toHaveLength(1);
});

it('what SuiteCRM refuses is parked, seen and retried by hand; it keeps no other note out', async () => {
  relay.pbx.tell(talking);
  await tell('anna', { text: 'From Anna', followUps: [followUp(1)] });
  await tell('ben', { text: 'From Ben' });
  refusing = true;
  relay.pbx.tell(ended(talking));
  await until(() => relay.log.text().includes('was given up'));
  expect(await jobs()).toEqual(['note failed', 'call logged']);
  expect(description()).toMatch(/From Anna[\s\S]*From Ben/);
  refusing = false;
  expect(await relay.request('POST', `/api/call-log/${encodeURIComponent(id)}/retry`, withKey)).toMatchObject(
    { body: { retried: 1 } },
  );
  await arrived();
  expect(crm.records('Tasks')).toHaveLength(1);
  expect((await relay.request('GET', '/api/status', withKey)).body).toMatchObject({
    notes: { pending: 0, failed: 0, logged: 1 },
  });
});

it('what a desktop writes is left to it, and the relay looks whether its own part is still there', async () => {
  relay.pbx.tell(talking);
  await tell('ben', { text: 'From Ben' });
  relay.pbx.tell(ended(talking));
  await arrived();
  const before = description();
  expect(before).not.toContain('From Anna');

  // Anna's desktop read the record before Ben's note was in it, and wrote after it.
  const facts = before.split('\n\n')[0] ?? '';
  await overwrite(`${facts}\n\nFrom Anna`);
  expect(description()).not.toContain('From Ben');
  await tell('anna', { text: 'From Anna', writer: 'desktop' });
  await arrived(2);
  expect(description()).toMatch(/From Anna[\s\S]*From Ben/);

  // Where nothing is lost nothing is written.
  const written = patches();
  await tell('anna', { text: 'From Anna', writer: 'desktop' });
  await arrived(3);
  expect(patches()).toBe(written);
});

it('after a desktop has written, `noted` waits for what the relay was writing', async () => {
  relay.pbx.tell(talking);
  await tell('ben', { text: 'From Ben' });
  let release = (): void => undefined;
  gate = new Promise((resolve) => (release = resolve));
  relay.pbx.tell(ended(talking));
  await until(() => relay.pbx.call(id)?.crmRecord.status === 'logged');
  const desk = await signIn(relay.url, 'anna');
  desk.send({ type: 'call_note', id: 'n-1', callId: id, text: 'x', writer: 'desktop' });
  desk.send({ type: 'ping', id: 'p-1' });
  expect(await desk.next()).toMatchObject({ type: 'pong' });
  release();
  await desk.nextOfType('noted');
  expect(description()).toContain('From Ben');
  desk.close();
});

it('makes a record of a missed call that is none without it, also long after its end', async () => {
  await relay.stop();
  await start({ missed: false });
  const missed = ended(aCall());
  relay.pbx.tell(missed);
  expect(relay.pbx.call(id)?.crmRecord.status).toBe('off');
  expect(await tell('anna', { text: '' })).toMatchObject({ type: 'noted' });
  expect(await jobs()).toEqual([]);
  await tell('anna', { text: 'He wanted a callback' });
  await arrived();
  expect(description()).toContain('He wanted a callback');
  expect(relay.pbx.call(id)?.crmRecord.status).toBe('logged');
});

it('of a call between colleagues it stays with the relay', async () => {
  const internal = { ...talking, direction: 'internal' as const };
  relay.pbx.tell(internal);
  expect(await tell('anna', { text: 'Lunch at one' })).toMatchObject({ type: 'noted' });
  relay.pbx.tell(ended(internal));
  expect(await jobs()).toEqual([]);
  expect(crm.records('Calls').some((record) => record.id === callRecordId(id))).toBe(false);
});
