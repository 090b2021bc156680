/** `backup` as its own process beside a relay that writes; `restore`, and a relay that starts with it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { suiteCrmOf } from '../../src/relay/app/crm-side';
import { createRestoreCommand } from '../../src/relay/cli/backup';
import { dispatch } from '../../src/relay/cli/dispatch';
import { restoreDatabase } from '../../src/relay/store/sqlite/backup';
import { createSqliteStore } from '../../src/relay/store/sqlite';
import { migrations } from '../../src/relay/store/sqlite/schema';
import { systemClock } from '../../src/shared/clock';
import { silentLogger } from '../../src/shared/logger';
import { endedCall } from '../support/calls';
import { tempFolder } from '../support/temp-folder';
import { startRelay, testConfig, withKey } from './relay-harness';

/** Nothing listens there, so what is owed stays owed. */
const crmEnv = { SUITECRM_URL: 'http://127.0.0.1:1', SUITECRM_CLIENT_ID: 'c', SUITECRM_CLIENT_SECRET: 's' };

const start = async (dataDir: string) => {
  const crm = suiteCrmOf(testConfig({ env: crmEnv }), systemClock);
  const relay = await startRelay({ dataDir, env: crmEnv, crm });
  onTestFinished(relay.stop);
  return relay;
};
const callAt = (n: number) => {
  const endedAt = new Date(Date.now() - n * 1_000).toISOString();
  return endedCall({ linkedId: `17000.${n}`, startedAt: endedAt, endedAt });
};
const stateOf = async ({ request }: Awaited<ReturnType<typeof start>>) => {
  const of = async (path: string): Promise<unknown> => (await request('GET', path, withKey)).body;
  return { calls: await of('/api/calls?limit=200'), agents: await of('/api/agents') };
};

