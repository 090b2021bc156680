import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../../tests/support/temp-folder';
import { silentLogger, type Logger } from '../../shared/logger';
import { fileSource, policySource, readPolicy, registrySource, registryText } from './policy';

const read = async (text: string | null) => {
  const path = join(tempFolder('policy'), 'policy.json');
  if (text !== null) await writeFile(path, text);
  const lines: unknown[] = [];
  const log: Logger = { ...silentLogger, error: (message, fields) => void lines.push([message, fields]) };
  return { path, lines, ...(await readPolicy(fileSource(path), log)) };
};

describe('the policy of IT', () => {
  it('is none where there is no file', async () => {
    const { managed, policy, lines } = await read(null);
    expect({ managed, policy, lines }).toEqual({
      managed: { source: null, locked: [], problem: null },
      policy: {},
      lines: [],
    });
  });

  it('locks what it names, with or without a byte order mark', async () => {
    const policy = { relayUrls: ['https://relay.example.com'], settings: { popWhen: 'ring', sound: 'none' } };
    const { managed, path, ...rest } = await read(`\uFEFF${JSON.stringify(policy)}`);
    expect(rest.policy).toEqual(policy);
    expect(managed).toEqual({ source: path, locked: ['popWhen', 'relayUrls', 'sound'], problem: null });
  });

  it.each([
    ['{', 'not valid JSON'],
    ['[]', 'expected object'],
    ['{"relayUrl":"https://x"}', 'relayUrl'],
    ['{"relayUrls":["ftp://x"]}', 'relayUrls.0: must be an address'],
    ['{"settings":{"popWhen":"sometimes"}}', 'settings.popWhen'],
    ['{"settings":{"colour":"red"}}', 'colour'],
    ['{"settings":{"quiet":null}}', 'quiet'],
  ])('%s does not count, and says why', async (text, why) => {
    const { managed, policy, lines } = await read(text);
    expect(policy).toEqual({});
    expect(managed.locked).toEqual([]);
    expect(managed.problem).toContain(why);
    expect(lines).toHaveLength(1);
  });

  it('says so where the file can not be read', async () => {
    const { managed } = await readPolicy(fileSource(tempFolder('policy')), silentLogger);
    expect(managed.problem).toContain('EISDIR');
  });
});

describe('the registry of Windows', () => {
  const printed =
    '\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\CTI Companion\r\n    Policy    REG_SZ    {"settings":{"sound":"none"}}\r\n\r\n';

  it('is read from what reg prints', async () => {
    expect(registryText(printed)).toBe('{"settings":{"sound":"none"}}');
    expect(registryText('ERROR: The system was unable to find the specified registry key')).toBeNull();
    const { managed } = await readPolicy(
      registrySource(() => Promise.resolve({ stdout: printed })),
      silentLogger,
    );
    expect(managed.locked).toEqual(['sound']);
  });

  it('is no policy where the key is not there', async () => {
    const gone = registrySource(() => Promise.reject(new Error('exit code 1')));
    expect((await readPolicy(gone, silentLogger)).managed.source).toBeNull();
  });
});

it.each([
  ['linux', '/etc/cti-companion/policy.json'],
  ['darwin', '/Library/Application Support/CTI Companion/policy.json'],
  ['win32', 'HKLM\\SOFTWARE\\Policies\\CTI Companion'],
] as const)('is looked for on %s at %s', (platform, name) => {
  expect(policySource(platform)?.name).toBe(name);
});
