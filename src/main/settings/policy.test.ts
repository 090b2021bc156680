import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../../tests/support/temp-folder';
import { silentLogger, type Logger } from '../../shared/logger';
import { fileSource, policySources, readPolicy } from './policy';
import { managedPreferences, registrySource, registryText } from './policy-system';

const read = async (text: string | null) => {
  const path = join(tempFolder('policy'), 'policy.json');
  if (text !== null) await writeFile(path, text);
  const lines: unknown[] = [];
  const log: Logger = { ...silentLogger, error: (message, fields) => void lines.push([message, fields]) };
  return { path, lines, ...(await readPolicy([fileSource(path)], log)) };
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
    const { managed } = await readPolicy([fileSource(tempFolder('policy'))], silentLogger);
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
      [registrySource(() => Promise.resolve({ stdout: printed }))],
      silentLogger,
    );
    expect(managed.locked).toEqual(['sound']);
  });

  it('is no policy where the key is not there', async () => {
    const gone = registrySource(() => Promise.reject(new Error('exit code 1')));
    expect((await readPolicy([gone], silentLogger)).managed.source).toBeNull();
  });
});

it.each([
  ['linux', '/etc/cti-companion/policy.json'],
  ['darwin', '/Library/Application Support/CTI Companion/policy.json'],
  ['win32', 'HKLM\\SOFTWARE\\Policies\\CTI Companion'],
] as const)('is looked for on %s at %s', (platform, name) => {
  expect(policySources(platform).at(-1)?.name).toBe(name);
});

/** A tool of the system, as far as it is asked here. */
const withTool = async <T>(name: string, script: string, act: () => Promise<T>): Promise<T> => {
  const folder = tempFolder('tools');
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const { PATH } = process.env;
  process.env.PATH = `${folder}:${PATH ?? ''}`;
  try {
    return await act();
  } finally {
    process.env.PATH = PATH;
  }
};

describe('values of the registry, one by one', () => {
  const key = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\CTI Companion';
  const printed = (...lines: string[]): string => `\r\n${lines.join('\r\n')}\r\n\r\n`;
  const read = async (text: string) => {
    const answer = join(tempFolder('answer'), 'printed');
    await writeFile(answer, text);
    // It is asked for this key with all below it, in the registry of 64-bit programs.
    const script = `[ "$*" = "query HKLM\\\\SOFTWARE\\\\Policies\\\\CTI Companion /s /reg:64" ] || exit 9\ncat '${answer}'`;
    return withTool('reg', script, () => readPolicy([registrySource()], silentLogger));
  };

  it('lock what they name, in the types of the registry', async () => {
    const { policy, managed } = await read(
      printed(
        key,
        '    RelayUrls    REG_MULTI_SZ    https://a.example\\0https://b.example',
        '',
        `${key}\\Settings`,
        '    popWhen    REG_SZ    ring',
        '    STARTATLOGIN    REG_DWORD    0x1',
        '    soundVolume    REG_DWORD    0x28',
        '    quietLets    REG_SZ    {"direct":true,"handOvers":false}',
        '    dialHotkey    REG_SZ    null',
      ),
    );
    expect(policy).toEqual({
      relayUrls: ['https://a.example', 'https://b.example'],
      settings: {
        popWhen: 'ring',
        startAtLogin: true,
        soundVolume: 40,
        quietLets: { direct: true, handOvers: false },
        dialHotkey: null,
      },
    });
    expect(managed).toMatchObject({ source: 'HKLM\\SOFTWARE\\Policies\\CTI Companion', problem: null });
  });

  it.each([
    ['    popWhen    REG_SZ    sometimes', 'settings.popWhen'],
    ['    startAtLogin    REG_DWORD    0x2', 'settings.startAtLogin'],
    ['    soundVolume    REG_SZ    loud', 'settings.soundVolume'],
    ['    colour    REG_SZ    red', 'colour'],
  ])('%s: is named, and nothing counts', async (line, name) => {
    const { policy, managed } = await read(printed(`${key}\\settings`, line));
    expect(policy).toEqual({});
    expect(managed.problem).toContain(name);
  });

  it('are none where reg finds no key', async () => {
    const read = await withTool('reg', 'echo ERROR >&2; exit 1', () =>
      readPolicy([registrySource()], silentLogger),
    );
    expect(read.managed.source).toBeNull();
  });
});

describe('managed preferences of macOS', () => {
  const plist = async (text: string) => {
    const folder = tempFolder('preferences');
    const path = join(folder, 'com.cti-companion.desktop.plist');
    await writeFile(path, text);
    const read = await withTool('plutil', 'for last; do :; done; cat "$last"', () =>
      readPolicy(managedPreferences(folder), silentLogger),
    );
    return { path, ...read };
  };

  it('count, without what the system adds', async () => {
    const settings = { popWhen: 'answer', startAtLogin: true };
    const { path, policy, managed } = await plist(JSON.stringify({ PayloadUUID: 'x', settings }));
    expect(policy).toEqual({ settings });
    expect(managed).toEqual({ source: path, locked: ['popWhen', 'startAtLogin'], problem: null });
  });

  it('that are wrong are named', async () => {
    expect((await plist('{"settings":{"theme":"pink"}}')).managed.problem).toContain('settings.theme');
  });
});
