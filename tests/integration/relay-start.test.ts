import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../src/relay/store/sqlite';
import { systemClock } from '../../src/shared/clock';
import { silentLogger } from '../../src/shared/logger';
import { signIn, startRelay, withKey } from './relay-harness';
import { aCall } from '../support/calls';
import { tempFolder } from '../support/temp-folder';

const folder = (): string => tempFolder('start');

/** Root writes everywhere, so for this long the process is nobody (65534). */
const asNobody = async <T>(work: () => Promise<T>): Promise<T> => {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
};

describe('the start stops and says why', () => {
  it('when the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(startRelay({ env: { PORT: String(port) } })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is taken`,
    );
    await new Promise((resolve) => other.close(resolve));
  });

  it('when the data folder can not be made', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    await expect(startRelay({ dataDir: join(file, 'data') })).rejects.toThrow(join(file, 'data'));
  });

  it('when the data folder is read-only', async () => {
    const dir = folder();
    chmodSync(dir, 0o555);
    const store = asNobody(async () => {
      await Promise.resolve();
      return createSqliteStore({ dir }, { clock: systemClock, logger: silentLogger });
    });
    await expect(store).rejects.toThrow(expect.objectContaining({ code: 'config' }));
    await expect(store).rejects.toThrow(`The data folder ${dir} can not be written`);
  });

  it('when the database of an earlier start is read-only', async () => {
    const dir = folder();
    createSqliteStore({ dir }, { clock: systemClock, logger: silentLogger }).close();
    for (const name of readdirSync(dir)) chmodSync(join(dir, name), 0o444);
    chmodSync(dir, 0o555);
    const store = asNobody(async () => {
      await Promise.resolve();
      return createSqliteStore({ dir }, { clock: systemClock, logger: silentLogger });
    });
    await expect(store).rejects.toThrow(`The data folder ${dir} can not be written`);
  });
});

it('goes on with an empty database when the file is damaged, and says so', async () => {
  const dataDir = folder();
  writeFileSync(join(dataDir, 'relay.db'), 'no database at all, '.repeat(500));
  const relay = await startRelay({ dataDir });
  expect(relay.log.text()).toMatch(/error The database .* is damaged/);
  expect((await relay.request('GET', '/health')).status).toBe(200);
  // The agents of config.json are there again.
  const anna = await signIn(relay.url, 'anna');
  anna.close();
  await relay.stop();
});

it('keeps history over a restart and hands running calls to the PBX link', async () => {
  const dataDir = folder();
  const first = await startRelay({ dataDir });
  const call = aCall();
  first.pbx.tell(call);
  await first.stop();
  const second = await startRelay({ dataDir });
  expect(second.pbx.adopted).toEqual([call]);
  const { body } = await second.request('GET', `/api/calls/${encodeURIComponent(call.id)}`, withKey);
  expect(body).toEqual(call);
  await second.stop();
});

it('leaves no port behind when it stops', async () => {
  const relay = await startRelay();
  await relay.stop();
  await expect(fetch(`${relay.url}/health`)).rejects.toThrow();
});
