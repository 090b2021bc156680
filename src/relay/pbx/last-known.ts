import type { Call } from '../../shared/call/call';

/** The newest moment that a call tells of, in ms since the epoch: then, at least, it was seen. */
export const lastKnownAt = ({ startedAt, answeredAt, endedAt, legs, transfers }: Call): number => {
  const times = [startedAt, answeredAt, endedAt, ...transfers.map(({ at }) => at)];
  for (const leg of legs) times.push(leg.rangAt, leg.answeredAt, leg.endedAt);
  return Math.max(...times.map((time) => (time === null ? 0 : Date.parse(time))));
};
