import type { Call, Leg } from '../../shared/call/call';

/** A whole call for unit tests; say only what the test is about. */
export const aCall = (part: Partial<Call> = {}): Call => ({
  id: 'pbx:1',
  pbxId: 'pbx',
  linkedId: '1',
  direction: 'inbound',
  state: 'ended',
  remote: { number: '+491711234567', display: '+49 171 1234567', name: null, anonymous: false },
  dialled: null,
  queue: null,
  startedAt: '2026-03-02T10:00:00.000Z',
  answeredAt: null,
  endedAt: '2026-03-02T10:05:00.000Z',
  talkSeconds: 0,
  outcome: 'answered',
  endedBy: null,
  cause: null,
  legs: [],
  answeredBy: [],
  owner: null,
  transfers: [],
  recording: [],
  contact: null,
  crmRecord: { status: 'off', id: null, url: null, error: null },
  ai: null,
  version: 1,
  ...part,
});

export const aLeg = (extension: string, part: Partial<Leg> = {}): Leg => ({
  extension,
  state: 'ended',
  rangAt: '2026-03-02T10:00:01.000Z',
  answeredAt: null,
  endedAt: '2026-03-02T10:05:00.000Z',
  endReason: null,
  ...part,
});
