/** What is said at the start of settings that are allowed, and weaker than they look. */
import type { Config, PbxConfig } from './config';
import type { EnvironmentValues } from './environment';

const isLoopback = (host: string): boolean => /^(localhost|127\.|::1$|\[::1\]$)/.test(host);

/** What installers and tutorials set; tried first by everybody who finds an open manager interface. */
const wellKnown = [
  'amp111',
  'amp109',
  'mysecret',
  'mysecretpassword',
  'password',
  'asterisk',
  'secret5',
  'changeme',
];

const isWeak = ({ username, secret }: { username: string; secret: string }): boolean =>
  secret !== '' && (secret.length < 12 || secret === username || wellKnown.includes(secret.toLowerCase()));

const amiWarnings = ({ id, host, tls, username, secret, control }: PbxConfig): (string | false)[] => [
  (isWeak({ username, secret }) || isWeak(control)) &&
    `The secret of the manager user of the PBX "${id}" is short or well known; give the user a long random one, e.g. from \`openssl rand -hex 32\`.`,
  host !== '' &&
    tls?.rejectUnauthorized === false &&
    `Whoever stands between the relay and the PBX "${id}" can read its manager secret: tls.verify is off.`,
];

export const warningsOf = (values: EnvironmentValues, config: Config, nowMs: number): string[] => {
  const open = !config.http.tls && config.http.trustProxy === false && !isLoopback(config.http.host);
  return [
    values.WS_PORT !== undefined &&
      `WS_PORT is deprecated and not used: the WebSocket is at /ws on PORT ${config.http.port}.`,
    config.elevenlabs.secrets.some((secret) => secret.length < 16) &&
      'A secret of the ElevenLabs webhook is short; take the one that ElevenLabs shows when the webhook is made.',
    config.elevenlabs.initiationSecrets.some((secret) => secret.length < 16) &&
      'ELEVENLABS_INITIATION_SECRET is short; take a long random one, e.g. from `openssl rand -hex 32`.',
    config.http.apiKey === null &&
      'API_KEY is not set, so the administration routes are closed; agents and calls work.',
    config.http.apiKey !== null &&
      config.http.apiKey.length < 16 &&
      'API_KEY is short; take a long random one, e.g. from `openssl rand -hex 32`.',
    ...config.pbxs.flatMap(amiWarnings),
    config.suitecrm !== null &&
      config.suitecrm.url.startsWith('http:') &&
      !isLoopback(new URL(config.suitecrm.url).hostname) &&
      'SUITECRM_URL is http, not https: the sign-in and all customers travel readable.',
    config.http.tls !== null &&
      Date.parse(config.http.tls.validUntil) < nowMs &&
      `The certificate in TLS_CERT has run out (${config.http.tls.validUntil}): desktops refuse it. A renewed file is taken without a restart.`,
    open &&
      `HOST ${config.http.host} listens beyond this machine without TLS: tokens travel readable. Set TLS_CERT and TLS_KEY, or TRUST_PROXY behind a proxy.`,
  ].filter((warning) => warning !== false);
};
