import { randomUUID } from 'node:crypto';
import { callId, type Call } from '../../shared/call/call';
import { iso } from '../../shared/clock';
import { parseNumber, type CountryCode } from '../../shared/phone/parse';

/** A call for a pop that somebody asked for: no channel of the PBX belongs to it, and it is not stored. */
export const manualCall = (
  request: { pbxId: string; extension: string; number: string; name?: string | undefined },
  { now, country }: { now: number; country: CountryCode },
): Call => {
  const linkedId = `manual-${randomUUID()}`;
  const { kind, e164, display } = parseNumber(request.number, country);
  return {
    id: callId(request.pbxId, linkedId),
    pbxId: request.pbxId,
    linkedId,
    direction: 'inbound',
    state: 'ringing',
    remote: {
      number: kind === 'anonymous' ? null : (e164 ?? request.number),
      display,
      name: request.name ?? null,
      anonymous: kind === 'anonymous',
    },
    dialled: null,
    queue: null,
    startedAt: iso(now),
    answeredAt: null,
    endedAt: null,
    talkSeconds: 0,
    outcome: null,
    endedBy: null,
    cause: null,
    legs: [
      {
        extension: request.extension,
        state: 'ringing',
        rangAt: iso(now),
        answeredAt: null,
        endedAt: null,
        endReason: null,
      },
    ],
    answeredBy: [],
    owner: null,
    transfers: [],
    recording: [],
    contact: null,
    crmRecord: { status: 'off', id: null, url: null, error: null },
    ai: null,
    version: 1,
  };
};
