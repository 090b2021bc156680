/** env + config.json -> one frozen object, or one error that lists everything that is wrong. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { deepFreeze, type Config, type ConfiguredAgent, type PbxConfig } from './config';
import { readEnvironment, type Environment, type EnvironmentValues } from './environment';
import { readConfigFile, type FileSettings, type PbxEntry } from './file';
import { configError, type ConfigProblem } from './problem';

export interface LoadOptions {
  env: Environment;
  cwd: string;
  /** `--config`; wins over CONFIG and ./config.json. */
  configPath?: string | null;
}

export interface Loaded {
  config: Config;
  /** Sentences for the log: what is deprecated or weaker than it looks. */
  warnings: string[];
}

/** `.env` of the working directory under the real environment: what is exported wins. */
const withDotEnv = (env: Environment, cwd: string): Environment => {
  const path = join(cwd, '.env');
  return existsSync(path) ? { ...parseEnv(readFileSync(path, 'utf8')), ...env } : env;
};

const fileText = (name: string, path: string, problems: ConfigProblem[]): string => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    problems.push({ name, found: `"${path}" can not be read`, allowed: 'the path of a readable file' });
    return '';
  }
};

const configFilePath = (options: LoadOptions, values: EnvironmentValues, problems: ConfigProblem[]) => {
  const named = options.configPath ?? values.CONFIG;
  if (named === undefined) {
    const standard = join(options.cwd, 'config.json');
    return existsSync(standard) ? standard : null;
  }
  const path = resolve(options.cwd, named);
  if (existsSync(path)) return path;
  problems.push({ name: 'CONFIG', found: `"${path}" does not exist`, allowed: 'the path of a config.json' });
  return null;
};

const tlsOf = (values: EnvironmentValues, problems: ConfigProblem[]): Config['http']['tls'] => {
  if (values.TLS_CERT === undefined && values.TLS_KEY === undefined) return null;
  if (values.TLS_CERT === undefined || values.TLS_KEY === undefined) {
    const missing = values.TLS_CERT === undefined ? 'TLS_CERT' : 'TLS_KEY';
    problems.push({ name: missing, found: 'it is missing', allowed: 'TLS needs both TLS_CERT and TLS_KEY' });
    return null;
  }
  return {
    cert: fileText('TLS_CERT', values.TLS_CERT, problems),
    key: fileText('TLS_KEY', values.TLS_KEY, problems),
  };
};

const secretOf = (
  name: string,
  entry: { secret?: string | undefined; secretFile?: string | undefined },
  problems: ConfigProblem[],
): string => {
  if (entry.secret !== undefined && entry.secretFile === undefined) return entry.secret;
  if (entry.secretFile !== undefined && entry.secret === undefined)
    return fileText(`${name}.secretFile`, entry.secretFile, problems);
  problems.push({
    name: `${name}.secret`,
    found: entry.secret === undefined ? 'it is missing' : 'secret and secretFile are both given',
    allowed: 'give secret or secretFile',
  });
  return '';
};

const portOf = (tls: boolean): number => (tls ? 5039 : 5038);

const amiTls = (name: string, tls: PbxEntry['tls'], problems: ConfigProblem[]): PbxConfig['tls'] => {
  if (typeof tls === 'boolean') return tls ? { rejectUnauthorized: true } : null;
  const ca = tls.caFile === undefined ? undefined : fileText(`${name}.tls.caFile`, tls.caFile, problems);
  return { rejectUnauthorized: tls.verify, ...(ca !== undefined && { ca }) };
};

const pbxOfEntry = (entry: PbxEntry, index: number, problems: ConfigProblem[]): PbxConfig => {
  const name = `config.json: pbxs.${index}`;
  const login = { username: entry.username, secret: secretOf(name, entry, problems) };
  return {
    ...login,
    id: entry.id,
    host: entry.host,
    port: entry.port ?? portOf(entry.tls !== false),
    tls: amiTls(name, entry.tls, problems),
    control: entry.control
      ? { username: entry.control.username, secret: secretOf(`${name}.control`, entry.control, problems) }
      : login,
  };
};

