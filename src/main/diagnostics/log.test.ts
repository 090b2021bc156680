import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { spellings } from '../../../tests/support/spellings';
import { tempFolder } from '../../../tests/support/temp-folder';
import { until } from '../../../tests/support/until';
import { createFileLog } from './log';

// The same writer of files, without an Electron around it.
vi.mock('electron-log/main', async () => {
  const { default: log } = await import('electron-log/node');
  const create = (options: { logId: string }) => {
    const made = log.create(options);
    return Object.assign(made, { transports: Object.assign(made.transports, { ipc: { level: false } }) });
  };
  return { default: { create } };
});

it('nothing of people or secrets is in the file, whatever goes wrong', async () => {
  const folder = tempFolder('desktop-log');
  const log = createFileLog(folder, true);
  const all = spellings({ callingCode: '49', national: '1711234567', trunk: '0' });
  const password = 'hunter2-of-anna';
  for (const spelling of all) {
    log.error(`an error nobody expected: ${spelling}`, {
      error: new Error(`GET https://crm.example/?phone=${spelling} failed`, {
        cause: new Error(`password=${password}`),
      }),
    });
    log.info('the relay did not take who is calling', { reason: `${spelling} is not known`, to: spelling });
  }
  log.child({ token: 'cti_stolen-0123456789' }).warn('the CRM lookup failed', {
    callId: 'pbx:1795421135.0',
    code: 'crm_timeout',
    contact: { name: 'Maria Lindqvist' },
    transcript: ['my-grandmother-is-ill'],
    crmPassword: password,
  });
  log.error('a failure nobody waited for', { error: new SyntaxError('"Maria Lindq"... is not valid JSON') });
  const text = (): string => readFileSync(join(folder, 'companion.log'), 'utf8');
  await until(() => text().includes('nobody waited for'));
  expect(text()).toMatch(/\*\*\*567[^]*pbx:1795421135\.0[^]*crm_timeout/);
  for (const seen of [...all, password, 'stolen', 'Lindq', 'grandmother']) expect(text()).not.toContain(seen);
});
