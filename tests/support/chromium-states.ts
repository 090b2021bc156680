/** States of the Companion as an agent meets them, for the tests in Chromium. */
import type { Call } from '../../src/shared/call/call';
import { because } from '../../src/shared/error-reasons';
import {
  companionStateSchema,
  type CallCrm,
  type CompanionState,
  type Pop,
} from '../../src/shared/ipc/state';
import { noContext } from '../../src/shared/protocol/crm-context';
import { aCall as aRingingCall, aLeg } from './calls';

export const NOW = '2026-03-03T13:05:00.000Z';
export const ago = (seconds: number): string => new Date(Date.parse(NOW) - seconds * 1000).toISOString();

const link = (state: 'off' | 'connecting' | 'connected' | 'down', problem: string | null = null) => ({
  state,
  since: state === 'off' ? null : ago(4 * 3600),
  problem,
});
const pbx = { id: 'pbx', lagMs: 3, lastEventAt: ago(2) };

let versions = 0;
export const aState = (part: Partial<CompanionState> = {}): CompanionState =>
  companionStateSchema.parse({
    version: ++versions,
    platform: 'electron',
    stage: 'ready',
    relayUrl: 'https://relay.example.com',
    agent: { id: 'anna', name: 'Anna Becker', pbxId: 'pbx', extensions: ['1001'], crmUserId: null },
    links: {
      relay: link('connected'),
      pbx: [{ ...pbx, ...link('connected') }],
      crm: link('connected'),
    },
    calls: [],
    pops: [],
    notices: [],
    linkFacts: {},
    appLinks: { request: null, tel: 'off', callto: 'off', hotkey: 'off' },
    managed: { source: null, locked: [], problem: null },
    quiet: { by: null, until: null, system: null, missed: [] },
    queues: [],
    history: { revision: 0, status: 'whole', problem: null, missed: [] },
    screens: [],
    crm: {},
    dispositions: [],
    notes: {},
    crmAccount: { url: 'https://crm.example.com', username: 'anna' },
    settings: {},
    secretStore: { kind: 'keychain', warning: null },
    ...part,
  });

export const offline: CompanionState['links'] = {
  relay: {
    state: 'down',
    since: '2026-03-03T09:42:00.000Z',
    problem: 'The relay at relay.example.com does not answer. Trying again.',
    because: because('relay-no-answer', { host: 'relay.example.com' }),
  },
  pbx: [{ ...pbx, state: 'connected', since: ago(9000), problem: null }],
  crm: {
    state: 'down',
    since: ago(600),
    problem: 'crm.example.com answers too slowly.',
    because: { code: 'crm_timeout' },
  },
};

let calls = 0;
export const aCall = (part: Partial<Call> = {}): Call => {
  const linkedId = String(++calls);
  return aRingingCall({
    linkedId,
    queue: 'Support',
    startedAt: ago(7),
    legs: [aLeg('1001', { rangAt: ago(7) })],
    crmRecord: { status: 'pending', id: null, url: null, error: null },
    ...part,
  });
};

export const aPop = (call: Call, part: Partial<Pop> = {}): Pop => ({
  callId: call.id,
  messageId: `m-${call.id}`,
  reason: 'ringing',
  extension: '1001',
  shownAt: call.startedAt,
  closing: null,
  ...part,
});

export const maria = {
  crm: 'suitecrm',
  module: 'Contacts',
  id: 'c1',
  name: 'Maria Lindqvist',
  account: 'Nordwind Logistik GmbH',
  url: 'https://crm.example.com/#/contacts/c1',
  matchedBy: 'phone_mobile',
  others: 0,
};
const crmCall = (id: string, subject: string, startedAt: string, durationMinutes: number) => ({
  id,
  subject,
  startedAt,
  durationMinutes,
  status: 'Held',
  direction: 'Inbound',
  note: null,
  url: `https://crm.example.com/#/calls/${id}`,
});
export const known: CallCrm = {
  status: 'ready',
  problem: null,
  context: {
    ...noContext,
    contact: maria,
    title: 'Head of Dispatch',
    recentCalls: [
      crmCall('k1', 'Asked for the new tariff', '2026-02-27T13:02:00.000Z', 6),
      crmCall(
        'k2',
        'Delivery address changed to Hamburg-Altona, gate 4, ring twice',
        '2026-01-12T09:30:00.000Z',
        12,
      ),
      crmCall('k3', 'Offer', '2025-11-02T09:30:00.000Z', 3),
    ],
    openCases: [
      {
        id: 's1',
        number: '4711',
        subject: 'Late delivery',
        status: 'Open_New',
        url: 'https://crm.example.com/#/cases/s1',
      },
      {
        id: 's2',
        number: '4690',
        subject: 'Invoice',
        status: 'Open_New',
        url: 'https://crm.example.com/#/cases/s2',
      },
    ],
  },
};
export const waiting = (status: 'loading' | 'slow' | 'unknown' | 'failed' | 'off'): CallCrm => ({
  status,
  problem:
    status === 'slow'
      ? 'CRM is slow, name follows'
      : status === 'failed'
        ? 'SuiteCRM at crm.example.com does not answer. It is asked again with the next call.'
        : null,
  context: null,
});

