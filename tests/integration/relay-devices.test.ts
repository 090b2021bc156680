/** Each enrolment is a device of its own: named, seen, revoked alone; by the REST API and in the terminal. */
import { expect, it, onTestFinished } from 'vitest';
import { createAgentsCommand } from '../../src/relay/cli/agents';
import { dispatch } from '../../src/relay/cli/dispatch';
import { agentDevicesSchema } from '../../src/shared/protocol/agent-devices';
import {
  agentListSchema,
  enrolmentResponseSchema,
  newAgentResponseSchema,
} from '../../src/shared/protocol/rest';
import { createFakeClock } from '../support/fake-clock';
import { tempFolder } from '../support/temp-folder';
import { API_KEY, openDesktop, startRelay, withKey } from './relay-harness';

const start = async () => {
  const clock = createFakeClock();
  const relay = await startRelay({ clock });
  onTestFinished(relay.stop);
  const enrol = async (id: string, device?: string): Promise<string> => {
    const made = await relay.request('POST', `/api/agents/${id}/enrolment`, withKey);
    const { code } = enrolmentResponseSchema.parse(made.body);
    const answer = await relay.request('POST', '/api/enrol', { body: { code, ...(device && { device }) } });
    expect(answer.status).toBe(201);
    return newAgentResponseSchema.parse(answer.body).token;
  };
  const open = async (token: string) => {
    const desktop = openDesktop(relay.url);
    await desktop.opened();
    desktop.send({ type: 'register_agent', token });
    await desktop.nextOfType('registered');
    return desktop;
  };
  const devices = async (id: string) =>
    agentDevicesSchema.parse((await relay.request('GET', `/api/agents/${id}/devices`, withKey)).body).devices;
  const cli = async (...args: string[]) => {
    const lines: string[] = [];
    const print = (line: string) => void lines.push(line);
    const code = await dispatch(['agents', ...args, '--url', relay.url], [createAgentsCommand()], {
      version: '1',
      terminal: { env: { API_KEY }, cwd: tempFolder('devices'), print, complain: print },
    });
    return { code, text: lines.join('\n') };
  };
  return { relay, clock, enrol, open, devices, cli };
};

it('shows which desktops there are, and when each was last there', async () => {
  const { relay, clock, enrol, open, devices } = await start();
  const desk = await enrol('ben', 'desk-3');
  clock.advance(1_000);
  await enrol('ben', 'laptop of Ben');
  clock.advance(1_000);
  const socket = await open(desk);
  const [laptop, desk3, configured] = await devices('ben');
  expect(laptop).toMatchObject({ name: 'laptop of Ben', lastSeenAt: null, online: false });
  expect(desk3).toMatchObject({
    name: 'desk-3',
    createdAt: '2026-11-23T09:00:00.000Z',
    lastSeenAt: '2026-11-23T09:00:02.000Z',
    online: true,
  });
  expect(configured).toMatchObject({ name: null, createdAt: null });
  const list = agentListSchema.parse((await relay.request('GET', '/api/agents', withKey)).body);
  expect(list.agents.find(({ id }) => id === 'ben')?.online).toMatchObject([{ deviceId: desk3?.id }]);

  clock.advance(1_000);
  socket.close();
  await socket.closed();
  await expect
    .poll(async () => (await devices('ben'))[1])
    .toMatchObject({
      lastSeenAt: '2026-11-23T09:00:03.000Z',
      online: false,
    });
  expect(JSON.stringify(await devices('ben'))).not.toContain(desk.slice(4, 20));
});

it('revokes one: it is out at once and for good, the others stay', async () => {
  const { relay, enrol, open, devices, cli } = await start();
  const lost = await enrol('ben', 'lost laptop');
  const kept = await enrol('ben', 'desk-3');
  const lostSocket = await open(lost);
  const keptSocket = await open(kept);
  const shown = await cli('devices', 'ben');
  const id = /^online {3}(\w{12}) {2}lost laptop {2}since \S+ {2}last seen \S+$/m.exec(shown.text)?.[1] ?? '';
  expect(await cli('revoke', 'ben', '--device', id)).toEqual({
    code: 0,
    text: `The device ${id} of ben is signed out; his others stay.`,
  });
  expect(await lostSocket.closed()).toMatchObject({ code: 4401 });
  const again = openDesktop(relay.url);
  await again.opened();
  again.send({ type: 'register_agent', token: lost });
  expect(await again.closed()).toMatchObject({ code: 4401 });
  const calls = await relay.request('GET', '/api/calls', { authorization: `Bearer ${lost}` });
  expect(calls.status).toBe(401);
  keptSocket.send({ type: 'ping', id: 'p1' });
  expect(await keptSocket.nextOfType('pong')).toMatchObject({ re: 'p1' });
  expect((await devices('ben')).map(({ name }) => name)).toEqual(['desk-3', null]);
  expect(await cli('revoke', 'ben', '--device', id)).toMatchObject({ code: 2 });
});

it('says what can not be', async () => {
  const { relay, devices } = await start();
  const request = (method: string, path: string, by: object = withKey) =>
    relay.request(method, path, { ...by });
  const configured = (await devices('anna'))[0]?.id ?? '';
  expect(await request('DELETE', `/api/agents/anna/devices/${configured}`)).toMatchObject({
    status: 409,
    body: { error: { message: expect.stringContaining('config.json') as string } },
  });
  expect((await request('DELETE', '/api/agents/anna/devices/unknown')).status).toBe(404);
  expect((await request('GET', '/api/agents/nobody/devices')).status).toBe(404);
  expect((await request('GET', '/api/agents/anna/devices', {})).status).toBe(401);
  const long = { body: { code: 'ABCD-EFGH', device: 'x'.repeat(81) } };
  expect((await relay.request('POST', '/api/enrol', long)).status).toBe(400);
});
