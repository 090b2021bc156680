/** What a relay tells its dashboard on an ordinary day, for the tests in Chromium. */
import type { z } from 'zod';
import type { Call } from '../../src/shared/call/call';
import { callStorySchema } from '../../src/shared/protocol/call-story';
import { agentListSchema, statusSchema } from '../../src/shared/protocol/rest';
import { seriesSchema } from '../../src/shared/protocol/series';
import { aCall, aLeg, endedCall, maria } from './calls';

export const since = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

export const aStatus = (patch: Partial<z.input<typeof statusSchema>> = {}): z.output<typeof statusSchema> =>
  statusSchema.parse({
    status: 'ok',
    version: '0.1.0',
    uptimeSeconds: 91_000,
    pbx: [
      { id: 'pbx', state: 'connected', since: since(90_000), lagMs: 2, lastEventAt: since(1), problem: null },
    ],
    crm: { state: 'connected', problem: null },
    calls: { active: 3, stored: 12_345 },
    agents: { known: 24, online: 3, sockets: 4 },
    delivery: { popsSent: 1_208, popsAcknowledged: 1_204, messagesSent: 6_020 },
    lookups: {
      running: 0,
      waiting: 0,
      shed: 0,
      breaker: { state: 'closed', failuresInARow: 0, triedAgainAt: null },
    },
    callEvents: { inMemory: 60, dropped: 0 },
    load: { delayMs: 1, behindSince: null, shed: { callEvents: 0, lookups: 0 } },
    callLog: {
      enabled: true,
      pending: 2,
      failed: 3,
      logged: 11_802,
      givenUp: 1,
      fallbackUserId: null,
      agentsWithoutUser: 0,
    },
    crmIndex: {
      enabled: true,
      complete: true,
      records: 48_211,
      fileBytes: 9_000_000,
      ageSeconds: 41,
      sweptAt: since(7_200),
      problem: null,
    },
    conversations: {
      enabled: true,
      waiting: 1,
      pending: 0,
      failed: 0,
      logged: 811,
      givenUp: 0,
      joinedBy: { header: 90, 'call-sid': 6, probable: 4, none: 0 },
      reconcile: { enabled: true, lastPollAt: since(60), nextPollAt: since(-240), found: 2, problem: null },
      initiation: { enabled: true, answered: 811, known: 512 },
    },
    notes: { pending: 0, failed: 0, logged: 302, givenUp: 0 },
    ...patch,
  });

const desk = (patch: object = {}) => ({
  since: since(14_400),
  client: 'cti-companion',
  version: '0.1.0',
  address: '192.0.2.17',
  roundTripMs: 3.2,
  unacknowledged: 0,
  ...patch,
});
const agent = (id: string, name: string, extension: string, online: object[] = []) => ({
  id,
  name,
  pbxId: 'pbx',
  extensions: [extension],
  crmUserId: null,
  online,
});
export const someAgents = () =>
  agentListSchema.parse({
    agents: [
      agent('anna', 'Anna Becker', '1001', [desk(), desk({ client: 'web', address: '192.0.2.40' })]),
      agent('ben', 'Ben Šimek', '1002', [desk({ roundTripMs: 312, since: since(600) })]),
      agent('chiara', 'Chiara Rossi', '1003', [desk({ unacknowledged: 2, version: '0.0.9' })]),
      agent('dmitri', 'Дмитрий Соколов', '1004'),
      agent('eva', 'Eva Lindgren', '1005'),
    ],
  });
export const longNames = () => {
  const endless =
    'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Müller-Lüdenscheidt von und zu Hohenstein';
  return agentListSchema.parse({
    agents: [
      agent('wolfeschlegelsteinhausenbergerdorff-featherstonehaugh', endless, '1001', [
        desk({
          client: 'a-client-with-a-name-that-is-much-too-long-for-any-column',
          version: '12.34.56-beta.7',
        }),
      ]),
      agent('jp', '株式会社山田太郎カスタマーサポート部門東京本社担当者', '1002', [desk()]),
      agent('ar', 'عبد الرحمن محمد الأنصاري', '1003', [desk({ roundTripMs: null })]),
    ],
  });
};

