import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { settings } from '../config/environment';
import { tempFolder } from '../../../tests/support/temp-folder';
import { createCheckConfigCommand } from './check-config';

const check = async (env: Record<string, string>, file: object = {}) => {
  const cwd = tempFolder('check-config');
  writeFileSync(join(cwd, 'config.json'), JSON.stringify(file));
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const code = await createCheckConfigCommand().run([], { env, cwd, print, complain: print });
  return { code, text: lines.join('\n') };
};

const marker = 'marker-of-a-secret-0123456789';
const ami = { AMI_HOST: 'pbx.example.com', AMI_USERNAME: 'cti', AMI_SECRET: marker };

it('shows what is in force, and of every secret only that it is set', async () => {
  const names = Object.entries(settings).filter(([, one]) => 'secret' in one && one.secret);
  const secrets = Object.fromEntries(names.map(([name]) => [name, marker]));
  const { code, text } = await check(
    {
      ...secrets,
      ...ami,
      AMI_CONTROL_USERNAME: 'writer',
      SUITECRM_URL: `https://someone:${marker}@crm.example.com/`,
      REDIS_URL: `rediss://relay:${marker}@redis.example.com:6380`,
      SUITECRM_CLIENT_ID: 'client',
      SUITECRM_USERNAME: 'relay',
    },
    {
      agents: [{ id: 'anna', name: 'Anna', extensions: ['1001'], token: `cti_${marker}` }],
      retentionDays: 90,
    },
  );
  expect(code).toBe(0);
  expect(text).not.toContain(marker);
  expect(text).toMatch(/^ {2}pbxs\.0\.host +pbx\.example\.com$/m);
  expect(text).toMatch(/^ {2}pbxs\.0\.secret +set$/m);
  expect(text).toMatch(/^ {2}retentionDays +90$/m);
  expect(text).toMatch(/^ {2}suitecrm\.url +https:\/\/\*\*\*@crm\.example\.com\/$/m);
  expect(text).toMatch(/^ {2}elevenlabs\.apiKey +set$/m);
  expect(text).toMatch(/^ {2}agents\.0 +anna \(Anna\) on pbx: 1001; token set$/m);
  expect(text).toMatch(/^ {2}redis\.url +rediss:\/\/\*\*\*@redis\.example\.com:6380$/m);
});

it('says what is not set, and what is weak', async () => {
  const { text } = await check(ami);
  expect(text).toMatch(/^ {2}http\.apiKey +not set$/m);
  expect(text).toMatch(/^ {2}suitecrm +not set$/m);
  expect(text).toMatch(/^warn {2}API_KEY is not set/m);
  expect(text).toMatch(/^note {2}Numbers without a country code/m);
});

it('names everything that is wrong, as the start does', async () => {
  const wrong = check({ AMI_HOTS: 'pbx', PORT: 'http' }, { numbrs: {} });
  await expect(wrong).rejects.toThrow(
    /AMI_HOTS[^]*did you mean AMI_HOST\?[^]*PORT: found "http"[^]*config\.json: numbrs/,
  );
});
