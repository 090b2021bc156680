import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors';
import { loadConfig } from './load';
import type { ConfigProblem } from './problem';
import { tempFolder } from '../../../tests/support/temp-folder';

const folder = (files: Record<string, string> = {}): string => {
  const path = tempFolder('config');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
};
const ami = { AMI_HOST: 'pbx.example', AMI_USERNAME: 'cti', AMI_SECRET: 'ami-secret-value' };

const load = (env: Record<string, string>, files: Record<string, string> = {}) =>
  loadConfig({ env, cwd: folder(files) });

const problemsOf = (env: Record<string, string>, files: Record<string, string> = {}): ConfigProblem[] => {
  try {
    load(env, files);
  } catch (error) {
    if (error instanceof AppError && error.code === 'config') return error.details as ConfigProblem[];
    throw error;
  }
  return [];
};

describe('what is enough', () => {
  it('is host, user and secret of the PBX', () => {
    const { config } = load(ami);
    expect(config.pbxs).toEqual([
      {
        id: 'pbx',
        host: 'pbx.example',
        port: 5038,
        username: 'cti',
        secret: 'ami-secret-value',
        tls: null,
        control: { username: 'cti', secret: 'ami-secret-value' },
        dial: {},
        dialplan: {},
        phones: {},
        numbers: { rewrite: [] },
      },
    ]);
    expect(config.suitecrm).toBeNull();
    expect(config.http).toMatchObject({ host: '127.0.0.1', port: 3000, tls: null, apiKey: null });
    expect(Object.isFrozen(config.webSocket)).toBe(true);
  });

  it('takes several PBXs from config.json instead', () => {
    const file = { pbxs: [{ id: 'north', host: 'n', username: 'u', secret: 's' }] };
    expect(load({}, { 'config.json': JSON.stringify(file) }).config.pbxs[0]?.id).toBe('north');
  });

  it('gives each PBX what holds for all, under what it has of its own', () => {
    const [zero, nine] = [[{ match: '^00', replace: '+' }], [{ match: '^9', replace: '' }]];
    const file = {
      pbxs: [pbx('a'), { ...pbx('b'), dial: { prefix: '9' }, numbers: { rewrite: nine } }],
      dial: { prefix: '0', context: 'office' },
      numbers: { rewrite: zero },
    };
    const { pbxs } = load({}, { 'config.json': JSON.stringify(file) }).config;
    expect(pbxs).toMatchObject([
      { dial: { prefix: '0', context: 'office' }, numbers: { rewrite: zero } },
      { dial: { prefix: '9', context: 'office' }, numbers: { rewrite: nine } },
    ]);
  });

  it('is nothing for a command that asks no PBX', () => {
    const { config } = loadConfig({ env: {}, cwd: folder(), needsPbx: false });
    expect(config.pbxs).toMatchObject([{ id: 'pbx' }]);
  });

  it('listens beyond this machine only behind TLS or a proxy', () => {
    expect(load({ ...ami, TRUST_PROXY: 'true' }).config.http.host).toBe('0.0.0.0');
    expect(load({ ...ami, TRUST_PROXY: 'true', HOST: '10.0.0.5' }).config.http.host).toBe('10.0.0.5');
  });

  it('reads .env without overriding what is exported', () => {
    const env = 'AMI_HOST=from-file\nAMI_PORT=6000\nAMI_USERNAME=cti\nAMI_SECRET=s\n';
    const { config } = load({ AMI_HOST: 'exported' }, { '.env': env });
    expect(config.pbxs[0]).toMatchObject({ host: 'exported', port: 6000 });
  });

  it('reads a secret from NAME_FILE', () => {
    const cwd = folder({ secret: 'from-a-file\n' });
    const env = { AMI_HOST: 'a', AMI_USERNAME: 'b', AMI_SECRET_FILE: join(cwd, 'secret') };
    expect(loadConfig({ env, cwd }).config.pbxs[0]?.secret).toBe('from-a-file');
  });

  it('takes WS_PORT with a warning', () => {
    expect(load({ ...ami, WS_PORT: '8080' }).warnings.join()).toContain('WS_PORT is deprecated');
  });

  it('says which country it takes where none is set', () => {
    expect(load(ami).notes.join()).toContain('as numbers of Germany (DE). Set DEFAULT_COUNTRY');
    expect(load({ ...ami, DEFAULT_COUNTRY: 'US' }).notes).toEqual([]);
  });

  it('takes an address of Redis, and prints nothing of a wrong one', () => {
    const url = 'rediss://relay:secret-0123456789@redis.example.com:6380/2';
    const file = { 'config.json': JSON.stringify({ redis: { prefix: 'house:', leaseSeconds: 5 } }) };
    expect(load({ ...ami, REDIS_URL: url }, file).config.redis).toMatchObject({
      url,
      prefix: 'house:',
      leaseMs: 5_000,
      keepHours: 72,
    });
    expect(load(ami).config.redis).toBeNull();
    const problems = problemsOf({ ...ami, REDIS_URL: 'http://x:secret-0123456789@redis' });
    expect(problems).toMatchObject([
      { name: 'REDIS_URL', allowed: expect.stringContaining('redis://') as string },
    ]);
    expect(JSON.stringify(problems)).not.toContain('secret-0123456789');
  });

  it('takes the webhook secrets of both places, each once', () => {
    const secrets = ['wsec_from-the-file-0123456789', 'wsec_one-0123456789'];
    const file = { 'config.json': JSON.stringify({ elevenlabs: { secrets } }) };
    const env = { ...ami, ELEVENLABS_WEBHOOK_SECRET: 'wsec_one-0123456789, wsec_two-0123456789,' };
    expect(load(env, file).config.elevenlabs.secrets).toEqual([
      'wsec_one-0123456789',
      'wsec_two-0123456789',
      'wsec_from-the-file-0123456789',
    ]);
  });

  it('keeps only the hash of a configured agent token', () => {
    const agents = [{ id: 'anna', name: 'Anna', extensions: ['1001'], token: 'cti_0123456789abcdef' }];
    const { config } = load(ami, { 'config.json': JSON.stringify({ agents }) });
    expect(config.agents[0]?.agent.pbxId).toBe('pbx');
    expect(JSON.stringify(config)).not.toContain('cti_0123456789abcdef');
  });
});

