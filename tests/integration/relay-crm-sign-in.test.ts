/** An agent's own SuiteCRM sign-in lets his desktop in, where the relay is set so; nothing else does, and nobody learns more. */
import { expect, it, onTestFinished } from 'vitest';
import { createSuiteCrm } from '../../src/crm/suitecrm';
import { healthSchema, newAgentResponseSchema } from '../../src/shared/protocol/rest';
import { createSuiteCrmSimulator, demoSeed, demoSignIn } from '../../src/simulators/suitecrm';
import { openDesktop, startRelay } from './relay-harness';

const [anna, ben] = demoSignIn.agents;
const env = {
  SUITECRM_URL: 'http://crm.example',
  SUITECRM_CLIENT_ID: 'client',
  SUITECRM_CLIENT_SECRET: 'a-secret-0123456789',
};
const { clientId, clientSecret } = demoSignIn;

const start = async (file: Record<string, unknown> = {}) => {
  const crm = await createSuiteCrmSimulator({ data: demoSeed() });
  const client = createSuiteCrm({
    url: crm.url,
    clientId,
    clientSecret,
    ...demoSignIn.relay,
    timeoutMs: 2_000,
  });
  const agents = [
    { id: 'anna', name: 'Anna', extensions: ['1001'], crmUserId: anna.userId },
    { id: 'two', name: 'Two', extensions: ['1002'], crmUserId: 'twice' },
  ];
  const relay = await startRelay({
    crm: client,
    env,
    file: { agents, crm: { signIn: true }, http: { enrolmentsPerMinute: 20 }, ...file },
  });
  /** As the desktop has it: signed in by itself. */
  const own = (username: string, password: string) =>
    createSuiteCrm({ url: crm.url, clientId, clientSecret, username, password });
  const clients = [own(anna.username, anna.password), own(ben.username, ben.password)];
  onTestFinished(async () => {
    for (const one of clients) one.close();
    await relay.stop();
    await crm.stop();
  });
  const tokenOf = async (which: 0 | 1): Promise<string> => {
    const token = await clients[which]?.ownToken();
    return token?.ok === true ? token.value : '';
  };
  const enrol = (crmToken: string) =>
    relay.request('POST', '/api/enrol', { body: { crmToken, device: 'desk-3' } });
  return { relay, crm, tokenOf, enrol };
};

it('is a token of a device, as a code is', async () => {
  const { relay, crm, tokenOf, enrol } = await start();
  expect(healthSchema.parse((await relay.request('GET', '/health')).body).crmSignIn).toBe(true);
  const crmToken = await tokenOf(0);
  const answer = await enrol(crmToken);
  expect(answer.status).toBe(201);
  const { agent, token } = newAgentResponseSchema.parse(answer.body);
  expect(agent.id).toBe('anna');
  const desktop = openDesktop(relay.url);
  await desktop.opened();
  desktop.send({ type: 'register_agent', token });
  expect(await desktop.nextOfType('registered')).toMatchObject({ agent: { id: 'anna' } });
  expect(relay.log.text()).not.toContain(crmToken);
  // The relay asked as the agent once, and keeps nothing of it.
  expect(crm.requests.filter(({ user }) => user === anna.username)).toHaveLength(1);
});

it.each<[string, (world: Awaited<ReturnType<typeof start>>) => Promise<string>, number, RegExp]>([
  [
    'a token that the CRM refuses',
    () => Promise.resolve('a.made-up.token'),
    401,
    /does not know this sign-in/,
  ],
  [
    'a session that was ended',
    async ({ crm, tokenOf }) => {
      const token = await tokenOf(0);
      crm.revokeSessions();
      return token;
    },
    401,
    /does not know this sign-in/,
  ],
  ['a user who is no agent', ({ tokenOf }) => tokenOf(1), 403, /is no agent of this relay yet/],
  [
    'a CRM that is away',
    async ({ crm, tokenOf }) => {
      const token = await tokenOf(0);
      crm.faults.down = true;
      return token;
    },
    503,
    /^The CRM does not answer the relay right now/,
  ],
  [
    'a CRM that lies',
    async ({ crm, tokenOf }) => {
      const token = await tokenOf(0);
      crm.faults.html = true;
      return token;
    },
    503,
    /^The CRM does not answer the relay right now/,
  ],
])('refuses %s', async (_, prepare, status, sentence) => {
  const world = await start();
  const answer = await world.enrol(await prepare(world));
  expect(answer).toMatchObject({
    status,
    body: { error: { message: expect.stringMatching(sentence) as string } },
  });
  expect(JSON.stringify(answer.body)).not.toContain('127.0.0.1');
});

it('is closed where it is not set, and asks the CRM nothing then', async () => {
  const { relay, crm, tokenOf, enrol } = await start({ crm: { signIn: false } });
  expect(healthSchema.parse((await relay.request('GET', '/health')).body).crmSignIn).toBe(false);
  const token = await tokenOf(0);
  const before = crm.requests.length;
  expect(await enrol(token)).toMatchObject({ status: 403 });
  expect(crm.requests.slice(before).filter(({ path }) => path.includes('current-user'))).toEqual([]);
});

it('is limited as codes are, and takes nothing that is no token', async () => {
  const { relay, enrol } = await start({ http: { enrolmentsPerMinute: 2 } });
  expect((await enrol('two words here')).status).toBe(400);
  const both = { crmToken: 'a.made-up.token' };
  expect((await relay.request('POST', '/api/enrol', { body: both })).status).toBe(401);
  expect((await enrol('a.made-up.token')).status).toBe(429);
});

it('lets no more ask at once than the CRM can bear', async () => {
  const { crm, enrol } = await start();
  crm.faults.delayMs = ({ path }) => (path.includes('current-user') ? 300 : 0);
  const answers = await Promise.all(Array.from({ length: 15 }, () => enrol('a.made-up.token')));
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([
    ...Array.from({ length: 8 }, () => 401),
    ...Array.from({ length: 7 }, () => 503),
  ]);
});
