/** To whom the pops of a call went and when each desktop said that it shows it. In memory, until it is stored with the call's events. */
import { iso, type Clock } from '../../../shared/clock';
import type { StoredPop } from '../../../shared/protocol/call-events';
import type { Pop } from '../../agents/open-pops';

/** Of all calls together; then the oldest calls go. */
const keptPops = 20_000;
/** Of one call: a queue that rings all again and again. */
const keptOfCall = 500;

export const createPopJournal = ({ clock, kept = keptPops }: { clock: Clock; kept?: number }) => {
  const byCall = new Map<string, StoredPop[]>();
  let count = 0;

  const forget = (callId: string): void => {
    count -= byCall.get(callId)?.length ?? 0;
    byCall.delete(callId);
  };

  return {
    sent: ({ callId, extension, reason }: Pop, agentIds: readonly string[]): void => {
      const pops = byCall.get(callId) ?? [];
      byCall.set(callId, pops);
      const sentAt = iso(clock.now());
      for (const agentId of agentIds.slice(0, Math.max(0, keptOfCall - pops.length))) {
        pops.push({ agentId, extension, reason, sentAt, shownAfterMs: null });
        count += 1;
      }
      for (const oldest of byCall.keys()) {
        if (count <= kept) break;
        forget(oldest);
      }
    },
    /** By any of his desktops; the first one counts. */
    acknowledged: ({ callId, extension }: Pop, agentId: string, afterMs: number): void => {
      const pop = byCall
        .get(callId)
        ?.findLast(
          (one) => one.agentId === agentId && one.extension === extension && one.shownAfterMs === null,
        );
      if (pop) pop.shownAfterMs = Math.round(afterMs * 10) / 10;
    },
    of: (callId: string): readonly StoredPop[] => byCall.get(callId) ?? [],
    forget,
  };
};
