import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLogger } from './logger';
import { tempFolder } from '../../../tests/support/temp-folder';

const options = (dir: string) => ({ level: 'info' as const, dir, retentionDays: 2, console: false });
const read = (dir: string, start: string): string => {
  const name = readdirSync(dir).find((file) => file.startsWith(start) && file.endsWith('.log')) ?? 'none';
  expect(name).toMatch(new RegExp(`^${start}-\\d{4}-\\d{2}-\\d{2}\\.log$`));
  return readFileSync(join(dir, name), 'utf8');
};

it('writes combined and error files of the day, masked', async () => {
  const dir = join(tempFolder('log'), 'logs');
  const logger = createLogger(options(dir));
  logger.child({ callId: 'pbx:1.1' }).info('rings', { number: '+491711234567' });
  logger.debug('not at this level');
  logger.error('refused', { token: 'cti_verysecret' });
  await logger.close();
  const combined = read(dir, 'combined');
  expect(combined).toContain('"callId":"pbx:1.1"');
  expect(combined).toContain('***567');
  expect(combined).toContain('refused');
  expect(combined).not.toMatch(/not at this level|verysecret|1711234567/);
  expect(read(dir, 'error')).toContain('refused');
  expect(read(dir, 'error')).not.toContain('rings');
});

it('names a folder that can not be made', () => {
  const dir = tempFolder('log');
  writeFileSync(join(dir, 'file'), '');
  expect(() => createLogger(options(join(dir, 'file', 'logs')))).toThrow(/file\/logs.*LOG_DIR/);
});
