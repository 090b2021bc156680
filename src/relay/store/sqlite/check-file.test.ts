import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { endedCall } from '../../../../tests/support/calls';
import { createMemoryLog } from '../../../../tests/support/log';
import { tempFolder } from '../../../../tests/support/temp-folder';
import { until } from '../../../../tests/support/until';
import { systemClock } from '../../../shared/clock';
import { createFileCheck } from './check-file';
import { createSqliteStore } from './index';

const aHistory = () => {
  const dir = tempFolder('check');
  const path = join(dir, 'relay.db');
  const logger = createMemoryLog();
  const open = () => createSqliteStore({ dir }, { clock: systemClock, logger });
  const store = open();
  for (let n = 0; n < 200; n++) store.saveCall(endedCall({ linkedId: `${n}` }));
  store.close();
  return { dir, path, logger, open };
};

it('finds damage while the relay goes on, says it, and the next start moves the file aside', async () => {
  const { dir, path, logger, open } = aHistory();
  const bytes = readFileSync(path);
  // The last pages alone, so that the file can be opened.
  bytes.fill(0xff, bytes.length - 4 * 4_096);
  writeFileSync(path, bytes);
  const check = createFileCheck({ dir, largerThan: 0 }, { logger });
  check.begin();
  await until(() => check.problem() !== null);
  expect(check.problem()).toMatch(/^The database is damaged \(.+\)\.$/);
  expect(logger.text()).toContain('error The database is damaged');
  expect(existsSync(`${path}.suspect`)).toBe(true);
  const again = open();
  expect(again.countCalls()).toBe(0);
  again.close();
  expect(readdirSync(dir).some((name) => name.startsWith('relay.db.corrupt-'))).toBe(true);
  expect(existsSync(`${path}.suspect`)).toBe(false);
});

it('finds nothing in a sound file that is being written, and is not asked about a small one', async () => {
  const { dir, path, logger, open } = aHistory();
  const store = open();
  createFileCheck({ dir }, { logger }).begin();
  const check = createFileCheck({ dir, largerThan: 0 }, { logger });
  check.begin();
  store.saveCall(endedCall({ linkedId: 'meanwhile' }));
  await until(() => logger.text().includes('debug The database was read through and is sound.'));
  expect(check.problem()).toBeNull();
  expect(existsSync(`${path}.suspect`)).toBe(false);
  check.stop();
  store.close();
});
