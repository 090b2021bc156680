/** Whether a call was missed depends on who asks. */
import type { Call } from './call';

/** The extension that placed an outbound or internal call never rang. */
export const callerExtension = (call: Pick<Call, 'direction' | 'legs'>): string | null =>
  call.direction === 'inbound' ? null : (call.legs.find((leg) => leg.rangAt === null)?.extension ?? null);

/** A call that wanted this agent or his group and that nobody took. */
export const isMissed = (
  call: Pick<Call, 'state' | 'outcome' | 'direction' | 'legs'>,
  mine: readonly string[],
): boolean => {
  if (call.state !== 'ended' || call.outcome === null || call.outcome === 'answered') return false;
  if (call.direction === 'inbound') return true;
  const caller = callerExtension(call);
  return call.direction === 'internal' && caller !== null && !mine.includes(caller);
};
