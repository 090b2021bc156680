import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/support/temp-folder';
import { loadConfig } from './load';

const fine = {
  AMI_HOST: 'pbx',
  AMI_USERNAME: 'cti',
  AMI_SECRET: 'a-long-random-secret',
  API_KEY: 'k'.repeat(32),
};
const warn = (env: Record<string, string>) =>
  loadConfig({ env: { ...fine, ...env }, cwd: tempFolder('warnings') }).warnings;
const crm = { SUITECRM_CLIENT_ID: 'c', SUITECRM_CLIENT_SECRET: 's' };

it.each([
  [{ AMI_SECRET: 'amp111' }, /manager user of the PBX "pbx" is short or well known/],
  [{ AMI_SECRET: 'MySecretPassword' }, /well known/],
  [{ AMI_CONTROL_USERNAME: 'writer', AMI_CONTROL_SECRET: 'short' }, /well known/],
  [{ AMI_USERNAME: 'cti-relay-user', AMI_SECRET: 'cti-relay-user' }, /well known/],
  [{ API_KEY: 'short' }, /API_KEY is short/],
  [{ API_KEY: '' }, /API_KEY is not set/],
  [{ HOST: '0.0.0.0' }, /without TLS/],
  [{ SUITECRM_URL: 'http://crm.example.com', ...crm }, /SUITECRM_URL is http/],
])('warns of %j', (env, sentence) => {
  const warnings = warn(env);
  expect(warnings).toEqual([expect.stringMatching(sentence)]);
});

it.each([
  [{}],
  [{ HOST: '0.0.0.0', TRUST_PROXY: 'true' }],
  [{ SUITECRM_URL: 'https://crm.example.com', ...crm }],
  [{ SUITECRM_URL: 'http://127.0.0.1:8080', ...crm }],
])('says nothing of %j', (env) => {
  expect(warn(env)).toEqual([]);
});

it('shows no secret', () => {
  const secrets = { AMI_SECRET: 'amp111', API_KEY: 'hunter2' };
  for (const secret of Object.values(secrets)) expect(warn(secrets).join()).not.toContain(secret);
});