const pbxsOf = (
  values: EnvironmentValues,
  file: FileSettings,
  given: Environment,
  problems: ConfigProblem[],
): PbxConfig[] => {
  if (file.pbxs) {
    if (values.AMI_HOST !== undefined)
      problems.push({
        name: 'AMI_HOST',
        found: 'it is set, and config.json has pbxs',
        allowed: 'name the PBXs in one place: AMI_* for one, pbxs in config.json for several',
      });
    const twice = file.pbxs.find(
      (pbx, index) => file.pbxs?.findIndex((other) => other.id === pbx.id) !== index,
    );
    if (twice)
      problems.push({
        name: 'config.json: pbxs',
        found: `the id "${twice.id}" twice`,
        allowed: 'ids that differ',
      });
    return file.pbxs.map((entry, index) => pbxOfEntry(entry, index, problems));
  }
  const required = ['AMI_HOST', 'AMI_USERNAME', 'AMI_SECRET'] as const;
  for (const name of required) {
    // Set but wrong has been said already.
    if (values[name] !== undefined || given[name]?.trim() || given[`${name}_FILE`]) continue;
    problems.push({ name, found: 'it is missing', allowed: 'the relay can not reach Asterisk without it' });
  }
  const { AMI_CONTROL_USERNAME: username, AMI_CONTROL_SECRET: secret, AMI_TLS: tls = false } = values;
  if ((username === undefined) !== (secret === undefined))
    problems.push({
      name: username === undefined ? 'AMI_CONTROL_USERNAME' : 'AMI_CONTROL_SECRET',
      found: 'it is missing',
      allowed: 'a login for writing needs both AMI_CONTROL_USERNAME and AMI_CONTROL_SECRET',
    });
  const login = { username: values.AMI_USERNAME ?? '', secret: values.AMI_SECRET ?? '' };
  const control = username !== undefined && secret !== undefined ? { username, secret } : login;
  return [
    {
      id: 'pbx',
      host: values.AMI_HOST ?? '',
      port: values.AMI_PORT ?? portOf(tls),
      ...login,
      tls: tls ? { rejectUnauthorized: true } : null,
      control,
    },
  ];
};

const suitecrmOf = (values: EnvironmentValues, problems: ConfigProblem[]): Config['suitecrm'] => {
  const { SUITECRM_URL: url, SUITECRM_CLIENT_ID: clientId, SUITECRM_CLIENT_SECRET: clientSecret } = values;
  const { SUITECRM_USERNAME: username, SUITECRM_PASSWORD: password } = values;
  const all = [url, clientId, clientSecret, username, password];
  if (all.every((value) => value === undefined)) return null;
  const missing = Object.entries({
    SUITECRM_URL: url,
    SUITECRM_CLIENT_ID: clientId,
    SUITECRM_CLIENT_SECRET: clientSecret,
    ...(password !== undefined && { SUITECRM_USERNAME: username }),
    ...(username !== undefined && { SUITECRM_PASSWORD: password }),
  }).filter(([, value]) => value === undefined);
  for (const [name] of missing)
    problems.push({
      name,
      found: 'it is missing',
      allowed: 'the call log needs it; without any SUITECRM_ setting the relay runs without a call log',
    });
  if (url === undefined || clientId === undefined || clientSecret === undefined) return null;
  const user = username !== undefined && password !== undefined ? { username, password } : null;
  return { url, clientId, clientSecret, user };
};

