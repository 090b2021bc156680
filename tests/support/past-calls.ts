/** Calls as the history shows them: over, unless the patch says otherwise. */
import type { Call, Leg } from '../../src/shared/call/call';
import { aCall as aRingingCall, aLeg as aRingingLeg } from './calls';

const endedAt = '2026-03-02T10:05:00.000Z';

export const aCall = (part: Partial<Call> = {}): Call =>
  aRingingCall({
    linkedId: '1',
    state: 'ended',
    dialled: null,
    startedAt: '2026-03-02T10:00:00.000Z',
    endedAt,
    outcome: 'answered',
    legs: [],
    ...part,
  });

export const aLeg = (extension: string, part: Partial<Leg> = {}): Leg =>
  aRingingLeg(extension, { state: 'ended', rangAt: '2026-03-02T10:00:01.000Z', endedAt, ...part });
