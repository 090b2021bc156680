/** What a relay tells its dashboard on an ordinary day, for the tests in Chromium. */
import type { Call } from '../../src/shared/call/call';
import { agentListSchema, type Status } from '../../src/shared/protocol/rest';
import {
  aDayOfSeries,
  since,
  someAdmins,
  someAudit,
  someDevices,
  someJobs,
  someKeys,
  someLogLines,
  someSettings,
} from './admin-records';
import { aStory } from './admin-story';
import { aCall, aLeg, endedCall, maria } from './calls';

export const aStatus = (patch: Partial<Status> = {}): Status => ({
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
  redis: { state: 'connected', since: since(90_000), problem: null },
  relays: {
    onDuty: true,
    waiting: 0,
    oldestWaitingSeconds: null,
    behindSeconds: 0,
    gap: null,
    others: [],
  },
  agentsFromCrm: { enabled: false, readAt: null, users: 0, problem: null, conflicts: [] },
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

/** Everything as it should be, a few calls, three failures. */
export const usualAnswers = (): Record<string, { status?: number; body?: unknown }> => ({
  'GET /api/admin/session': {
    body: { name: 'ines', csrfToken: 'csrf-of-the-session', expiresAt: since(-3_600) },
  },
  'GET /api/status': { body: aStatus() },
  'GET /api/agents': { body: someAgents() },
  'GET /api/agents/:id/devices': { body: { devices: someDevices() } },
  'GET /api/admins': { body: { admins: someAdmins() } },
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
