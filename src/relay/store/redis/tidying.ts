/** What is kept for a relay that is away goes when it is too old, here and in Redis. */
import type { Clock } from '../../../shared/clock';
import type { Journal } from '../shared-port';
import type { RedisConnection } from './connection';
import { purgeSessionsScript, trimScript, type Keys } from './scripts';

const hourMs = 60 * 60_000;

export interface TidyingOptions {
  /** So long what was told is kept. */
  keepHours: number;
  /** A sign-in to the dashboard lasts so long at most. */
  sessionHours: number;
}

export const createTidying = (
  { keepHours, sessionHours }: TidyingOptions,
  {
    keys,
    journal,
    clock,
  }: { keys: Keys; journal: Pick<Journal, 'purgeBefore' | 'purgeSessions'>; clock: Clock },
) => {
  let doneAt = -Infinity;
  const sessionsMs = Math.max(keepHours, sessionHours) * hourMs;

  return {
    /** Once an hour, and before anything is told after a long break. @param now Redis' time, in ms */
    tidy: async (redis: RedisConnection, now: number): Promise<void> => {
      if (clock.elapsed() - doneAt < hourMs) return;
      doneAt = clock.elapsed();
      const first = `${Math.max(0, now - keepHours * hourMs)}-0`;
      await redis.ask(['EVAL', trimScript, '3', keys.changes, keys.trimmed, keys.relays, first]);
      // Later than each relay lets go of them, or one would tell them again.
      await redis.ask(['EVAL', purgeSessionsScript, '1', keys.rows('session'), `${sessionsMs + hourMs}`]);
      journal.purgeSessions(clock.now() - sessionsMs);
      journal.purgeBefore(clock.now() - keepHours * hourMs);
    },
  };
};
