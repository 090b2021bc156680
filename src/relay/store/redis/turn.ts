/**
 * A relay's turn to write: which one it is, counted for all relays, and whether all that was told before it began has been taken
 * in here. Only then may the relay act on what it knows.
 */
import type { Journal } from '../shared-port';
import type { RedisConnection } from './connection';
import { entriesReply } from './replies';
import type { Keys } from './scripts';

export const createTurn = ({
  keys,
  journal,
}: {
  keys: Keys;
  journal: Pick<Journal, 'state' | 'setState'>;
}) => {
  let term = 0;
  /** The last entry that was there when the turn began; null: it is taken in. */
  let upTo: string | null = null;

  const begin = async (redis: RedisConnection, next: number): Promise<void> => {
    const [last] = entriesReply.parse(await redis.ask(['XREVRANGE', keys.changes, '+', '-', 'COUNT', '1']));
    upTo = last?.id ?? null;
    term = next;
    journal.setState('term', `${next}`);
  };

  return {
    term: (): number => term,
    /** Of the lease that Redis gives to this relay. @returns whether its turn has come, or goes on */
    hasCome: async (redis: RedisConnection, now: number): Promise<boolean> => {
      if (now !== term) await begin(redis, now);
      if (upTo === null) return true;
      const from = `(${journal.state('position') ?? '0-0'}`;
      // What was erased meanwhile is not waited for.
      const rest = entriesReply.parse(await redis.ask(['XRANGE', keys.changes, from, upTo, 'COUNT', '1']));
      if (rest.length === 0) upTo = null;
      return upTo === null;
    },
  };
};
