/** SuiteCRM's own users: who is active, which phone is his, and whose token it is. Against the simulator. */
import { expect, it, onTestFinished } from 'vitest';
import { createSuiteCrm } from '../../src/crm/suitecrm';
import { createSuiteCrmSimulator, demoSeed, demoSignIn } from '../../src/simulators/suitecrm';
import type { SeedUser } from '../../src/simulators/suitecrm/data';

const user = (n: number, more: Partial<SeedUser> = {}): SeedUser => ({
  id: `b5e00000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  userName: `user${n}`,
  password: 'the password',
  firstName: 'Vera',
  lastName: `No. ${n}`,
  values: { phone_work: String(2000 + n) },
  ...more,
});

const start = async (users: SeedUser[] = [], options: { version?: '7.14.6' | '7.15.0' } = {}) => {
  const data = demoSeed();
  const crm = await createSuiteCrmSimulator({
    data: { ...data, users: [...data.users, ...users] },
    ...options,
  });
  const { clientId, clientSecret } = demoSignIn;
  const client = createSuiteCrm({ url: crm.url, clientId, clientSecret, ...demoSignIn.relay });
  onTestFinished(async () => {
    client.close();
    await crm.stop();
  });
  const { staff } = client;
  if (!staff) throw new Error('This CRM has users.');
  const tokenOf = async (username: string, password: string): Promise<string> => {
    const body = new URLSearchParams({
      grant_type: 'password',
      client_id: clientId,
      client_secret: clientSecret,
      username,
      password,
    });
    const answer = await fetch(`${crm.url}/Api/access_token`, { method: 'POST', body });
    const json: unknown = await answer.json();
    return typeof json === 'object' && json !== null && 'access_token' in json
      ? String(json.access_token)
      : '';
  };
  return { crm, staff, tokenOf };
};

it('are read page by page, active ones alone, each once', async () => {
  const many = Array.from({ length: 450 }, (_, n) => user(n));
  const { crm, staff } = await start([...many, user(900, { active: false })]);
  const list = await staff.list('phone_work');
  expect(list.ok && list.value.map(({ id }) => id).filter((id) => id.startsWith('b5e'))).toEqual(
    many.map(({ id }) => id),
  );
  expect(list.ok && list.value.find(({ id }) => id === many[7]?.id)).toEqual({
    id: many[7]?.id,
    name: 'Vera No. 7',
    extensions: ['2007'],
  });
  expect(crm.requests.filter(({ path }) => path.includes('/module/Users'))).toHaveLength(3);
});

it('may have their extension in another field; one that is not there is named', async () => {
  const { staff } = await start([user(1, { values: { messenger_id: '1001, 1002' } })]);
  const list = await staff.list('messenger_id');
  expect(list.ok && list.value.at(-1)).toMatchObject({ extensions: ['1001', '1002'] });
  const wrong = await staff.list('extension_c');
  expect(!wrong.ok && wrong.error).toMatchObject({
    code: 'crm_refused',
    message: expect.stringContaining('extension_c') as string,
  });
});

it('a page that fails is no list', async () => {
  const { crm, staff } = await start(Array.from({ length: 250 }, (_, n) => user(n)));
  let asked = 0;
  crm.faults.perRequest = ({ path }) =>
    path.includes('/module/Users') && (asked += 1) === 2 ? { answer: 'empty500', done: false } : null;
  expect(await staff.list('phone_work')).toMatchObject({ ok: false, error: { code: 'crm_unavailable' } });
});

it.each(['7.14.6', '7.15.0'] as const)('a token tells whose it is on %s, while it lives', async (version) => {
  const { crm, staff, tokenOf } = await start([], { version });
  const token = await tokenOf('anna', 'demo-anna');
  expect(await staff.whoHolds(token)).toEqual({
    ok: true,
    value: { id: demoSignIn.agents[0].userId, name: 'Anna Berger' },
  });
  crm.revokeSessions();
  expect(await staff.whoHolds(token)).toEqual({ ok: true, value: null });
  expect(await staff.whoHolds('nonsense')).toEqual({ ok: true, value: null });
  // The relay's own session is another one.
  expect((await staff.list('phone_work')).ok).toBe(true);
});

it('a token of one who is not active is as good as none', async () => {
  const inactive = user(3, { active: false });
  const { staff, tokenOf } = await start([inactive]);
  const token = await tokenOf(inactive.userName, inactive.password);
  expect(token).not.toBe('');
  expect(await staff.whoHolds(token)).toEqual({ ok: true, value: null });
});

it('a CRM that is away says so', async () => {
  const { crm, staff, tokenOf } = await start();
  const token = await tokenOf('anna', 'demo-anna');
  crm.faults.down = true;
  expect(await staff.whoHolds(token)).toMatchObject({ ok: false, error: { code: 'crm_unavailable' } });
});