/** The built program, as `npm run relay -- backup` runs it. */
const backup = async (dataDir: string, folder: string, meanwhile: () => void = () => {}) => {
  const program = spawn(process.execPath, [join(process.cwd(), 'dist/relay/index.js'), 'backup', folder], {
    cwd: tempFolder('backup-cwd'),
    env: { DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  program.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  program.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const exit = once(program, 'close');
  while (program.exitCode === null) {
    meanwhile();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await exit;
  return {
    code: program.exitCode,
    said,
    file: join(folder, readdirSync(folder).find((name) => name.endsWith('.db')) ?? ''),
  };
};
const restore = async (file: string, dataDir: string) => {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const code = await dispatch(['restore', file], [createRestoreCommand(restoreDatabase, systemClock)], {
    version: '1',
    terminal: { env: { DATA_DIR: dataDir }, cwd: tempFolder('restore-cwd'), print, complain: print },
  });
  return { code, text: lines.join('\n') };
};

it('copies a relay while it writes calls, and a relay starts with the copy as it was', async () => {
  const [dataDir, folder, empty] = [
    tempFolder('data'),
    tempFolder('backup'),
    join(tempFolder('empty'), 'data'),
  ];
  const relay = await start(dataDir);
  await relay.request('POST', '/api/agents', {
    ...withKey,
    body: { id: 'carla', name: 'Carla', extensions: ['1003'] },
  });
  for (let n = 1; n <= 20; n += 1) relay.pbx.tell(callAt(n));
  mkdirSync(join(dataDir, 'recordings'));
  writeFileSync(join(dataDir, 'recordings', 'one.mp3'), 'x');
  let n = 20;
  const { code, said, file } = await backup(dataDir, folder, () => relay.pbx.tell(callAt((n += 1))));
  expect({ code, said }).toMatchObject({
    code: 0,
    said: expect.stringMatching(/3 agents[^]*\(1 recordings\)/) as string,
  });
  expect(n).toBeGreaterThan(21);
  expect(readdirSync(folder)).toHaveLength(1);
  expect(statSync(file).mode & 0o777).toBe(0o600);

  const copy = new Database(file, { readonly: true });
  const ids = copy.prepare('SELECT id FROM calls').pluck().all();
  const owed = copy.prepare("SELECT call_id FROM jobs WHERE status = 'pending'").pluck().all();
  copy.close();
  for (let one = 1; one <= 20; one += 1) expect(ids).toContain(`pbx:17000.${one}`);
  // A call and its job are written at once, so a copy of one moment has both or neither.
  expect(owed.toSorted()).toEqual(ids.toSorted());
  await relay.stop();

  expect(await restore(file, empty)).toMatchObject({ code: 0 });
  const again = await start(empty);
  const { callLog } = (await again.request('GET', '/api/status', withKey)).body as {
    callLog: { pending: number };
  };
  expect(callLog.pending).toBe(ids.length);
  expect(JSON.stringify((await stateOf(again)).agents)).toContain('"carla"');
  const { calls } = (await stateOf(again)).calls as { calls: { id: string }[] };
  expect(calls.map(({ id }) => id).every((id) => ids.includes(id))).toBe(true);
  expect(calls).toHaveLength(Math.min(200, ids.length));
  await again.stop();
});

it('refuses while a relay runs there, and keeps what was there once it is stopped', async () => {
  const [dataDir, folder] = [tempFolder('data'), tempFolder('backup')];
  const relay = await start(dataDir);
  relay.pbx.tell(callAt(1));
  const { file } = await backup(dataDir, folder);
  relay.pbx.tell(callAt(2));
  const refused = await restore(file, dataDir);
  expect(refused).toMatchObject({ code: 1, text: `A relay runs on ${dataDir}. Stop it first.` });
  expect((await stateOf(relay)).calls).toMatchObject({ calls: [{}, {}] });
  await relay.stop();

  const done = await restore(file, dataDir);
  expect(done).toMatchObject({ code: 0, text: expect.stringContaining('kept as') as string });
  const again = await start(dataDir);
  expect((await stateOf(again)).calls).toMatchObject({ calls: [{ id: 'pbx:17000.1' }] });
  await again.stop();
  const aside = readdirSync(dataDir).find((name) => name.includes('.before-restore-')) ?? '';
  const before = new Database(join(dataDir, aside), { readonly: true });
  expect(before.prepare('SELECT count(*) FROM calls').pluck().get()).toBe(2);
  before.close();
});

it('brings nobody back who was forgotten since', async () => {
  const [dataDir, folder] = [tempFolder('data'), tempFolder('backup')];
  const relay = await start(dataDir);
  const number = '+4930901820';
  relay.pbx.tell({ ...callAt(1), remote: { ...callAt(1).remote, number } });
  relay.pbx.tell(callAt(2));
  await relay.stop();
  const { file } = await backup(dataDir, folder);
  const store = createSqliteStore({ dir: dataDir }, { clock: systemClock, logger: silentLogger });
  store.forget({ callIds: ['pbx:17000.1'], conversationIds: [] }, Date.now());
  store.close();

  const done = await restore(file, dataDir);
  expect(done.text).toContain('1 calls and conversations of it were forgotten meanwhile');
  expect(readFileSync(file).includes(number)).toBe(true);
  expect(readFileSync(join(dataDir, 'relay.db')).includes(number)).toBe(false);
  const again = await start(dataDir);
  expect((await stateOf(again)).calls).toMatchObject({ calls: [{ id: 'pbx:17000.2' }] });
  await again.stop();
});

it('restores nothing that is damaged, newer, or no backup', async () => {
  const [dataDir, folder] = [tempFolder('data'), tempFolder('backup')];
  const relay = await start(dataDir);
  for (let n = 1; n <= 50; n += 1) relay.pbx.tell(callAt(n));
  const { file } = await backup(dataDir, folder);
  await relay.stop();
  const before = readFileSync(join(dataDir, 'relay.db'));
  const other = (name: string, bytes: Buffer | string): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  const whole = readFileSync(file);
  const newer = other('newer', whole);
  const db = new Database(newer);
  db.pragma(`user_version = ${migrations.length + 1}`);
  db.close();
  const foreign = join(folder, 'foreign');
  new Database(foreign).exec('CREATE TABLE calls (id)').close();
  const holed = Buffer.from(whole);
  holed.fill(0x55, 8_192, whole.length - 4_096);
  for (const [path, sentence] of [
    [join(folder, 'none'), /There is no /],
    [other('text', 'This is not a database. '.repeat(100)), /text is damaged \(SQLITE_NOTADB\)/],
    [other('half', whole.subarray(0, whole.length / 2)), /half is damaged/],
    [other('holed', holed), /holed is damaged/],
    [newer, /written by a newer relay/],
    [foreign, /foreign is no database of a relay/],
  ] as const) {
    const { code, text } = await restore(path, dataDir);
    expect({ code, text }).toEqual({ code: 1, text: expect.stringMatching(sentence) as string });
  }
  expect(readFileSync(join(dataDir, 'relay.db')).equals(before)).toBe(true);
  expect(readdirSync(dataDir).filter((name) => name.includes('restore'))).toEqual([]);
});