const ended = (startSecondsAgo: number, talkSeconds: number, part: Partial<Call>): Call => {
  const startedAt = ago(startSecondsAgo);
  const after = (seconds: number): string => new Date(Date.parse(startedAt) + seconds * 1000).toISOString();
  return aCall({
    state: 'ended',
    startedAt,
    answeredAt: talkSeconds > 0 ? after(6) : null,
    endedAt: after(talkSeconds + 6),
    talkSeconds,
    outcome: talkSeconds > 0 ? 'answered' : 'no-answer',
    endedBy: 'remote',
    answeredBy: talkSeconds > 0 ? ['1001'] : [],
    owner: talkSeconds > 0 ? '1001' : null,
    legs: [
      {
        extension: '1001',
        state: 'ended',
        rangAt: after(1),
        answeredAt: talkSeconds > 0 ? after(6) : null,
        endedAt: after(talkSeconds + 6),
        endReason: 'hangup',
      },
    ],
    ...part,
  });
};
const remote = (number: string, display: string, name: string | null = null) => ({
  number,
  display,
  name,
  anonymous: false,
});
const contact = (name: string, account: string | null) => ({ ...maria, id: name, name, account });
const mineOut = (call: Call): Call => ({
  ...call,
  direction: 'outbound',
  queue: null,
  legs: call.legs.map((leg) => ({ ...leg, rangAt: null })),
});

/** A working day and the one before; built on demand, newest first. */
export const aDay = (): Call[] => [
  ended(900, 372, {
    contact: maria,
    transfers: [{ kind: 'attended', from: '1001', to: '1003', at: ago(700) }],
    answeredBy: ['1001', '1003'],
    owner: '1003',
    crmRecord: { status: 'logged', id: 'r1', url: 'https://crm.example.com/#/calls/r1', error: null },
  }),
  ended(2400, 0, {
    outcome: 'abandoned',
    remote: remote('+493090820', '+49 30 90820'),
    contact: contact('Bezirksamt Mitte', null),
  }),
  mineOut(
    ended(5000, 64, {
      contact: contact('Tomáš Dvořák', 'Praha Sklo s.r.o.'),
      remote: remote('+420221000111', '+420 221 000 111'),
    }),
  ),
  ended(7300, 0, {
    outcome: 'no-answer',
    remote: { number: null, display: '', name: null, anonymous: true },
  }),
  ended(9000, 1503, {
    answeredBy: ['1002'],
    owner: '1002',
    remote: remote('+81312345678', '+81 3 1234 5678'),
    contact: contact('山田 太郎', '東京海上物流株式会社'),
  }),
  mineOut(ended(14000, 0, { outcome: 'busy', remote: remote('+33142278186', '+33 1 42 27 81 86') })),
  ended(86400, 48, {
    contact: contact(
      'Dr. Maximiliane-Charlotte Freifrau von Hohenstein-Schwarzenberg zu Oberlichtenau',
      'Gemeinnützige Krankenhausbetriebsgesellschaft Mecklenburgische Seenplatte mbH & Co. KG',
    ),
    crmRecord: {
      status: 'failed',
      id: null,
      url: null,
      error: 'SuiteCRM refused the record: the user has no right to create calls.',
    },
  }),
  ended(90000, 222, {
    direction: 'internal',
    queue: null,
    remote: remote('1002', '1002', 'Jonas Weber'),
    legs: [
      {
        extension: '1002',
        state: 'ended',
        rangAt: null,
        answeredAt: null,
        endedAt: ago(89700),
        endReason: 'hangup',
      },
      {
        extension: '1001',
        state: 'ended',
        rangAt: ago(90000),
        answeredAt: ago(89990),
        endedAt: ago(89700),
        endReason: 'hangup',
      },
    ],
  }),
  ended(5 * 86400, 0, {
    outcome: 'voicemail',
    remote: remote('+972541234567', '+972 54 123 4567'),
    contact: contact('דוד לוי', 'חברת הובלה'),
  }),
];

export const popState = (call = aCall(), part: Partial<CompanionState> = {}): CompanionState =>
  aState({ calls: [call], pops: [aPop(call)], ...part });
