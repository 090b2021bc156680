/** Lists of the dashboard with something in them: series, jobs, settings, log lines, keys, audit entries. */
import { seriesSchema } from '../../src/shared/protocol/series';

export const since = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

export const aDayOfSeries = (minutes = 1_440) => {
  const step = 300;
  const count = Math.round((minutes * 60) / step);
  const now = Math.floor(Date.now() / (step * 1000)) * step * 1000;
  return seriesSchema.parse({
    bucketSeconds: step,
    points: Array.from({ length: count }, (_, index) => {
      const at = new Date(now - (count - 1 - index) * step * 1000);
      const hour = at.getUTCHours() + at.getUTCMinutes() / 60;
      const busy = Math.max(0, Math.sin(((hour - 6) / 12) * Math.PI));
      const calls = Math.round(busy * 14 + (index % 3) * busy);
      const missed = Math.round(calls * (0.06 + 0.05 * Math.sin(index / 9)));
      const pops = calls > 0;
      return {
        at: at.toISOString(),
        calls,
        answered: Math.max(0, Math.round(calls * 0.8) - missed),
        missed,
        popP50Ms: pops ? 1.4 + busy : null,
        popP99Ms: pops ? 4 + busy * 6 + (index % 17 === 0 ? 12 : 0) : null,
        amiLagMs: 1 + busy * 3 + (index % 23 === 0 ? 9 : 0),
      };
    }),
  });
};

const job = (index: number, patch: object = {}) => ({
  callId: `pbx:2.${index}`,
  kind: 'call',
  status: 'failed',
  startedAt: since(3_600 * (index + 1)),
  tries: 9,
  nextTryAt: null,
  error:
    'SuiteCRM refused the call: "Access denied" for module Calls. Check the role of the relay\'s account.',
  ...patch,
});
export const someJobs = () => [
  job(3),
  job(7, { kind: 'note', error: 'The record was deleted in SuiteCRM.' }),
  job(9, { kind: 'audio', error: 'The file is larger than SuiteCRM takes (20 MB).' }),
];
export const waitingJobs = () => [
  job(1, {
    status: 'pending',
    tries: 1,
    nextTryAt: since(-40),
    error: 'SuiteCRM did not answer within 20 s.',
  }),
  job(2, { status: 'pending', tries: 0, nextTryAt: since(1), error: null }),
];

const setting = (
  path: string,
  value: unknown,
  source: 'env' | 'file' | 'default',
  variable: string | null,
) => ({
  path,
  value,
  source,
  variable,
});
export const someSettings = () => [
  setting('environment', 'production', 'env', 'NODE_ENV'),
  setting('http.host', '127.0.0.1', 'default', 'HOST'),
  setting('http.port', 8443, 'env', 'PORT'),
  setting('http.apiKey', { set: true }, 'env', 'API_KEY'),
  setting('http.allowedOrigins', [], 'default', 'ALLOWED_ORIGINS'),
  setting('http.requestsPerMinute', 600, 'default', null),
  setting('pbxs.0.id', 'pbx', 'default', null),
  setting('pbxs.0.host', 'pbx.example.com', 'env', 'AMI_HOST'),
  setting('pbxs.0.username', 'cti-relay', 'env', 'AMI_USERNAME'),
  setting('pbxs.0.secret', { set: true }, 'env', 'AMI_SECRET'),
  setting('suitecrm.url', 'https://crm.example.com', 'env', 'SUITECRM_URL'),
  setting('suitecrm.clientSecret', { set: true }, 'env', 'SUITECRM_CLIENT_SECRET'),
  setting('suitecrm.user.password', { set: false }, 'default', 'SUITECRM_PASSWORD'),
  setting('crm.retry.maxSeconds', 900, 'file', null),
  setting('crm.index.enabled', true, 'file', null),
  setting('callLog.internalCalls', false, 'default', null),
  setting('elevenlabs.webhookSecret', { set: true }, 'env', 'ELEVENLABS_WEBHOOK_SECRET'),
  setting('elevenlabs.agents', ['agent_7', 'agent_8'], 'file', null),
  setting('log.level', 'info', 'default', 'LOG_LEVEL'),
  setting('dataDir', '/var/lib/cti-relay', 'env', 'DATA_DIR'),
];

export const someLogLines = () =>
  [
    ['info', 'The relay listens.', { url: 'https://127.0.0.1:8443', version: '0.1.0' }],
    ['info', 'Connected to Asterisk.', { pbx: 'pbx', version: '22.1.0' }],
    ['warn', 'SuiteCRM answers slowly.', { ms: 4_210, callId: 'pbx:2.1' }],
    ['error', 'SuiteCRM refused a call record.', { callId: 'pbx:2.3', code: 'crm_refused', tries: 9 }],
    ['debug', 'A pop was acknowledged.', { agentId: 'anna', callId: 'pbx:2.0', afterMs: 18 }],
  ].map(([level, message, fields], index) => ({
    seq: index + 1,
    at: since(400 - index * 60),
    level,
    message,
    fields,
  }));

export const someKeys = () => [
  {
    name: 'wallboard',
    scopes: ['read'],
    createdAt: since(86_400 * 40),
    createdBy: 'API_KEY',
    expiresAt: null,
    lastUsedAt: since(120),
  },
  {
    name: 'reporting-and-a-name-that-goes-on-and-on-to-60-characters-x',
    scopes: ['read', 'dial', 'admin'],
    createdAt: since(86_400 * 3),
    createdBy: 'admin:ines',
    expiresAt: since(-86_400 * 87),
    lastUsedAt: null,
  },
];

export const someAudit = () =>
  [
    ['admin:ines', 'agents.add', 'anna', 'done', 201],
    ['admin:ines', 'keys.revoke', 'old-wallboard', 'done', 204],
    ['agent:ben', 'agents.remove', 'anna', 'refused', 403],
    ['API_KEY', 'call-log.retry', 'all that failed', 'done', 202],
    ['admin:ines', 'log-level.set', 'debug for 60 minutes', 'failed', 500],
  ].map(([who, act, target, result, status], index) => ({
    id: 100 - index,
    at: since(300 + index * 4_000),
    who,
    act,
    target,
    address: '192.0.2.5',
    result,
    status,
  }));

export const someDevices = () => [
  { id: 'd1', name: 'ANNA-NOTEBOOK', createdAt: since(8_000_000), lastSeenAt: since(14_400), online: true },
  {
    id: 'd2',
    name: 'Chrome auf dem Rechner am Empfang im zweiten Obergeschoss, Zimmer 214',
    createdAt: since(400_000),
    lastSeenAt: since(90_000),
    online: false,
  },
  { id: 'd3', name: null, createdAt: null, lastSeenAt: null, online: false },
];

const admin = (name: string, patch: object = {}) => ({
  name,
  createdAt: since(9_000_000),
  createdBy: 'API_KEY',
  passwordChangedAt: since(2_000_000),
  lastSignInAt: since(600),
  ...patch,
});
export const someAdmins = () => [
  admin('ines'),
  admin('oscar', { createdBy: 'admin:ines', lastSignInAt: since(400_000) }),
  admin('the-person-who-looks-after-telephony-at-night@example.com', {
    createdBy: 'admin:oscar',
    lastSignInAt: null,
  }),
];
