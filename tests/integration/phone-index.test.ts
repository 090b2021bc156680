/** The phone index of a relay on a simulated SuiteCRM: built, kept like the CRM, and of use while that is away. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { createSuiteCrm } from '../../src/crm/suitecrm';
import { readPhoneIndexOf, suiteCrmOf } from '../../src/relay/app/crm-side';
import { createIndexCommand } from '../../src/relay/cli/crm-index';
import { dispatch } from '../../src/relay/cli/dispatch';
import { createExplainNumberCommand } from '../../src/relay/cli/explain-number';
import type { Config } from '../../src/relay/config/config';
import { statusSchema } from '../../src/shared/protocol/rest';
import {
  createSuiteCrmSimulator,
  demoSeed,
  demoSignIn,
  type SuiteCrmSeed,
  type SuiteCrmSimulator,
} from '../../src/simulators/suitecrm';
import { aCall, aLeg } from '../support/calls';
import { createFakeClock, type FakeClock } from '../support/fake-clock';
import { tempFolder } from '../support/temp-folder';
import { until } from '../support/until';
import { API_KEY, startRelay, withKey, type TestRelay } from './relay-harness';

const began = Date.parse('2026-11-23T09:00:00.000Z');
const maria = { number: '+491711234567', id: 'c0000000-0000-4000-8000-000000000001' };
const minute = 60_000;
const hour = 60 * minute;

let clock: FakeClock;
let crm: SuiteCrmSimulator;
let relay: TestRelay;
let dataDir: string;
let calls: number;
/** Requests to the CRM that a test has looked at. */
let counted: number;

const startCrm = async (data: SuiteCrmSeed = demoSeed(began - 48 * hour)) => {
  crm = await createSuiteCrmSimulator({ data, clock });
};
const index = { enabled: true, everySeconds: 60, pageSize: 3, pauseMilliseconds: 0 };
const startIndexed = async (crmSettings: Record<string, unknown> = { index }) => {
  const { clientId, clientSecret, relay: user } = demoSignIn;
  relay = await startRelay({
    clock,
    dataDir,
    crm: createSuiteCrm({ url: crm.url, clientId, clientSecret, ...user, timeoutMs: 5_000 }, { clock }),
    // A test looks more often than a person.
    file: { crm: crmSettings, http: { requestsPerMinute: 1_000_000 } },
  });
};
beforeEach(async () => {
  calls = 0;
  counted = 0;
  clock = createFakeClock(began);
  dataDir = tempFolder('phone-index');
  await startCrm();
});
afterEach(async () => {
  await relay.stop();
  await crm.stop();
});

const status = async () =>
  statusSchema.parse((await relay.request('GET', '/api/status', withKey)).body).crmIndex;
/** Counted anew. */
const recordsNow = async () => {
  await clock.advanceAsync(5_001);
  return (await status()).records;
};
/** Time goes on until it is so. */
const untilItIs = async (condition: () => boolean | Promise<boolean>, stepMs = 1_000) => {
  while (!(await condition())) {
    await clock.advanceAsync(stepMs);
    await new Promise((resolve) => setImmediate(resolve));
  }
};
const complete = () => untilItIs(async () => (await status()).complete);
/** Requests of the API since the last time this was asked. */
const asked = (): string[] => {
  const since = crm.requests.slice(counted).map(({ path }) => decodeURIComponent(path));
  counted = crm.requests.length;
  return since;
};
const searches = (paths: readonly string[]) => paths.filter((path) => path.includes('[like]'));
const rings = (number: string) => {
  const remote = { number, display: number, name: null, anonymous: false };
  const call = aCall({ linkedId: `9.${(calls += 1)}`, legs: [aLeg('1001')], remote });
  relay.pbx.tell(call);
  return call.id;
};
const contactOf = (id: string) => relay.pbx.call(id)?.contact ?? null;
const named = async (number: string) => {
  const id = rings(number);
  await until(() => contactOf(id) !== null);
  return contactOf(id);
};