export const liveCalls = (): Call[] => [
  aCall({
    linkedId: '1.1',
    queue: 'Support',
    startedAt: since(9),
    legs: [aLeg('1001', { rangAt: since(8) }), aLeg('1002', { rangAt: since(8) })],
    contact: { ...maria, name: 'Maria Lindqvist', account: 'Nordwind Logistik GmbH' },
  }),
  aCall({
    linkedId: '1.2',
    state: 'connected',
    startedAt: since(205),
    answeredAt: since(190),
    owner: '1003',
    answeredBy: ['1001', '1003'],
    remote: { number: '+493090820', display: '+49 30 90820', name: null, anonymous: false },
    legs: [
      aLeg('1001', { state: 'ended', answeredAt: since(190), endedAt: since(60), endReason: 'transferred' }),
      aLeg('1003', { state: 'connected', rangAt: since(80), answeredAt: since(70) }),
    ],
    transfers: [{ kind: 'attended', from: '1001', to: '1003', at: since(60) }],
  }),
  aCall({
    linkedId: '1.3',
    direction: 'outbound',
    state: 'held',
    startedAt: since(1_260),
    answeredAt: since(1_240),
    dialled: '+420221000111',
    remote: { number: '+420221000111', display: '+420 221 000 111', name: 'Praha Sklo', anonymous: false },
    legs: [aLeg('1002', { state: 'held', rangAt: null, answeredAt: since(1_240) })],
  }),
];
export const manyNamesLong = (): Call[] =>
  liveCalls().map((call) => ({
    ...call,
    queue: 'Kundendienst Nord-Ost einschließlich Reklamationen und Rückgaben',
    contact: {
      ...maria,
      name: 'Bundesverband der Deutschen Volksbanken und Raiffeisenbanken e. V., Abteilung Zahlungsverkehr',
    },
  }));

const past = (index: number, patch: Partial<Call> = {}): Call => {
  const startedAt = since(1_800 + index * 1_700);
  const answered = index % 4 !== 1;
  return endedCall({
    linkedId: `2.${index}`,
    startedAt,
    answeredAt: answered ? startedAt : null,
    endedAt: since(1_500 + index * 1_700),
    talkSeconds: answered ? 60 + index * 13 : 0,
    outcome: answered ? 'answered' : 'abandoned',
    answeredBy: answered ? ['1001'] : [],
    queue: index % 3 === 0 ? 'Support' : null,
    remote: {
      number: `+4930123${String(index).padStart(4, '0')}`,
      display: `+49 30 123${String(index).padStart(4, '0')}`,
      name: null,
      anonymous: false,
    },
    contact: index % 2 === 0 ? { ...maria, name: `Maria Lindqvist ${index}`, account: 'Nordwind' } : null,
    crmRecord: {
      status: index === 3 ? 'failed' : 'logged',
      id: `r${index}`,
      url: `https://crm.example.com/#/calls/r${index}`,
      error: null,
    },
    ...patch,
  });
};
export const pastCalls = (count = 50, from = 0): Call[] =>
  Array.from({ length: count }, (_, index) => past(from + index));

