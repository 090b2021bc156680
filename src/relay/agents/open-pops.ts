/** Pops that were sent and that a desktop has not said yet that it shows. */
import type { Clock } from '../../shared/clock';

/** Pops without an ack that are remembered for the count; the oldest are forgotten. */
const maxOpenPops = 10_000;

/** A pop that nobody shows in this time is worth a look; one of so long ago is no news. */
const lateMs = 5_000;
const forgottenMs = 5 * 60_000;

export interface Pop {
  callId: string;
  /** The phone it was for; null where somebody asked for it by the agent. */
  extension: string | null;
  reason: 'ringing' | 'manual';
}

interface OpenPop {
  pop: Pop;
  /** By `clock.elapsed`. */
  sentAt: number;
  /** Numbers of desktops: one that has left is still counted, and must not be kept for it. */
  waiting: Set<number>;
}

export const createOpenPops = <Desktop extends object>({ clock }: { clock: Clock }) => {
  /** By the message's id; the oldest first. */
  const open = new Map<string, OpenPop>();
  const numbers = new WeakMap<Desktop, number>();
  let count = 0;

  const numberOf = (desktop: Desktop): number => {
    const known = numbers.get(desktop);
    if (known !== undefined) return known;
    count += 1;
    numbers.set(desktop, count);
    return count;
  };

  return {
    sent: (messageId: string, pop: Pop, desktops: readonly Desktop[]): void => {
      open.set(messageId, { pop, sentAt: clock.elapsed(), waiting: new Set(desktops.map(numberOf)) });
      if (open.size <= maxOpenPops) return;
      const oldest = open.keys().next();
      if (!oldest.done) open.delete(oldest.value);
    },

    /** @returns null where nothing was waited for from this desktop */
    acknowledge: (messageId: string, desktop: Desktop): { pop: Pop; afterMs: number } | null => {
      const found = open.get(messageId);
      if (!found?.waiting.delete(numberOf(desktop))) return null;
      if (found.waiting.size === 0) open.delete(messageId);
      return { pop: found.pop, afterMs: clock.elapsed() - found.sentAt };
    },

    /** Of the last five minutes, older than five seconds. */
    late: (): number => {
      const now = clock.elapsed();
      let late = 0;
      for (const { waiting, sentAt } of open.values())
        if (now - sentAt > lateMs && now - sentAt < forgottenMs) late += waiting.size;
      return late;
    },

    /** @returns how many of the last five minutes each desktop has not shown; asked once for all of them */
    unshown: (): ((desktop: Desktop) => number) => {
      const since = clock.elapsed() - forgottenMs;
      const counts = new Map<number, number>();
      for (const { waiting, sentAt } of open.values())
        if (sentAt > since) for (const one of waiting) counts.set(one, (counts.get(one) ?? 0) + 1);
      return (desktop) => counts.get(numberOf(desktop)) ?? 0;
    },
  };
};
