/** What made a call, asked over REST of a relay that reads a PBX on a real socket. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRelay, type Relay } from '../../src/relay/app';
import type { CrmClient, CrmMatch } from '../../src/crm/port';
import { AppError } from '../../src/shared/errors';
import { callEventsSchema, type CallEvents } from '../../src/shared/protocol/call-events';
import { errorResponseSchema } from '../../src/shared/protocol/rest';
import { err, ok } from '../../src/shared/result';
import { createAsteriskSimulator, type AsteriskSimulator } from '../../src/simulators/asterisk/simulator';
import { createMemoryLog } from '../support/log';
import { tempFolder } from '../support/temp-folder';
import { signIn, testConfig, tokenOf, withKey, withToken } from './relay-harness';

const match: CrmMatch = {
  contact: {
    crm: 'suitecrm',
    module: 'Contacts',
    id: 'c-1',
    name: 'Maria Lindqvist',
    account: null,
    url: 'https://crm.example/c-1',
    matchedBy: 'phone_mobile',
    others: 0,
  },
  accountId: null,
  title: null,
};
const crm: CrmClient = {
  kind: 'suitecrm',
  findByNumber: () => Promise.resolve(ok(match)),
  context: () => Promise.resolve(err(new AppError('crm_unavailable', 'Not asked for.'))),
  candidate: () => Promise.resolve(ok(null)),
  logCall: () => Promise.resolve(ok({ id: 'r-1', url: 'https://crm.example/r-1' })),
  logConversation: () => Promise.reject(new Error('not asked for')),
  logNote: () => Promise.reject(new Error('not asked for')),
  logFollowUp: () => Promise.reject(new Error('not asked for')),
  check: () => Promise.resolve(ok({ userId: 'u', userName: 'cti' })),
  recordUrl: () => 'https://crm.example/',
  close: () => {},
};

let asterisk: AsteriskSimulator;
let dataDir: string;
let relay: Relay;
let url: string;

const start = async (): Promise<void> => {
  const config = testConfig({
    dataDir,
    env: {
      AMI_HOST: asterisk.host,
      AMI_PORT: String(asterisk.port),
      AMI_USERNAME: 'relay',
      AMI_SECRET: 'relay-secret',
    },
    file: {
      agents: ['1001', '1002', '1009'].map((extension) => ({
        id: `at${extension}`,
        name: extension,
        extensions: [extension],
        token: tokenOf(`at${extension}`),
      })),
    },
  });
  relay = await createRelay(config, { logger: createMemoryLog(), rendererDir: tempFolder('none'), crm });
  url = await relay.start();
};
const ask = async (callId: string, headers: Record<string, string>) => {
  const response = await fetch(`${url}/api/calls/${encodeURIComponent(callId)}/events`, { headers });
  const body: unknown = await response.json();
  return { status: response.status, body };
};
const eventsOf = async (callId: string): Promise<CallEvents> => {
  const { status, body } = await ask(callId, withKey);
  expect(status).toBe(200);
  return callEventsSchema.parse(body);
};

beforeEach(async () => {
  asterisk = await createAsteriskSimulator();
  dataDir = tempFolder('events');
  await start();
});
afterEach(async () => {
  await relay.stop();
  await asterisk.stop();
});

it('tells support why each pop came, went, or reached nobody; also after a restart', async () => {
  const anna = await signIn(url, 'at1001');
  while (anna.registered.pbx[0]?.state !== 'connected')
    if ((await anna.nextOfType('pbx_status')).pbx.state === 'connected') break;
  const { linkedId, done } = asterisk.call({
    kind: 'ring-group',
    agent: { extension: '1002', name: 'Ben' },
    others: [
      { extension: '1001', name: 'Anna' },
      { extension: '1003', name: 'Cleo' },
    ],
    from: { number: '491711234567', name: 'Maria' },
    did: '4930555200',
    ringMs: 50,
    talkMs: 50,
  });
  const callId = `pbx:${linkedId}`;
  await anna.nextOfType('screen_pop');
  const live = await eventsOf(callId);
  expect(live).toMatchObject({ callId, kept: true, complete: true, note: null });
  expect(live.events[0]).toMatchObject({ event: 'Newchannel', headers: { CallerIDNum: '491711234567' } });

  await done;
  for (;;) if ((await anna.nextOfType('call_update')).callData.crmRecord.status === 'logged') break;
  const over = await eventsOf(callId);
  expect(over.events.slice(0, live.events.length)).toEqual(live.events);
  const pops = over.events.flatMap((event) => event.pops);
  expect(pops).toEqual(
    expect.arrayContaining([
      { action: 'opened', extension: '1001', reason: 'ringing', agents: ['at1001'] },
      { action: 'opened', extension: '1002', reason: 'ringing', agents: [] },
      { action: 'closed', extension: '1001', reason: 'answered-elsewhere', agents: [] },
    ]),
  );
  const added = over.events.filter(({ event }) => event === 'Relay').flatMap(({ changed }) => changed);
  expect(added.map(({ field, after }) => [field, after])).toEqual(
    expect.arrayContaining([
      ['contact.name', 'Maria Lindqvist'],
      ['crmRecord.status', 'logged'],
    ]),
  );
  expect(over.events.some(({ summary }) => summary.endsWith(': no change'))).toBe(true);

  await relay.stop();
  await start();
  expect(await eventsOf(callId)).toEqual(over);
});

it('is told to those who may see the call, and to nobody else', async () => {
  const anna = await signIn(url, 'at1001');
  while (anna.registered.pbx[0]?.state !== 'connected')
    if ((await anna.nextOfType('pbx_status')).pbx.state === 'connected') break;
  const { linkedId, done } = asterisk.call({
    kind: 'missed',
    agent: { extension: '1001', name: 'Anna' },
    from: { number: '491711234567', name: 'Maria' },
    did: '4930555001',
    ringMs: 20,
  });
  await anna.nextOfType('screen_pop');
  await done;
  const callId = `pbx:${linkedId}`;
  expect((await ask(callId, withToken('at1001'))).status).toBe(200);
  expect((await ask(callId, {})).status).toBe(401);
  for (const answer of [await ask(callId, withToken('at1009')), await ask('pbx:none', withKey)]) {
    expect(answer.status).toBe(404);
    expect(errorResponseSchema.parse(answer.body).error.message).toMatch(
      /^There is no call with the id pbx:/,
    );
  }
});