it('an unknown placeholder is named, with all that there are', () => {
  const files = { 'config.json': JSON.stringify({ callLog: { subject: 'Call {quue}, {details}' } }) };
  expect(() => load(ami, files)).toThrow(
    /callLog\.subject: found "Call \{quue\}, \{details\}"; allowed: there is no \{quue\} \(did you mean \{queue\}\?\).*\{title\}.*\n.*there is no \{details\}/,
  );
});

it('the examples of the project are right', () => {
  const example = (name: string): string => readFileSync(join(import.meta.dirname, '../../..', name), 'utf8');
  const commented = example('.env.example').replace(/^#(?=[A-Z_]+=)/gm, '');
  const given = commented.replace(/^(\w+)=$/gm, '$1=something').replace(/^TLS_.*$/gm, '');
  const files = { '.env': given, 'config.json': example('config.example.json') };
  expect(load({}, files).config.suitecrm?.url).toBe('https://crm.example.com');
});

describe('what stops the start', () => {
  it('a config.json that is no JSON, of which nothing is quoted', () => {
    const files = { 'config.json': '{"agents": [{"token": cti_0123456789abcdef}]}' };
    expect(() => load(ami, files)).toThrow(/config\.json: it can not be read/);
    expect(() => load(ami, files)).not.toThrow(/cti_/);
  });

  it.each<[string, Record<string, string>, string, RegExp]>([
    ['a missing host', { AMI_USERNAME: 'a', AMI_SECRET: 'b' }, 'AMI_HOST', /missing/],
    ['a missing secret', { AMI_HOST: 'a', AMI_USERNAME: 'b' }, 'AMI_SECRET', /missing/],
    ['a typing error', { ...ami, AMI_HOTS: 'x' }, 'AMI_HOTS', /did you mean AMI_HOST/],
    ['another', { ...ami, SUITECRM_PASWORD: 'x' }, 'SUITECRM_PASWORD', /did you mean SUITECRM_PASSWORD/],
    ['one under a shared prefix', { ...ami, LOG_LEVL: 'x' }, 'LOG_LEVL', /did you mean LOG_LEVEL/],
    ['a wrong port', { ...ami, PORT: '99999' }, 'PORT', /0 to 65535/],
    ['a wrong level', { ...ami, LOG_LEVEL: 'loud' }, 'LOG_LEVEL', /"loud".*error, warn, info/],
    ['a wrong URL', { ...ami, SUITECRM_URL: 'crm' }, 'SUITECRM_URL', /https:/],
    ['half of the CRM', { ...ami, SUITECRM_URL: 'https://crm.example' }, 'SUITECRM_CLIENT_ID', /missing/],
    ['half of TLS', { ...ami, TLS_CERT: '/x' }, 'TLS_KEY', /missing/],
    ['a secret file that is not there', { ...ami, API_KEY_FILE: '/none' }, 'API_KEY_FILE', /can not be read/],
    ['half of the control login', { ...ami, AMI_CONTROL_USERNAME: 'w' }, 'AMI_CONTROL_SECRET', /missing/],
    ['a config.json that is not there', { ...ami, CONFIG: 'none.json' }, 'CONFIG', /does not exist/],
  ])('%s', (_, env, name, text) => {
    const found = problemsOf(env).find((problem) => problem.name === name);
    expect(`${found?.found} ${found?.allowed}`).toMatch(text);
  });

  it.each<[string, object, string]>([
    ['an unknown name', { retentionDay: 3 }, 'config.json: retentionDay'],
    [
      'an unknown name inside',
      { webSocket: { heartbeatSecond: 3 } },
      'config.json: webSocket.heartbeatSecond',
    ],
    ['a wrong value', { retentionDays: 'long' }, 'config.json: retentionDays'],
    ['a PBX twice', { pbxs: [pbx('a'), pbx('a')] }, 'config.json: pbxs'],
    [
      'a pattern that can take for ever',
      { numbers: { rewrite: [{ match: '^(\\d+)+$', replace: '' }] } },
      'config.json: numbers.rewrite.0.match',
    ],
    [
      'a rule of one PBX',
      { pbxs: [{ ...pbx('a'), numbers: { rewrite: [{ match: '^0', replace: 'x' }] } }] },
      'config.json: pbxs.0.numbers.rewrite.0.replace',
    ],
    ['a placeholder that there is not', { callLog: { subject: '{quue}' } }, 'config.json: callLog.subject'],
    [
      'a placeholder of a recording that there is not',
      { recordings: { url: 'https://pbx.example/{pth}' } },
      'config.json: recordings.url',
    ],
    ['no address', { recordings: { url: 'pbx.example/{path}' } }, 'config.json: recordings.url'],
    ['another program', { recordings: { url: 'file:///{path}' } }, 'config.json: recordings.url'],
    [
      'a password for all agents',
      { recordings: { url: 'https://u:p@pbx.example/{path}' } },
      'config.json: recordings.url',
    ],
    [
      'a file that chooses the host',
      { recordings: { url: 'https://{file}.example/' } },
      'config.json: recordings.url',
    ],
    ['a folder of nowhere', { recordings: { folder: 'monitor' } }, 'config.json: recordings.folder'],
    ['a user that can not be one', { callLog: { userId: 'anna' } }, 'config.json: callLog.userId'],
    ['a short webhook secret', { elevenlabs: { secrets: ['hush'] } }, 'config.json: elevenlabs.secrets.0'],
    [
      'no address',
      { elevenlabs: { allowedAddresses: ['a/8'] } },
      'config.json: elevenlabs.allowedAddresses.0',
    ],
    ['times that can not be', { elevenlabs: { lateMinutes: 3 } }, 'config.json: elevenlabs.lateMinutes'],
    [
      'recordings for the CRM that are not kept',
      { elevenlabs: { keepAudio: false, audioToCrm: { enabled: true } } },
      'config.json: elevenlabs.audioToCrm.enabled',
    ],
    ['an agent of no PBX', { agents: [agent({ pbxId: 'south' })] }, 'config.json: agents.0.pbxId'],
    ['an agent twice', { agents: [agent(), agent()] }, 'config.json: agents.1.id'],
  ])('in config.json: %s', (_, file, name) => {
    const env = 'pbxs' in file ? {} : ami;
    expect(problemsOf(env, { 'config.json': JSON.stringify(file) }).map((p) => p.name)).toContain(name);
  });

  it('PBXs named in two places: each AMI_ setting that is too much', () => {
    const file = { 'config.json': JSON.stringify({ pbxs: [pbx('a')] }) };
    const found = problemsOf({ ...ami, AMI_TLS: 'false' }, file);
    expect(found.map((problem) => problem.name)).toEqual([...Object.keys(ami), 'AMI_TLS']);
    expect(found[0]?.allowed).toMatch(/AMI_\* for one, pbxs in config\.json for several/);
  });

  it('a short secret of the webhook, which is not shown', () => {
    const [problem] = problemsOf({ ...ami, ELEVENLABS_WEBHOOK_SECRET: 'hush' });
    expect(problem?.name).toBe('ELEVENLABS_WEBHOOK_SECRET');
    const file = { 'config.json': JSON.stringify({ elevenlabs: { secrets: ['hush'] } }) };
    expect(JSON.stringify([problem, problemsOf(ami, file)])).not.toContain('hush');
  });

  it('names config.json when it is no JSON', () => {
    expect(problemsOf(ami, { 'config.json': '{,' })[0]?.name).toMatch(/config\.json$/);
  });

  it('says everything at once, and never a secret', () => {
    const env = {
      AMI_SECRET: 'x'.repeat(5_000),
      AMI_HOTS: '1',
      PORT: 'x',
      API_KEY: 'key',
      API_KEY_FILE: '/a',
    };
    const names = problemsOf(env).map((problem) => problem.name);
    expect(names).toEqual(
      expect.arrayContaining(['AMI_HOTS', 'PORT', 'API_KEY', 'AMI_HOST', 'AMI_USERNAME']),
    );
    expect(names).toContain('AMI_SECRET');
    expect(JSON.stringify(problemsOf(env))).not.toContain('xxxx');
  });

  it('leaves the names of other programs alone', () => {
    expect(problemsOf({ ...ami, LOG_FORMAT: 'json', API_URL: 'x', PATH: '/bin', DATA_SOURCE: 'x' })).toEqual(
      [],
    );
  });
});

function pbx(id: string) {
  return { id, host: 'h', username: 'u', secret: 's' };
}
function agent(more: object = {}) {
  return { id: 'anna', name: 'Anna', extensions: ['1001'], ...more };
}
