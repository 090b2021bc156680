/** From when on changes are to be read next, by the CRM's clock. Pure. */

/** The CRM's newest change. */
export interface Newest {
  /** In ms since the epoch, without seconds: SuiteCRM shows none. Null: it has no record. */
  at: number | null;
  /** For how long the relay has known that it is this one. */
  knownForMs: number;
}

const minuteMs = 60_000;
/** A change carries the time at which its saving began, and is seen when it ended; web servers' clocks differ. */
const overlapMs = 2 * minuteMs;
/** So wrong the relay's clock may be. */
const skewMs = 60 * minuteMs;

/**
 * `newest` was asked for before all up to it was read, so what it does not cover is later. What lies about it is read again,
 * until nothing can come into its minute any more: else a day on which 50,000 records were imported at once would be read over
 * and over. Where there is nothing yet, all that comes is a change.
 */
export const nextSince = ({ at, knownForMs }: Newest, now: number): number => {
  if (at === null) return 0;
  const isSettled = knownForMs > minuteMs + overlapMs || now - at > skewMs;
  return isSettled ? at + minuteMs : at - overlapMs;
};
