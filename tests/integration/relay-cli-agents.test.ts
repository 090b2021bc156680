/** `agents` as a person runs it, on a relay that runs: who is made by it signs in, who is revoked is out. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createAgentsCommand } from '../../src/relay/cli/agents';
import { dispatch } from '../../src/relay/cli/dispatch';
import { readEnrolLink } from '../../src/shared/app-links/enrol-link';
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

it('prints the link that signs in by a click', async () => {
  const { relay, agents } = await started();
  const { text } = await agents('enrol', 'anna');
  const link = /(cti-companion:\S+)/.exec(text)?.[1] ?? '';
  const read = readEnrolLink(link);
  expect(read).toMatchObject({ ok: true, value: { relayUrl: relay.url } });
  const code = read.ok ? read.value.code : '';
  expect((await relay.request('POST', '/api/enrol', { body: { code } })).status).toBe(201);
});

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

it('imports a file of agents once, and again without harm; each comes in by his code', async () => {
  const { relay, agents, file } = await started();
  const text = 'id,name,extensions,pbxId,crmUserId\ncarla,Carla,"1003,1004",pbx,user-7\ndora,Dora,1005,,\n';
  const dry = await agents('import', file(text), '--dry-run');
  expect(dry).toMatchObject({
    code: 0,
    text: expect.stringMatching(/^2 agents would be added, 0 there/m) as string,
  });
  expect(dry.text).not.toContain('code');
  expect((await agents('list')).text).not.toContain('carla');
  const first = await agents('import', file(text));
  expect(first.text).toMatch(/^2 agents added, 0 there already\.$/m);
  const code = /^dora .* code (\S+) until/m.exec(first.text)?.[1];
  expect((await relay.request('POST', '/api/enrol', { body: { code } })).body).toMatchObject({
    agent: { id: 'dora' },
  });
  expect((await agents('list')).text).toMatch(/carla {2}Carla {2}pbx: 1003, 1004 {2}CRM user user-7/);
  const more = await agents('import', file(`${text}emil,Emil,1006,,\n`));
  expect(more).toMatchObject({ code: 0, text: expect.stringMatching(/^1 agent added, 2 there/m) as string });
});

it('imports nobody where something is wrong, unless it is to be passed over', async () => {
  const { relay, agents, file } = await started();
  const name = file(
    'id,name,extensions,pbxId\ncarla,Carla,1003,\nanna,Another Anna,1009,\ndora,Dora,1005,north\n',
  );
  const wrong = await agents('import', name);
  expect(wrong.code).toBe(2);
  expect(wrong.text).toMatch(/Nobody was added/);
  expect(wrong.text).toMatch(/line 3, id: there is an agent "anna" already/);
  expect(wrong.text).toMatch(/line 4, pbxId: there is no PBX "north"; allowed: pbx/);
  expect((await agents('import', name, '--dry-run')).text).toMatch(
    /^1 agent would be added, 0 there already, 2 things wrong/m,
  );
  expect((await agents('list')).text).not.toContain('carla');
  expect((await agents('import', name, '--skip-invalid')).text).toMatch(
    /^1 agent added, 0 there already, 2 things wrong/m,
  );
  expect((await agents('list')).text).toMatch(/carla/);
  const audit = await relay.request('GET', '/api/audit?act=agents.import', { 'x-api-key': API_KEY });
  expect(audit.body).toMatchObject({
    entries: [
      { target: '1 agents', result: 'done' },
      { target: 'looked only' },
      { target: 'a file', result: 'refused' },
    ],
  });
  const asJson = { 'x-api-key': API_KEY, body: { agents: [] } };
  expect((await relay.request('POST', '/api/agents/import', asJson)).status).toBe(400);
});

it.each([
  [[], /Say what to do/],
  [['add'], /add needs the id/],
  [['add', 'x y', '--name', 'X', '--extensions', ''], /id: an agent id is[^]*extensions: /],
  [['import'], /import needs a file/],
  [['list', '--dry-run'], /belong to "agents import"/],
  [['list', 'x'], /list takes no id/],
  [['enrol', 'anna', '--name', 'X'], /belong to "agents add"/],
  [['import', 'none.csv'], /none\.csv" can not be read/],
])('refuses %j', async (args, sentence) => {
  const { agents } = await started();
  const { code, text } = await agents(...args);
  expect(code).toBe(1);
  expect(text).toMatch(sentence);
});
