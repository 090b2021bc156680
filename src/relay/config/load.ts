/** env + config.json -> one frozen object, or one error that lists everything that is wrong. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { Setting } from '../../shared/protocol/settings';
import { deepFreeze, type Config, type ConfiguredAgent, type PbxConfig } from './config';
import { effectiveSettings } from './effective';
import { elevenLabsOf } from './elevenlabs';
import { readEnvironment, type Environment, type EnvironmentValues } from './environment';
import { redisOf } from './redis';
import { readConfigFile, type FileSettings } from './file';
import { pbxsOf } from './pbxs';
import { configError, type ConfigProblem } from './problem';
import { tlsOf } from './tls';
import { warningsOf } from './warnings';

export interface LoadOptions {
  env: Environment;
  cwd: string;
  /** `--config`; wins over CONFIG and ./config.json. */
  configPath?: string | null;
  /** False for a command that asks no PBX: then no AMI_ setting need be given. */
  needsPbx?: boolean;
  /** False where `.env` is what is being made. */
  dotEnv?: boolean;
}

export interface Loaded {
  config: Config;
  /** Sentences for the log: what is deprecated or weaker than it looks. */
  warnings: string[];
  /** The same for what was decided where nothing is set. */
  notes: string[];
  /** Each with where it came from. */
  settings: Setting[];
}

/** `.env` of the working directory under the real environment: what is exported wins. */
const withDotEnv = (env: Environment, cwd: string): Environment => {
  const path = join(cwd, '.env');
  return existsSync(path) ? { ...parseEnv(readFileSync(path, 'utf8')), ...env } : env;
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

/** @returns nothing; names a PBX that is not there, and a setting without what it needs */
const checkCrmAgents = (file: FileSettings, config: Config, problems: ConfigProblem[]): void => {
  const { signIn } = file.crm;
  const { enabled, pbxId } = file.crm.agents;
  const ids = config.pbxs.map(({ id }) => id);
  if (pbxId !== undefined && ids.length > 0 && !ids.includes(pbxId))
    problems.push({
      name: 'config.json: crm.agents.pbxId',
      found: `found "${pbxId}"`,
      allowed: `allowed: ${ids.join(', ')}`,
    });
  if (config.suitecrm !== null || problems.length > 0) return;
  for (const [name, on] of Object.entries({ 'crm.agents.enabled': enabled, 'crm.signIn': signIn }))
    if (on)
      problems.push({
        name: `config.json: ${name}`,
        found: 'there is no CRM',
        allowed: 'set the SUITECRM_ settings, or false',
      });
};

const notesOf = (values: EnvironmentValues, { defaultCountry }: Config): string[] => {
  if (values.DEFAULT_COUNTRY !== undefined) return [];
  const name = new Intl.DisplayNames('en', { type: 'region' }).of(defaultCountry);
  return [
    `Numbers without a country code are read as numbers of ${name ?? 'the country'} (${defaultCountry}). Set DEFAULT_COUNTRY to change that.`,
  ];
};

/** Throws `AppError('config')` with every problem in its message. */
export const loadConfig = (options: LoadOptions): Loaded => {
  const env = options.dotEnv === false ? options.env : withDotEnv(options.env, options.cwd);
  const { values, problems } = readEnvironment(env);
  const read = readConfigFile(configFilePath(options, values, problems));
  problems.push(...read.problems);
  const file = read.values;
  const tls = tlsOf(values, problems);
  const pbxs = pbxsOf(values, file, (options.needsPbx ?? true) ? env : null, problems);
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
    suitecrm: suitecrmOf(values, problems),
    crm: file.crm,
    callLog: file.callLog,
    recordings: file.recordings,
    elevenlabs: elevenLabsOf(
      file.elevenlabs,
      {
        webhook: values.ELEVENLABS_WEBHOOK_SECRET,
        initiation: values.ELEVENLABS_INITIATION_SECRET,
        apiKey: values.ELEVENLABS_API_KEY,
      },
      problems,
    ),
    agents: agentsOf(file, pbxs, problems),
    redis: redisOf(values.REDIS_URL, file.redis, hostname()),
    relays: file.relays,
    metrics: file.metrics,
    docs: file.docs,
    admin: file.admin,
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
    eventRetentionDays: file.eventRetentionDays,
    auditRetentionDays: file.auditRetentionDays,
  };
  checkCrmAgents(file, config, problems);
  if (problems.length > 0) throw configError(problems);
  return {
    config: deepFreeze(config),
    warnings: warningsOf(values, config, Date.now()),
    notes: notesOf(values, config),
    settings: effectiveSettings(config, values, read.given),
  };
};
