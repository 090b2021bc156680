/** The environment: which names exist, what each may hold, and what is said about one that is wrong. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { logLevels } from '../../shared/protocol/log-level';
import { nearest } from './nearest';
import type { ConfigProblem } from './problem';

export type Environment = Readonly<Record<string, string | undefined>>;

const port = z.coerce.number().int().min(0).max(65_535);
const flag = z.enum(['true', 'false', '1', '0', 'yes', 'no']).transform((v) => /^(true|1|yes)$/.test(v));
const text = z.string().max(500);
const secret = z.string().min(1).max(4_000);
const origins = z
  .string()
  .transform((value) => value.split(',').map((part) => part.trim().replace(/\/$/, '')))
  .pipe(z.array(z.url({ protocol: /^https?$/ })));

interface Setting {
  schema: z.ZodType;
  allowed: string;
  /** Its value is never printed, and `NAME_FILE` may name a file that holds it. */
  secret?: true;
}

export const settings = {
  NODE_ENV: {
    schema: z.enum(['production', 'development', 'test']),
    allowed: 'production, development or test',
  },
  CONFIG: { schema: text, allowed: 'the path of a config.json' },
  HOST: { schema: text, allowed: 'an address to listen on, e.g. 127.0.0.1 or 0.0.0.0' },
  PORT: { schema: port, allowed: 'a port from 0 to 65535' },
  WS_PORT: { schema: port, allowed: 'a port from 0 to 65535' },
  AMI_HOST: { schema: text, allowed: 'the host name or address of Asterisk' },
  AMI_PORT: { schema: port.min(1), allowed: 'a port from 1 to 65535' },
  AMI_USERNAME: { schema: text, allowed: 'the name of a manager.conf user' },
  AMI_SECRET: { schema: secret, allowed: 'the secret of that manager.conf user', secret: true },
  AMI_TLS: { schema: flag, allowed: 'true or false' },
  AMI_CONTROL_USERNAME: { schema: text, allowed: 'the name of a manager.conf user that may write' },
  AMI_CONTROL_SECRET: { schema: secret, allowed: 'the secret of that user', secret: true },
  ELEVENLABS_WEBHOOK_SECRET: { schema: secret, allowed: 'the secret of the webhook', secret: true },
  ELEVENLABS_INITIATION_SECRET: {
    schema: secret,
    allowed: 'the secret that ElevenLabs sends in a header when a conversation begins',
    secret: true,
  },
  ELEVENLABS_API_KEY: {
    schema: secret.regex(/^[\x21-\x7e]+$/),
    allowed: 'an API key of ElevenLabs that may read conversations',
    secret: true,
  },
  SUITECRM_URL: {
    schema: z.url({ protocol: /^https?$/ }),
    allowed: 'the address of SuiteCRM, e.g. https://crm.example.com',
  },
  SUITECRM_CLIENT_ID: { schema: text, allowed: 'the id of the OAuth2 client in SuiteCRM' },
  SUITECRM_CLIENT_SECRET: { schema: secret, allowed: 'the secret of that client', secret: true },
  SUITECRM_USERNAME: { schema: text, allowed: 'the service account that logs the calls' },
  SUITECRM_PASSWORD: { schema: secret, allowed: 'the password of that account', secret: true },
  API_KEY: {
    schema: secret,
    allowed: 'a long random text, e.g. from `openssl rand -hex 32`',
    secret: true,
  },
  ALLOWED_ORIGINS: {
    schema: origins,
    allowed: 'web addresses parted by commas, e.g. https://desk.example.com',
  },
  LOG_LEVEL: { schema: z.enum(logLevels), allowed: logLevels.join(', ') },
  LOG_DIR: { schema: text, allowed: 'a folder for the log files' },
  DATA_DIR: { schema: text, allowed: 'a folder for relay.db' },
  REDIS_URL: {
    schema: secret.pipe(z.url({ protocol: /^rediss?$/, hostname: /./ })),
    allowed: 'redis://user:password@host:port/0, or rediss:// for TLS',
    secret: true,
  },
  DEFAULT_COUNTRY: {
    schema: z.string().regex(/^[A-Z]{2}$/),
    allowed: 'two capital letters (ISO 3166), e.g. DE or US',
  },
  TLS_CERT: { schema: text, allowed: 'the path of a PEM certificate (chain)' },
  TLS_KEY: { schema: text, allowed: 'the path of the PEM key' },
  TRUST_PROXY: {
    schema: flag.or(z.string().regex(/^[0-9a-fA-F.:/, ]+$/)),
    allowed: 'true, false, or the addresses of the proxies parted by commas',
  },
} satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;
export type EnvironmentValues = { [N in SettingName]?: z.output<(typeof settings)[N]['schema']> };

const entries: [string, Setting][] = Object.entries(settings);
const secretNames = entries.filter(([, setting]) => setting.secret).map(([name]) => name);
const known = [...Object.keys(settings), ...secretNames.map((name) => `${name}_FILE`)];

/** Names under these are ours alone; under the other families only a near miss is taken for a typing error. */
const ownFamilies = /^(AMI|SUITECRM|ELEVENLABS)_/;
const sharedFamilies = /^(API|LOG|DATA|TLS|TRUST|ALLOWED|DEFAULT|WS|REDIS)_/;

const unknownNames = (env: Environment): ConfigProblem[] =>
  Object.keys(env).flatMap((name) => {
    if (known.includes(name)) return [];
    const own = ownFamilies.test(name);
    const near = nearest(name, known, own ? 4 : 2);
    if (!own && !(sharedFamilies.test(name) && near)) return [];
    return [
      {
        name,
        found: 'there is no such setting',
        allowed: near ? `did you mean ${near}?` : 'remove it, or see config.example.json and .env.example',
      },
    ];
  });

/** The value of a setting, or of the file that `NAME_FILE` points to; an empty one counts as not set. */
const valueOf = (
  env: Environment,
  name: string,
  isSecret: boolean,
  problems: ConfigProblem[],
): string | null => {
  const direct = env[name]?.trim() ? env[name] : null;
  const file = isSecret ? env[`${name}_FILE`] : undefined;
  if (!file) return direct?.trim() ?? null;
  if (direct !== null) {
    problems.push({ name, found: `both ${name} and ${name}_FILE are set`, allowed: 'give one of them' });
    return null;
  }
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable';
    problems.push({
      name: `${name}_FILE`,
      found: `"${file}" can not be read (${reason})`,
      allowed: `the path of a file that holds ${setting(name).allowed}`,
    });
    return null;
  }
};

const setting = (name: string): Setting => {
  const found = entries.find(([key]) => key === name);
  if (!found) throw new Error(`no setting ${name}`);
  return found[1];
};

/** Parses what is set; a name that is not set is absent from the values. */
export const readEnvironment = (
  env: Environment,
): { values: EnvironmentValues; problems: ConfigProblem[] } => {
  const problems = unknownNames(env);
  const values: Record<string, unknown> = {};
  for (const [name, { schema, allowed, secret: isSecret = false }] of entries) {
    const raw = valueOf(env, name, isSecret, problems);
    if (raw === null) continue;
    const parsed = schema.safeParse(raw);
    if (parsed.success) values[name] = parsed.data;
    else
      problems.push({
        name,
        found: isSecret ? `its value (${raw.length} characters, not shown) is not allowed` : `found "${raw}"`,
        allowed: `allowed: ${allowed}`,
      });
  }
  return { values: values, problems };
};