const tokenSchema = z.object({ access_token: z.string() });
/** A person changes something in SuiteCRM. */
const inCrm = async (method: string, path: string, data?: unknown): Promise<void> => {
  const json = { 'content-type': 'application/json', accept: 'application/json' };
  const { username, password } = demoSignIn.agents[0];
  const { clientId: client_id, clientSecret: client_secret } = demoSignIn;
  const signIn = await fetch(`${crm.url}/Api/access_token`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ grant_type: 'password', client_id, client_secret, username, password }),
  });
  const { access_token: token } = tokenSchema.parse(await signIn.json());
  const answer = await fetch(`${crm.url}/Api/V8${path}`, {
    method,
    headers: { ...json, authorization: `Bearer ${token}` },
    ...(data !== undefined && { body: JSON.stringify({ data }) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
  counted = crm.requests.length;
};

it('names a caller without a search, and looks behind it with one small question', async () => {
  await startIndexed();
  await complete();
  expect(await status()).toMatchObject({ enabled: true, problem: null });
  expect(await recordsNow()).toBeGreaterThan(10);
  asked();
  const contact = await named(maria.number);
  expect(contact).toMatchObject({ id: maria.id, name: 'Maria Lindqvist', module: 'Contacts' });
  await until(() => crm.requests.length > counted);
  const paths = asked();
  expect(searches(paths)).toEqual([]);
  expect(paths).toContainEqual(expect.stringContaining(`/module/Contacts/${maria.id}`));
});

it('asks the CRM until it is complete, and about whom it has not', async () => {
  await startIndexed();
  expect(await named(maria.number)).toMatchObject({ id: maria.id });
  expect(searches(asked())).toHaveLength(3);
  await complete();
  asked();
  rings('+493012345678');
  await until(
    () => searches(crm.requests.slice(counted).map(({ path }) => decodeURIComponent(path))).length === 3,
  );
});

it('names callers while the CRM is away, also after a restart', async () => {
  await startIndexed();
  await complete();
  crm.faults.down = true;
  await clock.advanceAsync(10 * minute);
  expect(await named(maria.number)).toMatchObject({ id: maria.id });
  await relay.stop();
  await startIndexed();
  expect((await named('+12125550178'))?.name).toBe('Daniel Whitaker');
  await untilItIs(async () => (await status()).problem !== null);
  expect(await status()).toMatchObject({ complete: true });
  expect((await status()).ageSeconds).toBeGreaterThanOrEqual(600);
});

it('takes what is new and changed at the next look, and reads no page where nothing was', async () => {
  await startIndexed();
  await complete();
  const before = await recordsNow();
  await inCrm('POST', '/module', {
    type: 'Contacts',
    id: 'c0000000-0000-4000-8000-00000000aaaa',
    attributes: { first_name: 'Nora', last_name: 'Neu', phone_work: '030 / 99 88 77 66' },
  });
  await inCrm('PATCH', '/module', {
    type: 'Contacts',
    id: maria.id,
    attributes: { phone_mobile: '+49 171 7654321', phone_work: '' },
  });
  await untilItIs(async () => (await recordsNow()) === before + 1);
  asked();
  expect((await named('+493099887766'))?.name).toBe('Nora Neu');
  expect((await named('+491717654321'))?.id).toBe(maria.id);
  expect(searches(asked())).toEqual([]);
  // Nothing can come into the minute of the last change any more: it is read once again, and then no more.
  clock.set(clock.now() + 2 * hour);
  const pages = (paths: readonly string[]) => paths.filter((path) => path.includes('[date_modified][gte]'));
  const looks = (paths: readonly string[]) => paths.filter((path) => path.includes('sort=-date_modified'));
  const soFar = () => crm.requests.slice(counted).map(({ path }) => decodeURIComponent(path));
  await untilItIs(() => pages(soFar()).length > 0);
  await untilItIs(() => looks(soFar()).length > 6);
  asked();
  await untilItIs(() => looks(soFar()).length > 6);
  expect(pages(asked())).toEqual([]);
});

it('finds out on use that a contact is gone, and says who has the number now', async () => {
  await startIndexed();
  await complete();
  await inCrm('DELETE', `/module/Contacts/${maria.id}`);
  await inCrm('POST', '/module', {
    type: 'Contacts',
    id: 'c0000000-0000-4000-8000-00000000bbbb',
    attributes: { last_name: 'Merged', phone_home: maria.number },
  });
  const id = rings(maria.number);
  await until(() => contactOf(id)?.name === 'Merged');
  expect(searches(asked())).not.toEqual([]);
  const again = rings(maria.number);
  await until(() => contactOf(again) !== null);
  expect(contactOf(again)?.name).toBe('Merged');
});

it('finds out by reading all again that records are gone', async () => {
  await startIndexed();
  await complete();
  const before = await recordsNow();
  await inCrm('DELETE', `/module/Contacts/${maria.id}`);
  clock.set(clock.now() + 25 * hour);
  await untilItIs(async () => (await recordsNow()) === before - 1);
  crm.faults.down = true;
  const id = rings(maria.number);
  await untilItIs(() => relay.log.text().includes('No name for a caller'));
  expect(contactOf(id)).toBeNull();
});

it('goes on where it was stopped', async () => {
  const contacts = Array.from({ length: 30 }, (_, n) => ({
    id: `c0000000-0000-4000-8000-0000000001${String(n).padStart(2, '0')}`,
    last_name: `P${n}`,
    phone_work: `+49 30 55500${String(n).padStart(2, '0')}`,
    date_modified: '2026-11-01 08:00:00',
  }));
  await crm.stop();
  const seed = demoSeed(began - 48 * hour);
  await startCrm({ ...seed, records: { ...seed.records, Contacts: contacts } });
  await startIndexed();
  const pages = (paths: readonly string[]) => paths.filter((path) => /Contacts\?.*sort=id/.test(path));
  await untilItIs(() => pages(crm.requests.map(({ path }) => path)).length >= 4, 0);
  await relay.stop();
  asked();
  await startIndexed();
  await complete();
  const read = pages(asked());
  expect(read.length).toBeLessThan(9);
  expect(read[0]).toMatch(/\[id\]\[gt\]=c0000000-0000-4000-8000-00000000010\d/);
  crm.faults.down = true;
  for (const n of [0, 13, 29])
    expect((await named(`+49305550${String(n).padStart(3, '0')}`))?.name).toBe(`P${n}`);
});

const command = async (...args: string[]) => {
  const printed: string[] = [];
  const { clientId, clientSecret, relay: user } = demoSignIn;
  const config = tempFolder('cli');
  writeFileSync(join(config, 'config.json'), JSON.stringify({ crm: { index } }));
  const createCrm = (settings: Config) => suiteCrmOf(settings, clock);
  const code = await dispatch(
    args,
    [
      createIndexCommand({ createCrm, openIndex: readPhoneIndexOf }),
      createExplainNumberCommand(createCrm, readPhoneIndexOf),
    ],
    {
      version: '1',
      terminal: {
        cwd: config,
        env: {
          API_KEY,
          DATA_DIR: dataDir,
          SUITECRM_URL: crm.url,
          SUITECRM_CLIENT_ID: clientId,
          SUITECRM_CLIENT_SECRET: clientSecret,
          SUITECRM_USERNAME: user.username,
          SUITECRM_PASSWORD: user.password,
        },
        print: (line) => void printed.push(line),
        complain: (line) => void printed.push(line),
      },
    },
  );
  return { code, text: printed.join('\n') };
};

it('is looked at and built anew from the command line', async () => {
  await startIndexed();
  await complete();
  const at = ['--url', relay.url];
  expect((await command('index', 'status', ...at)).text).toMatch(/Index +complete, \d+ s old\nRecords +\d+ /);
  crm.faults.down = true;
  const explained = await command('index', 'explain', '0171 / 1234567');
  expect(explained).toMatchObject({ code: 0 });
  expect(explained.text).toMatch(/^1\. Maria Lindqvist, Nordwind.* \(Contacts, by phone_mobile, exact\)/);
  expect((await command('explain-number', '0171 1234567')).text).toMatch(
    /Index +Maria Lindqvist[^]*could not be asked/,
  );
  crm.faults.down = false;
  expect(await command('index', 'rebuild', ...at)).toMatchObject({ code: 0 });
  expect(await status()).toMatchObject({ complete: false, ageSeconds: null });
  await complete();
  expect(await named(maria.number)).toMatchObject({ id: maria.id });
});

it('is gone where it is switched off, and says so', async () => {
  await startIndexed();
  await complete();
  await relay.stop();
  expect(existsSync(join(dataDir, 'phone-index.db'))).toBe(true);
  await startIndexed({});
  expect(existsSync(join(dataDir, 'phone-index.db'))).toBe(false);
  expect(await status()).toMatchObject({ enabled: false, records: 0 });
  const refused = await command('index', 'rebuild', '--url', relay.url);
  expect(refused.code).toBe(2);
  expect(refused.text).toMatch(/crm\.index\.enabled/);
  expect(await command('index', 'explain', '1')).toMatchObject({ code: 2 });
});
