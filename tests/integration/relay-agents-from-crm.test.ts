/** Agents that are read from SuiteCRM's users: made, changed, revoked while their desktops are open; never those of others. */
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createSuiteCrm } from '../../src/crm/suitecrm';
import { createAgentsCommand } from '../../src/relay/cli/agents';
import { dispatch } from '../../src/relay/cli/dispatch';
import {
  agentListSchema,
  enrolmentResponseSchema,
  newAgentResponseSchema,
  statusSchema,
} from '../../src/shared/protocol/rest';
import { createSuiteCrmSimulator, demoSeed, demoSignIn } from '../../src/simulators/suitecrm';
import type { SeedUser } from '../../src/simulators/suitecrm/data';
import { aCall, aLeg } from '../support/calls';
import { createFakeClock } from '../support/fake-clock';
import { tempFolder } from '../support/temp-folder';
import { API_KEY, openDesktop, startRelay, withKey } from './relay-harness';

const user = (n: number, extension: string, firstName = 'Vera'): SeedUser => ({
  id: `b5e00000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  userName: `user${n}`,
  password: 'the password',
  firstName,
  lastName: `Moß ${n}`,
  values: { phone_work: extension },
});

/** The clock is turned by ten minutes at a time: one beat of the heart. */
const settings = {
  crm: { agents: { enabled: true, everyMinutes: 10 } },
  webSocket: { heartbeatSeconds: 600 },
};
const env = {
  SUITECRM_URL: 'http://crm.example',
  SUITECRM_CLIENT_ID: 'client',
  SUITECRM_CLIENT_SECRET: 'a-secret-0123456789',
};
const tokenSchema = z.object({ access_token: z.string() });
const { clientId, clientSecret } = demoSignIn;

const start = async (users: SeedUser[], file: Record<string, unknown> = settings) => {
  const seed = demoSeed();
  const crm = await createSuiteCrmSimulator({ data: { ...seed, users: [...seed.users, ...users] } });
  const client = createSuiteCrm({ url: crm.url, clientId, clientSecret, ...demoSignIn.relay });
  const clock = createFakeClock();
  const relay = await startRelay({ crm: client, clock, file, env });
  onTestFinished(async () => {
    await relay.stop();
    await crm.stop();
  });
  const post = (path: string, body?: object) =>
    relay.request('POST', path, { ...withKey, ...(body && { body }) });

  /** As an administrator of SuiteCRM does it. */
  const edit = async (n: number, attributes: Record<string, string>): Promise<void> => {
    const grant = { grant_type: 'password', client_id: clientId, client_secret: clientSecret };
    const signedIn = await fetch(`${crm.url}/Api/access_token`, {
      method: 'POST',
      body: new URLSearchParams({ ...grant, ...demoSignIn.relay }),
    });
    const { access_token: token } = tokenSchema.parse(await signedIn.json());
    const answer = await fetch(`${crm.url}/Api/V8/module`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/vnd.api+json' },
      body: JSON.stringify({ data: { type: 'Users', id: user(n, '').id, attributes } }),
    });
    expect(answer.status).toBe(201);
  };
  /** A dry run stands behind whatever was begun before it. */
  const settled = async () => post('/api/agents/from-crm', {});
  const state = async () => {
    await settled();
    return statusSchema.parse((await relay.request('GET', '/api/status', withKey)).body).agentsFromCrm;
  };
  const agents = async () => {
    await settled();
    const list = agentListSchema.parse((await relay.request('GET', '/api/agents', withKey)).body);
    return list.agents.map(({ name, extensions }) => `${name}: ${extensions.join()}`);
  };
  const idOf = async (name: string): Promise<string> => {
    const list = agentListSchema.parse((await relay.request('GET', '/api/agents', withKey)).body);
    return list.agents.find((agent) => agent.name === name)?.id ?? '';
  };
  const enrol = async (id: string) => {
    const { code } = enrolmentResponseSchema.parse((await post(`/api/agents/${id}/enrolment`)).body);
    const answer = await relay.request('POST', '/api/enrol', { body: { code } });
    const desktop = openDesktop(relay.url);
    await desktop.opened();
    desktop.send({ type: 'register_agent', token: newAgentResponseSchema.parse(answer.body).token });
    await desktop.nextOfType('registered');
    return desktop;
  };
  const cli = async (...args: string[]) => {
    const lines: string[] = [];
    const print = (line: string) => void lines.push(line);
    const code = await dispatch(
      ['agents', 'from-crm', ...args, '--url', relay.url],
      [createAgentsCommand()],
      {
        version: '1',
        terminal: { env: { API_KEY }, cwd: tempFolder('from-crm'), print, complain: print },
      },
    );
    return { code, text: lines.join('\n') };
  };
  return {
    relay,
    crm,
    clock,
    post,
    edit,
    state,
    agents,
    idOf,
    enrol,
    cli,
    later: () => clock.advance(600_000),
  };
};

const house = ['Anna: 1001', 'Ben: 1002,1012'];

it('are made when the relay starts, with their CRM user, and pop', async () => {
  const { relay, agents, idOf, enrol } = await start([user(1, '2001'), user(2, '+49 40 669690 ext. 2002')]);
  expect(await agents()).toEqual([...house, 'Vera Moß 1: 2001', 'Vera Moß 2: 2002']);
  const id = await idOf('Vera Moß 1');
  expect(id).toMatch(/^vera\.moss\.1-[0-9a-f]{6}$/);
  const desktop = await enrol(id);
  relay.pbx.tell(aCall({ legs: [aLeg('2001')] }));
  expect(await desktop.nextOfType('screen_pop')).toMatchObject({ extension: '2001' });
});

it('follow the CRM while their desktops are open; who is not active any more is out at once', async () => {
  const { agents, edit, enrol, idOf, later } = await start([
    user(1, '2001'),
    user(2, '2002'),
    user(3, '2003'),
  ]);
  await agents();
  const first = await enrol(await idOf('Vera Moß 1'));
  const second = await enrol(await idOf('Vera Moß 2'));
  await edit(1, { phone_work: '2011', first_name: 'Wera' });
  await edit(2, { status: 'Inactive' });
  await edit(3, { phone_work: '' });
  later();
  expect(await first.nextOfType('agent_update')).toMatchObject({
    agent: { name: 'Wera Moß 1', extensions: ['2011'] },
  });
  expect(await second.closed()).toMatchObject({ code: 4401 });
  expect(await agents()).toEqual([...house, 'Wera Moß 1: 2011']);
  await edit(2, { status: 'Active' });
  later();
  expect(await agents()).toEqual([...house, 'Wera Moß 1: 2011', 'Vera Moß 2: 2002']);
});

it('leave those of config.json and of the API alone, also as owners of an extension', async () => {
  const { agents, post, relay, state, idOf, cli } = await start([
    user(1, '2001'),
    user(2, '1002'),
    user(3, '2003'),
    user(4, '2003'),
  ]);
  expect(await agents()).toEqual([...house, 'Vera Moß 1: 2001']);
  await post('/api/agents', { id: 'paul', name: 'Paul', extensions: ['2009'], crmUserId: user(1, '').id });
  expect(await agents()).toContain('Paul: 2009');
  const { conflicts } = await state();
  expect(conflicts.map(({ name, reason }) => [name, reason])).toEqual([
    ['Vera Moß 2', 'The extension 1002 is that of Ben (ben).'],
    ['Vera Moß 3', expect.stringContaining('The extension 2003 stands at Vera Moß 4')],
    ['Vera Moß 4', expect.stringContaining('The extension 2003 stands at Vera Moß 3')],
  ]);
  expect(relay.log.text()).toContain('The extension 1002 is that of Ben (ben).');
  const change = { ...withKey, body: { extensions: ['2050'] } };
  const refused = await relay.request('PATCH', `/api/agents/${await idOf('Vera Moß 1')}`, change);
  expect(refused).toMatchObject({
    status: 409,
    body: { error: { message: expect.stringContaining('is a user of the CRM') as string } },
  });
  const applied = await cli('--apply');
  expect(applied.text).toMatch(/^revoke {4}vera\.moss\.1-\w+ {2}Vera Moß 1 /m);
  expect(await agents()).toEqual([...house, 'Paul: 2009']);
});

it('are only said by a dry run, which needs no setting; done only where they are kept', async () => {
  const { agents, cli } = await start([user(1, '2001')], {});
  const said = await cli();
  expect(said.code).toBe(0);
  expect(said.text).toMatch(/^add {7}vera\.moss\.1-\w+ {2}Vera Moß 1 {2}pbx: 2001$/m);
  expect(said.text).toMatch(/5 active users in SuiteCRM: 1 new[^]*Nothing was done; --apply does it\.$/);
  expect(await cli('--apply')).toMatchObject({
    code: 2,
    text: expect.stringContaining('crm.agents.enabled is off') as string,
  });
  expect(await agents()).toEqual(house);
});

it('stay as they are while the CRM is away, lies, or shows nobody', async () => {
  const { agents, crm, edit, later, relay, state } = await start([user(1, '2001')]);
  const all = [...house, 'Vera Moß 1: 2001'];
  expect(await agents()).toEqual(all);
  await edit(1, { phone_work: '' });
  for (const fault of ['down', 'html', 'emptyError500'] as const) {
    crm.faults[fault] = true;
    later();
    expect((await state()).problem).toMatch(/SuiteCRM|instead of data/);
    expect(await agents()).toEqual(all);
    crm.faults[fault] = false;
  }
  later();
  expect(await agents()).toEqual(house);
  expect((await state()).problem).toBeNull();
  expect(relay.log.text()).toContain('brought up to the users of the CRM again');
});

it('do not all lose their access by one mistake in the CRM, unless somebody has looked at it', async () => {
  const many = Array.from({ length: 7 }, (_, n) => user(n, String(2000 + n)));
  const { agents, cli, edit, later, state } = await start(many);
  expect(await agents()).toHaveLength(9);
  for (const n of many.keys()) await edit(n, { phone_work: '' });
  later();
  expect((await state()).problem).toMatch(/^7 of 7 agents would lose their access at once/);
  expect(await agents()).toHaveLength(9);
  expect((await cli('--apply')).text).toMatch(/7 agents are no users there any more\.\nDone\.$/);
  expect(await agents()).toEqual(house);
  expect((await state()).problem).toBeNull();
});
