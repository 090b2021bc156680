import { involves, isLive, type Call } from '../../shared/call/call';
import type { CompanionState } from '../../shared/ipc/state';

/**
 * The calls that run and are the agent's own affair now. One that a colleague answered, or that was passed on, runs on
 * without him: it stays only as long as its pop says so.
 */
export const liveCalls = ({
  calls,
  pops,
  agent,
}: Pick<CompanionState, 'calls' | 'pops' | 'agent'>): Call[] => {
  const extensions = agent?.extensions ?? [];
  const rings = (call: Call): boolean =>
    call.legs.some((leg) => extensions.includes(leg.extension) && leg.state !== 'ended');
  return calls.filter(
    (call) =>
      isLive(call) &&
      (rings(call) || !involves(call, extensions) || pops.some(({ callId }) => callId === call.id)),
  );
};
