/** The settings in force, each with where it came from. */
import type { Setting } from '../../shared/protocol/settings';
import type { Config } from './config';
import type { EnvironmentValues, SettingName } from './environment';
import { inForce } from './in-force';

const variables: Record<string, SettingName> = {
  environment: 'NODE_ENV',
  'http.host': 'HOST',
  'http.port': 'PORT',
  'http.trustProxy': 'TRUST_PROXY',
  'http.allowedOrigins': 'ALLOWED_ORIGINS',
  'http.apiKey': 'API_KEY',
  'http.tls': 'TLS_CERT',
  'http.tls.cert': 'TLS_CERT',
  'http.tls.certPath': 'TLS_CERT',
  'http.tls.validUntil': 'TLS_CERT',
  'http.tls.key': 'TLS_KEY',
  'http.tls.keyPath': 'TLS_KEY',
  'pbxs.0.host': 'AMI_HOST',
  'pbxs.0.port': 'AMI_PORT',
  'pbxs.0.username': 'AMI_USERNAME',
  'pbxs.0.secret': 'AMI_SECRET',
  'pbxs.0.tls': 'AMI_TLS',
  'pbxs.0.tls.rejectUnauthorized': 'AMI_TLS',
  'pbxs.0.control.username': 'AMI_CONTROL_USERNAME',
  'pbxs.0.control.secret': 'AMI_CONTROL_SECRET',
  suitecrm: 'SUITECRM_URL',
  'suitecrm.url': 'SUITECRM_URL',
  'suitecrm.clientId': 'SUITECRM_CLIENT_ID',
  'suitecrm.clientSecret': 'SUITECRM_CLIENT_SECRET',
  'suitecrm.user': 'SUITECRM_USERNAME',
  'suitecrm.user.username': 'SUITECRM_USERNAME',
  'suitecrm.user.password': 'SUITECRM_PASSWORD',
  'elevenlabs.secrets': 'ELEVENLABS_WEBHOOK_SECRET',
  'elevenlabs.initiationSecrets': 'ELEVENLABS_INITIATION_SECRET',
  'elevenlabs.apiKey': 'ELEVENLABS_API_KEY',
  'log.level': 'LOG_LEVEL',
  'log.dir': 'LOG_DIR',
  dataDir: 'DATA_DIR',
  redisUrl: 'REDIS_URL',
  defaultCountry: 'DEFAULT_COUNTRY',
};

/** Where it stands in config.json under another path than in the relay. */
const inFile = (path: string): string[] => [
  path,
  ...(path === 'log.retentionDays' ? ['logRetentionDays'] : []),
  // What holds for all PBXs.
  ...(/^pbxs\.\d+\.(dial|dialplan|numbers)\./.test(path) ? [path.replace(/^pbxs\.\d+\./, '')] : []),
];

const stands = (file: unknown, path: string): boolean => {
  let inner = file;
  for (const key of path.split('.')) {
    if (typeof inner !== 'object' || inner === null) return false;
    inner = new Map<string, unknown>(Object.entries(inner)).get(key);
  }
  return inner !== undefined;
};

/**
 * @param values what the environment sets
 * @param file config.json as it was read; null where there is none
 */
export const effectiveSettings = (
  { agents, ...config }: Config,
  values: EnvironmentValues,
  file: unknown,
): Setting[] => {
  const list = [...inForce(config), ['agents', agents.map(({ agent }) => agent.id)] as const];
  return list.map(([path, value]): Setting => {
    const variable = variables[path] ?? null;
    const source =
      variable !== null && values[variable] !== undefined
        ? 'env'
        : inFile(path).some((one) => stands(file, one))
          ? 'file'
          : 'default';
    return { path, value, source, variable };
  });
};
