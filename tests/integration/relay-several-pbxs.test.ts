/** Two PBXs with the same extensions on one relay: whatever happens at one is nobody's business at the other. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRelay, type Relay } from '../../src/relay/app';
import { callListSchema, callPageSchema, dialResponseSchema } from '../../src/shared/protocol/rest';
import { createAsteriskSimulator, type AsteriskSimulator } from '../../src/simulators/asterisk/simulator';
import { captureTruth } from '../support/ami-file';
import { createMemoryLog } from '../support/log';
import { captureAfterLogin } from '../support/replay-ami';
import { tempFolder } from '../support/temp-folder';
import { signIn, testConfig, tokenOf, withKey, withToken } from './relay-harness';

type Site = 'north' | 'south';
type Desktop = Awaited<ReturnType<typeof signIn>>;
const agent = (id: string, pbxId: Site, ...extensions: string[]) => ({
  id,
  name: id,
  pbxId,
  extensions,
  token: tokenOf(id),
});
const phones = new Map([
  ['1001', 'Phone'],
  ['1002', 'Other phone'],
]);

let pbx: Record<Site, AsteriskSimulator>;
let dialled: Record<Site, string[]>;
let relay: Relay;
let url: string;
let desktops: Desktop[];

const open = async (agentId: string): Promise<Desktop> => {
  const desktop = await signIn(url, agentId);
  desktops.push(desktop);
  while (desktop.registered.pbx[0]?.state !== 'connected') {
    const { pbx: status } = await desktop.nextOfType('pbx_status');
    if (status.state === 'connected') break;
  }
  return desktop;
};
const ask = async (
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: object,
): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
};
const callIn = (site: Site, extension = '1001', number = '491711234567') =>
  pbx[site].call({
    kind: 'inbound',
    agent: { extension, name: 'Anna' },
    from: { number, name: 'Maria' },
    did: '4930555001',
    ringMs: 100,
    talkMs: 100,
  });
const untilEnded = async (desktop: Desktop): Promise<string> => {
  for (;;) {
    const { callData } = await desktop.nextOfType('call_update');
    if (callData.state === 'ended') return callData.id;
  }
};

beforeEach(async () => {
  desktops = [];
  dialled = { north: [], south: [] };
  const site = (id: Site) =>
    createAsteriskSimulator({
      originate: { phones, agentRingMs: 20, ringMs: 20, talkMs: 20 },
      onAction: (action) => {
        if (action.get('action') === 'Originate') dialled[id].push(action.get('exten') ?? '');
      },
    });
  pbx = { north: await site('north'), south: await site('south') };
  const entry = (id: Site, more: object) => ({
    id,
    host: pbx[id].host,
    port: pbx[id].port,
    username: 'relay',
    secret: 'relay-secret',
    ...more,
  });
  const config = testConfig({
    env: { AMI_HOST: '', AMI_USERNAME: '', AMI_SECRET: '' },
    file: {
      pbxs: [
        entry('north', {}),
        entry('south', {
          dial: { prefix: '0' },
          numbers: { rewrite: [{ match: '^#(\\d+)$', replace: '+$1' }] },
        }),
      ],
      agents: [
        agent('nora', 'north', '1001', '1002'),
        agent('sam', 'south', '1001'),
        agent('sue', 'south', '1003'),
      ],
    },
  });
  relay = await createRelay(config, {
    logger: createMemoryLog(),
    rendererDir: tempFolder('none'),
    crm: null,
  });
  url = await relay.start();
});
afterEach(async () => {
  for (const desktop of desktops) desktop.close();
  await relay.stop();
  await pbx.north.stop();
  await pbx.south.stop();
});

it('a call rings where its PBX is, on every desktop of the agent and for each of his phones', async () => {
  const [nora, noraAtHome, sam] = [await open('nora'), await open('nora'), await open('sam')];
  const { linkedId } = callIn('north', '1002');
  for (const desktop of [nora, noraAtHome]) {
    const pop = await desktop.nextOfType('screen_pop');
    expect(pop).toMatchObject({ extension: '1002', callData: { id: `north:${linkedId}`, pbxId: 'north' } });
  }
  const second = callIn('north', '1001');
  expect((await nora.nextOfType('screen_pop')).callData.id).toBe(`north:${second.linkedId}`);

  // All that Sam ever hears of is his own call.
  const own = callIn('south', '1001', '#4930555777');
  // By the trunk rules of that PBX.
  expect((await sam.nextOfType('screen_pop')).callData.remote.number).toBe('+4930555777');
  const heard = sam.messages.flatMap((message) => ('callData' in message ? [message.callData.id] : []));
  expect(new Set(heard)).toEqual(new Set([`south:${own.linkedId}`]));
  await Promise.all([second.done, own.done]);
});

it('two calls of one Linkedid on two PBXs are two calls, each shown to its own people only', async () => {
  const [nora, sam] = [await open('nora'), await open('sam')];
  const recorded = Buffer.concat(captureAfterLogin('direct-answered').map(({ bytes }) => bytes));
  const linkedid = String(captureTruth('direct-answered').calls[0]?.['linkedid']);
  pbx.north.raw(recorded);
  pbx.south.raw(recorded);
  const ended = { north: await untilEnded(nora), south: await untilEnded(sam) };
  expect(ended).toEqual({ north: `north:${linkedid}`, south: `south:${linkedid}` });

  const history = async (headers: Record<string, string>, query = '') => {
    const page = callPageSchema.parse((await ask('GET', `/api/calls?extension=1001${query}`, headers)).body);
    return page.calls.map(({ id }) => id).sort();
  };
  expect(await history(withToken('nora'))).toEqual([ended.north]);
  expect(await history(withToken('sam'))).toEqual([ended.south]);
  expect(await history(withToken('sam'), '&pbxId=north')).toEqual([ended.south]);
  expect(await history(withKey)).toEqual([ended.north, ended.south]);
  expect(await history(withKey, '&pbxId=north')).toEqual([ended.north]);

  const status = async (callId: string, who: Record<string, string>, more = '') =>
    (await ask('GET', `/api/calls/${encodeURIComponent(callId)}${more}`, who)).status;
  expect(await status(ended.north, withToken('nora'))).toBe(200);
  expect(await status(ended.north, withToken('sam'))).toBe(404);
  expect(await status(ended.north, withToken('sam'), '/events')).toBe(404);
  expect(await status(ended.south, withToken('sam'), '/events')).toBe(200);
  const active = callListSchema.parse((await ask('GET', '/api/calls/active', withToken('nora'))).body);
  expect(active.calls.filter(({ pbxId }) => pbxId !== 'north')).toEqual([]);
});

it('click-to-dial goes to the PBX of the agent, and an extension alone must be clear', async () => {
  await Promise.all([open('nora'), open('sam')]);
  const number = '030 1234567';
  const dial = (body: object, who: Record<string, string> = withKey) =>
    ask('POST', '/api/calls', who, { number, ...body });
  const callIdOf = (answer: { body: unknown }) => dialResponseSchema.parse(answer.body).callId;

  expect(callIdOf(await dial({ agentId: 'sam' }))).toMatch(/^south:/);
  expect(callIdOf(await dial({ agentId: 'nora' }, withToken('nora')))).toMatch(/^north:/);
  expect(callIdOf(await dial({ extension: '1001', pbxId: 'south' }))).toMatch(/^south:/);
  // Only Nora has 1002.
  expect(callIdOf(await dial({ extension: '1002' }))).toMatch(/^north:/);
  // The line prefix is that of the PBX.
  expect(dialled).toEqual({ north: ['0301234567', '0301234567'], south: ['00301234567', '00301234567'] });

  const unclear = await dial({ extension: '1001' });
  expect(unclear).toMatchObject({
    status: 400,
    body: { error: { code: 'bad_request' } },
  });
  expect(JSON.stringify(unclear.body)).toMatch(/1001 is an extension of more than one.*north, south/);
  expect((await dial({ extension: '1099' })).status).toBe(400);
  expect((await dial({ extension: '1001', pbxId: 'east' })).status).toBe(400);
  expect((await dial({ agentId: 'sam', pbxId: 'north' })).status).toBe(400);
  expect((await dial({ agentId: 'nora', pbxId: 'south' }, withToken('nora'))).status).toBe(403);
});

it('an agent that is made names his PBX, or gets the first', async () => {
  const make = (body: object) =>
    ask('POST', '/api/agents', withKey, { name: 'New', extensions: ['1001'], ...body });
  expect(await make({ id: 'one' })).toMatchObject({ status: 201, body: { agent: { pbxId: 'north' } } });
  expect(await make({ id: 'two', pbxId: 'south' })).toMatchObject({ body: { agent: { pbxId: 'south' } } });
  expect(await make({ id: 'three', pbxId: 'east' })).toMatchObject({ status: 400 });
});

it('one PBX that is down is named and costs the others nothing', async () => {
  const [nora, sam] = [await open('nora'), await open('sam')];
  await pbx.south.stop();
  for (;;) if ((await sam.nextOfType('pbx_status')).pbx.state === 'down') break;

  const ready = await ask('GET', '/health/ready', {});
  expect(ready).toMatchObject({
    status: 200,
    body: {
      status: 'degraded',
      pbx: [
        { id: 'north', state: 'connected' },
        { id: 'south', state: 'down' },
      ],
    },
  });
  const { linkedId, done } = callIn('north');
  expect((await nora.nextOfType('screen_pop')).callData.id).toBe(`north:${linkedId}`);
  await done;
  expect(nora.messages.filter((it) => it.type === 'pbx_status' && it.pbx.id !== 'north')).toEqual([]);

  await pbx.north.stop();
  for (;;) if ((await nora.nextOfType('pbx_status')).pbx.state === 'down') break;
  expect((await ask('GET', '/health/ready', {})).status).toBe(503);
});
