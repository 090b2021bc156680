import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { aCall } from '../../../../tests/support/calls';
import { createMemoryLog } from '../../../../tests/support/log';
import { tempFolder } from '../../../../tests/support/temp-folder';
import { until } from '../../../../tests/support/until';
import { systemClock } from '../../../shared/clock';
import { createSqliteStore } from './index';
import { createLogTender } from './log-tender';

it('brings what was written into the file while the relay goes on, and leaves the store the last to have it', async () => {
  const dir = tempFolder('tender');
  const logger = createMemoryLog();
  const store = createSqliteStore({ dir }, { clock: systemClock, logger });
  const tender = createLogTender({ dir }, { logger });
  const inFile = (): boolean => readFileSync(join(dir, 'relay.db')).includes('1795421135.4711');
  store.saveCall(aCall({ linkedId: '1795421135.4711' }));
  expect(inFile()).toBe(false);
  await until(() => {
    tender.tend();
    return inFile();
  });
  await tender.stop();
  tender.tend();
  store.close();
  expect(existsSync(join(dir, 'relay.db-wal'))).toBe(false);
});

it('is said where it can not be done, once, and stops all the same', async () => {
  const logger = createMemoryLog();
  const tender = createLogTender({ dir: join(tempFolder('tender'), 'none') }, { logger });
  tender.tend();
  await until(() => logger.text().includes('warn The database is tended by the commits themselves'));
  tender.tend();
  await tender.stop();
});
