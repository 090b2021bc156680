/** Ids as Asterisk counts them: Uniqueids are `epoch.n`, channel names end in a serial number, bridges have UUIDs. */
export const createIds = (deps: { now: () => number; random: () => number }) => {
  let unique = 0;
  let serial = 0;
  const hex = (length: number): string =>
    Array.from({ length }, () => Math.floor(deps.random() * 16).toString(16)).join('');
  return {
    uniqueId: (): string => `${Math.floor(deps.now() / 1000)}.${unique++}`,
    serial: (): string => (serial++).toString(16).padStart(8, '0'),
    bridge: (): string => [8, 4, 4, 4, 12].map(hex).join('-'),
  };
};
export type Ids = ReturnType<typeof createIds>;

/** A random source that gives the same numbers for the same seed (mulberry32). */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
