/**
 * Full jitter (AWS architecture blog, "Exponential Backoff And Jitter"): a random wait between 0 and the
 * exponential cap, so that a thousand desktops do not come back in one instant after a relay restart.
 * @returns milliseconds
 */
export const fullJitterMs = (
  attempt: number,
  { baseMs, maxMs, random }: { baseMs: number; maxMs: number; random: () => number },
): number => Math.floor(random() * Math.min(maxMs, baseMs * 2 ** Math.min(attempt, 30)));
