/** A call as the tracker would give it, for tests that need one with this or that in it. */
import { callSchema, type Call, type Leg } from '../../src/shared/call/call';

export const sampleLeg = (extension: string, leg: Partial<Leg> = {}): Leg => ({
  extension,
  state: 'ringing',
  rangAt: '2026-03-02T09:00:00.100Z',
  answeredAt: null,
  endedAt: null,
  endReason: null,
  ...leg,
});

export const sampleCall = (call: Partial<Call> = {}): Call => {
  const linkedId = call.linkedId ?? '1772442000.1';
  const pbxId = call.pbxId ?? 'pbx';
  return callSchema.parse({
    id: `${pbxId}:${linkedId}`,
    pbxId,
    linkedId,
    direction: 'inbound',
    state: 'ringing',
    remote: { number: '+491711234567', display: '+49 171 1234567', name: null, anonymous: false },
    dialled: '+4930901820',
    queue: null,
    startedAt: '2026-03-02T09:00:00.000Z',
    answeredAt: null,
    endedAt: null,
    talkSeconds: 0,
    outcome: null,
    endedBy: null,
    cause: null,
    legs: [sampleLeg('1001')],
    answeredBy: [],
    owner: null,
    transfers: [],
    recording: [],
    contact: null,
    crmRecord: { status: 'off', id: null, url: null, error: null },
    ai: null,
    version: 1,
    ...call,
  });
};

export const endedCall = (call: Partial<Call> = {}): Call =>
  sampleCall({
    state: 'ended',
    endedAt: '2026-03-02T09:05:00.000Z',
    outcome: 'answered',
    endedBy: 'remote',
    version: 2,
    ...call,
  });
