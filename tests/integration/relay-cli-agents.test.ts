/** `agents` as a person runs it, on a relay that runs: who is made by it signs in, who is revoked is out. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createAgentsCommand } from '../../src/relay/cli/agents';
import { dispatch } from '../../src/relay/cli/dispatch';
import { newAgentResponseSchema } from '../../src/shared/protocol/rest';
import { tempFolder } from '../support/temp-folder';
import { API_KEY, openDesktop, startRelay, type TestRelay } from './relay-harness';

const started = async (options: Parameters<typeof startRelay>[0] = {}) => {
  const relay = await startRelay(options);
  onTestFinished(relay.stop);
  const cwd = tempFolder('agents');
  const agents = async (...args: string[]) => {
    const lines: string[] = [];
    const print = (line: string) => void lines.push(line);
    const code = await dispatch(['agents', ...args, '--url', relay.url], [createAgentsCommand()], {
      version: '1',
      terminal: { env: { API_KEY }, cwd, print, complain: print },
    });
    return { code, text: lines.join('\n') };
  };
  const file = (text: string): string => {
    writeFileSync(join(cwd, 'agents.csv'), text);
    return 'agents.csv';
  };
  return { relay, agents, file };
};

const signIn = async (relay: TestRelay, text: string) => {
  const code = /Code for \S+: (\S+) /.exec(text)?.[1];
  const answer = await relay.request('POST', '/api/enrol', { body: { code } });
  const { token } = newAgentResponseSchema.parse(answer.body);
  const desktop = openDesktop(relay.url);
  await desktop.opened();
  desktop.send({ type: 'register_agent', token });
  await desktop.nextOfType('registered');
  return desktop;
};

it('adds, lists, enrols and revokes', async () => {
  const { relay, agents } = await started();
  const added = await agents('add', 'carla', '--name', 'Carla Ruiz', '--extensions', '1003,1004');
  expect(added).toMatchObject({
    code: 0,
    text: expect.stringMatching(/^Carla Ruiz \(carla\) is an agent now, with 1003, 1004 on pbx\./) as string,
  });
  expect(added.text).not.toContain('cti_');
  const first = await signIn(relay, added.text);
  const second = await signIn(relay, (await agents('enrol', 'carla')).text);
  expect((await agents('list')).text).toMatch(/^online {3}carla {2}Carla Ruiz {2}pbx: 1003, 1004$/m);
  expect((await agents('list')).text).toMatch(/^offline {2}anna /m);

  expect(await agents('revoke', 'carla')).toMatchObject({ code: 0 });
  expect([(await first.closed()).code, (await second.closed()).code]).toEqual([4401, 4401]);
  expect((await agents('list')).text).not.toContain('carla');
  expect(await agents('enrol', 'carla')).toEqual({ code: 2, text: 'There is no agent with the id "carla".' });
  expect((await agents('revoke', 'carla')).code).toBe(2);
});

it('adds a file of agents once, and again without harm', async () => {
  const { agents, file } = await started();
  const text = 'id,name,extensions,pbxId,crmUserId\ncarla,Carla,"1003,1004",pbx,user-7\ndora,Dora,1005,,\n';
  expect((await agents('add', '--csv', file(text))).text).toMatch(/^2 agents added\./);
  expect((await agents('list')).text).toMatch(/carla {2}Carla {2}pbx: 1003, 1004 {2}CRM user user-7/);
  const more = await agents('add', '--csv', file(`${text}emil,Emil,1006,,\n`));
  expect(more).toMatchObject({
    code: 0,
    text: expect.stringMatching(/^1 agent added, 2 were there/) as string,
  });
});

it('adds nobody where a line is wrong', async () => {
  const { agents, file } = await started();
  const wrong = await agents(
    'add',
    '--csv',
    file('id,name,extensions,pbxId\ncarla,Carla,1003,\nanna,Another Anna,1009,\ndora,Dora,1005,north\n'),
  );
  expect(wrong.code).toBe(1);
  expect(wrong.text).toMatch(/Nobody was added/);
  expect(wrong.text).toMatch(/line 3: there is an agent "anna" already/);
  expect(wrong.text).toMatch(/line 4: there is no PBX "north"; allowed: pbx/);
  expect((await agents('list')).text).not.toContain('carla');
});

it('says how far it came when the relay lets no more in, and goes on from there', async () => {
  // The list and the PBXs are two requests, so two agents of three get in.
  const { agents, file } = await started({ file: { http: { requestsPerMinute: 4 } } });
  const three = file('id,name,extensions\ncarla,Carla,1003\ndora,Dora,1005\nemil,Emil,1006\n');
  const { code, text } = await agents('add', '--csv', three);
  expect(code).toBe(2);
  expect(text).toMatch(/Too many requests[^]*2 of 3 are added; line 4 \("emil"\) is the first that is not/);
});

it.each([
  [[], /Say what to do/],
  [['add'], /add needs the id/],
  [['add', 'x y', '--name', 'X', '--extensions', ''], /id: an agent id is[^]*extensions: /],
  [['add', 'x', '--csv', 'agents.csv'], /With --csv everything stands in the file/],
  [['list', 'x'], /list takes no id/],
  [['enrol', 'anna', '--name', 'X'], /belong to "agents add"/],
  [['add', '--csv', 'none.csv'], /none\.csv" can not be read/],
])('refuses %j', async (args, sentence) => {
  const { agents } = await started();
  const { code, text } = await agents(...args);
  expect(code).toBe(1);
  expect(text).toMatch(sentence);
});
