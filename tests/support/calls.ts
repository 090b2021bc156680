import { callSchema, type Call, type Contact, type Leg } from '../../src/shared/call/call';
import type { Agent } from '../../src/shared/protocol/agent';

export const anna: Agent = {
  id: 'anna',
  name: 'Anna Berg',
  pbxId: 'pbx',
  extensions: ['1001'],
  crmUserId: null,
};

/** The customer behind +49 171 1234567, as the CRM has her. */
export const maria: Contact = {
  crm: 'suitecrm',
  module: 'Contacts',
  id: 'c-1',
  name: 'Maria Lindqvist',
  account: 'Nordwind',
  url: 'https://crm.example/c-1',
  matchedBy: 'phone_mobile',
  others: 0,
};

export const aLeg = (extension = '1001', patch: Partial<Leg> = {}): Leg => ({
  extension,
  state: 'ringing',
  rangAt: '2026-11-23T09:00:00.000Z',
  answeredAt: null,
  endedAt: null,
  endReason: null,
  ...patch,
});

/** A customer's call that rings at 1001, unless the patch says otherwise. */
export const aCall = ({ pbxId = 'pbx', linkedId = '1700000000.1', ...patch }: Partial<Call> = {}): Call =>
  callSchema.parse({
    id: `${pbxId}:${linkedId}`,
    pbxId,
    linkedId,
    direction: 'inbound',
    state: 'ringing',
    remote: { number: '+491711234567', display: '+49 171 1234567', name: null, anonymous: false },
    dialled: '+4930123450',
    queue: null,
    startedAt: '2026-11-23T09:00:00.000Z',
    answeredAt: null,
    endedAt: null,
    talkSeconds: 0,
    outcome: null,
    endedBy: null,
    cause: null,
    legs: [aLeg()],
    answeredBy: [],
    owner: null,
    transfers: [],
    recording: [],
    contact: null,
    crmRecord: { status: 'off', id: null, url: null, error: null },
    ai: null,
    version: 1,
    ...patch,
  });

const at = '2026-11-23T09:00:05.000Z';

/** The same call, a version later: this extension talks, the other legs lost it. */
export const answeredBy = (call: Call, extension: string): Call => ({
  ...call,
  state: 'connected',
  answeredAt: at,
  answeredBy: [extension],
  owner: extension,
  version: call.version + 1,
  legs: call.legs.map((leg) =>
    leg.extension === extension
      ? { ...leg, state: 'connected', answeredAt: at }
      : { ...leg, state: 'ended', endedAt: at, endReason: 'answered-elsewhere' },
  ),
});

/** The same call, a version later: over. */
export const ended = (call: Call): Call => ({
  ...call,
  state: 'ended',
  endedAt: '2026-11-23T09:03:00.000Z',
  endedBy: 'remote',
  outcome: call.answeredAt ? 'answered' : 'abandoned',
  talkSeconds: call.answeredAt ? 175 : 0,
  version: call.version + 1,
  legs: call.legs.map((leg) => ({
    ...leg,
    state: 'ended',
    endedAt: leg.endedAt ?? '2026-11-23T09:03:00.000Z',
    endReason: leg.endReason ?? (leg.answeredAt ? 'hangup' : 'cancelled'),
  })),
});

/** A call that was over before the test began: as stored, with its end in the patch where that matters. */
export const endedCall = (patch: Partial<Call> = {}): Call =>
  aCall({
    state: 'ended',
    endedAt: '2026-11-23T09:05:00.000Z',
    outcome: 'answered',
    endedBy: 'remote',
    version: 2,
    ...patch,
  });