const agentsOf = (
  file: FileSettings,
  pbxs: readonly PbxConfig[],
  problems: ConfigProblem[],
): ConfiguredAgent[] =>
  file.agents.map(({ token, tokenHash, pbxId, ...rest }, index) => {
    const name = `config.json: agents.${index}`;
    const agent = { ...rest, pbxId: pbxId ?? pbxs[0]?.id ?? 'pbx' };
    if (!pbxs.some((pbx) => pbx.id === agent.pbxId))
      problems.push({
        name: `${name}.pbxId`,
        found: `found "${agent.pbxId}"`,
        allowed: `allowed: ${pbxs.map((pbx) => pbx.id).join(', ')}`,
      });
    if (file.agents.findIndex((other) => other.id === agent.id) !== index)
      problems.push({ name: `${name}.id`, found: `the id "${agent.id}" twice`, allowed: 'ids that differ' });
    if (token !== undefined && tokenHash !== undefined)
      problems.push({ name: `${name}.token`, found: 'token and tokenHash', allowed: 'give one of them' });
    const hash = token === undefined ? tokenHash : createHash('sha256').update(token).digest('hex');
    return { agent, tokenHash: hash ?? null };
  });

const warningsOf = (values: EnvironmentValues, config: Config): string[] => {
  const open = !config.http.tls && config.http.trustProxy === false && !isLoopback(config.http.host);
  return [
    values.WS_PORT !== undefined &&
      `WS_PORT is deprecated and not used: the WebSocket is at /ws on PORT ${config.http.port}.`,
    values.REDIS_URL !== undefined &&
      'REDIS_URL is set, but this version runs as one relay with its own SQLite file; the setting is not used.',
    values.ELEVENLABS_WEBHOOK_SECRET !== undefined &&
      'ELEVENLABS_WEBHOOK_SECRET is set, but this version has no ElevenLabs webhook yet; the setting is not used.',
    config.http.apiKey === null &&
      'API_KEY is not set, so the administration routes are closed; agents and calls work.',
    config.http.apiKey !== null &&
      config.http.apiKey.length < 16 &&
      'API_KEY is short; take a long random one, e.g. from `openssl rand -hex 32`.',
    open &&
      `HOST ${config.http.host} listens beyond this machine without TLS: tokens travel readable. Set TLS_CERT and TLS_KEY, or TRUST_PROXY behind a proxy.`,
  ].filter((warning) => warning !== false);
};

const isLoopback = (host: string): boolean => /^(localhost|127\.|::1$)/.test(host);

/** Throws `AppError('config')` with every problem in its message. */
export const loadConfig = (options: LoadOptions): Loaded => {
  const env = withDotEnv(options.env, options.cwd);
  const { values, problems } = readEnvironment(env);
  const read = readConfigFile(configFilePath(options, values, problems));
  problems.push(...read.problems);
  const file = read.values;
  const tls = tlsOf(values, problems);
  const pbxs = pbxsOf(values, file, env, problems);
  const trustProxy = values.TRUST_PROXY ?? false;
  const config: Config = {
    environment: values.NODE_ENV ?? 'production',
    http: {
      ...file.http,
      host: values.HOST ?? (tls !== null || trustProxy !== false ? '0.0.0.0' : '127.0.0.1'),
      port: values.PORT ?? 3000,
      tls,
      trustProxy,
      allowedOrigins: values.ALLOWED_ORIGINS ?? [],
      apiKey: values.API_KEY ?? null,
    },
    pbxs,
    dial: file.dial,
    dialplan: file.dialplan,
    suitecrm: suitecrmOf(values, problems),
    crm: file.crm,
    agents: agentsOf(file, pbxs, problems),
    webCompanion: file.webCompanion,
    webSocket: file.webSocket,
    log: {
      level: values.LOG_LEVEL ?? 'info',
      dir: resolve(options.cwd, values.LOG_DIR ?? 'logs'),
      retentionDays: file.logRetentionDays,
    },
    dataDir: resolve(options.cwd, values.DATA_DIR ?? 'data'),
    defaultCountry: values.DEFAULT_COUNTRY ?? 'DE',
    retentionDays: file.retentionDays,
  };
  if (problems.length > 0) throw configError(problems);
  return { config: deepFreeze(config), warnings: warningsOf(values, config) };
};