export const aStory = () => {
  const at = (ms: number): string => new Date(Date.now() - 600_000 + ms).toISOString();
  const call = endedCall({
    linkedId: '2.0',
    startedAt: at(0),
    answeredAt: at(7_120),
    endedAt: at(190_000),
    talkSeconds: 182,
    queue: 'Support',
    answeredBy: ['1001'],
    owner: '1001',
    legs: [
      aLeg('1001', {
        state: 'ended',
        rangAt: at(240),
        answeredAt: at(7_120),
        endedAt: at(190_000),
        endReason: 'hangup',
      }),
      aLeg('1002', {
        state: 'ended',
        rangAt: at(244),
        endedAt: at(7_130),
        endReason: 'answered-elsewhere',
      }),
    ],
    contact: { ...maria, name: 'Maria Lindqvist', account: 'Nordwind Logistik GmbH' },
    crmRecord: { status: 'logged', id: 'r0', url: 'https://crm.example.com/#/calls/r0', error: null },
    ai: {
      conversationId: 'conv_1',
      agentId: 'agent_7',
      summary: 'Asked where container 4471 is.',
      success: 'success',
      durationSeconds: 42,
      transcriptLines: 6,
      matchedBy: 'header',
    },
  });
  const pbx = (ms: number, event: string, changed: object[], headers: Record<string, string> = {}) => ({
    kind: 'pbx',
    at: at(ms),
    event,
    headers: { Channel: 'PJSIP/trunk-0000001f', Linkedid: '2.0', ...headers },
    changed,
  });
  return callStorySchema.parse({
    call,
    kept: true,
    complete: true,
    quiet: 11,
    entries: [
      pbx(0, 'Newchannel', [
        { field: 'state', before: null, after: 'ringing' },
        { field: 'remote.number', before: null, after: '+491711234567' },
        { field: 'dialled', before: null, after: '+4930123450' },
      ]),
      {
        kind: 'conversation',
        at: at(20),
        conversationId: 'conv_1',
        agentId: 'agent_7',
        agentName: 'Front desk',
        durationSeconds: 42,
        success: 'success',
        summary: 'Asked where container 4471 is and wants to speak to dispatch.',
        lines: 6,
      },
      pbx(180, 'QueueCallerJoin', [{ field: 'queue', before: null, after: 'Support' }], { Queue: 'Support' }),
      pbx(240, 'DialBegin', [{ field: 'legs.1001.state', before: null, after: 'ringing' }], {
        DestChannel: 'PJSIP/1001-00000020',
      }),
      { kind: 'pop-sent', at: at(241), agentId: 'anna', extension: '1001', reason: 'ringing' },
      pbx(244, 'DialBegin', [{ field: 'legs.1002.state', before: null, after: 'ringing' }]),
      { kind: 'pop-sent', at: at(245), agentId: 'ben', extension: '1002', reason: 'ringing' },
      { kind: 'pop-acknowledged', at: at(259), agentId: 'anna', extension: '1001', afterMs: 18 },
      { kind: 'pop-acknowledged', at: at(581), agentId: 'ben', extension: '1002', afterMs: 336 },
      pbx(330, 'Relay', [{ field: 'contact.name', before: null, after: 'Maria Lindqvist' }]),
      pbx(7_120, 'BridgeEnter', [
        { field: 'state', before: 'ringing', after: 'connected' },
        { field: 'legs.1001.state', before: 'ringing', after: 'connected' },
      ]),
      { kind: 'pop-closed', at: at(7_130), extension: '1002', reason: 'answered-elsewhere' },
      pbx(190_000, 'Hangup', [
        { field: 'state', before: 'connected', after: 'ended' },
        { field: 'outcome', before: null, after: 'answered' },
      ]),
      {
        kind: 'note',
        at: at(204_000),
        agentId: 'anna',
        agentName: 'Anna Becker',
        text: 'Container 4471 is in Hamburg.\nCalls back tomorrow about the new tariff.',
        disposition: 'Solved',
        followUps: 1,
      },
      {
        kind: 'crm',
        at: at(205_000),
        job: 'call',
        status: 'logged',
        tries: 2,
        nextTryAt: null,
        error: null,
        url: 'https://crm.example.com/#/calls/r0',
      },
      {
        kind: 'crm',
        at: at(206_000),
        job: 'note',
        status: 'failed',
        tries: 9,
        nextTryAt: null,
        error: 'SuiteCRM refused the note: the role of this account may not change calls.',
        url: null,
      },
    ],
  });
};

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

/** Everything as it should be, a few calls, three failures. */
export const usualAnswers = (): Record<string, { status?: number; body?: unknown }> => ({
  'GET /api/admin/session': {
    body: { name: 'ines', csrfToken: 'csrf-of-the-session', expiresAt: since(-3_600) },
  },
  'GET /api/status': { body: aStatus() },
  'GET /api/agents': { body: someAgents() },
  'GET /api/calls/active': { body: { calls: liveCalls() } },
  'GET /api/series': { body: aDayOfSeries() },
  'GET /api/calls': { body: { calls: pastCalls(), nextCursor: null } },
  'GET /api/calls/:id/story': { body: aStory() },
  'GET /api/call-log': { body: { jobs: someJobs(), nextCursor: null } },
  'GET /api/keys': { body: { keys: someKeys() } },
  'GET /api/audit': { body: { entries: someAudit(), nextCursor: null } },
  'GET /api/settings': { body: { settings: someSettings() } },
  'GET /api/logs': { body: { lines: someLogLines(), latest: 5 } },
  'GET /api/log-level': { body: { level: 'info', configured: 'info', until: null } },
});
