/** One ring of a phone, whoever tells of it: two relays do so in messages of their own, each by its own clock. */
import type { Call } from '../call/call';

export interface Ring {
  callId: string;
  extension: string;
  /** Milliseconds since the epoch, by the relay that told it. */
  at: number;
}

/** No phone rings twice within this, and two relays' clocks differ by less. */
const sameRingMs = 2_000;

export const ringOf = ({
  callData,
  extension,
}: {
  callData: Call;
  extension: string | null;
}): Ring | null => {
  const rangAt = callData.legs.findLast((leg) => leg.extension === extension)?.rangAt ?? null;
  return extension === null || rangAt === null
    ? null
    : { callId: callData.id, extension, at: Date.parse(rangAt) };
};

export const isKnown = (rings: readonly Ring[], ring: Ring): boolean =>
  rings.some(
    (known) =>
      known.callId === ring.callId &&
      known.extension === ring.extension &&
      Math.abs(known.at - ring.at) < sameRingMs,
  );
