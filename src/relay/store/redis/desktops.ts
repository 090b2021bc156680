/** Whose desktops are open at this relay and at the others, told over Redis: some at a time, soon after they came or went. */
import type { Clock } from '../../../shared/clock';
import type { RedisConnection } from './connection';
import type { createPresence, Desktops } from './presence';
import { textOrNull } from './replies';
import type { Keys } from './scripts';

const delayMs = 100;
/** They are told again after so many beats, for their figures change. */
const beatsPerPresence = 5;

export const createDesktops = (deps: {
  keys: Keys;
  relayId: string;
  keptMs: number;
  presence: Pick<ReturnType<typeof createPresence>, 'read'>;
  /** This relay's own, by agent. */
  own: () => Desktops;
  /** Null while there is none. */
  redis: () => RedisConnection | null;
  /** That they have changed. */
  tell: () => void;
  clock: Clock;
}) => {
  const { keys, relayId, clock } = deps;
  let version = 0;
  let isDirty = true;
  let beats = 0;

  const write = async (redis: RedisConnection): Promise<void> => {
    isDirty = false;
    version += 1;
    const value = `${version} ${JSON.stringify(deps.own())}`;
    await redis.ask(['SET', keys.presence(relayId), value, 'PX', `${deps.keptMs}`]);
  };

  return {
    /** Counts the times that they were put down. */
    version: (): number => version,
    read: async (relayIds: readonly string[]): Promise<void> => {
      const redis = deps.redis();
      if (!redis) return;
      for (const id of relayIds) {
        const answer = await redis.ask(['GET', keys.presence(id)]).catch(() => null);
        deps.presence.read(id, textOrNull.safeParse(answer).data ?? null);
      }
    },
    beat: async (redis: RedisConnection): Promise<void> => {
      if (isDirty || beats % beatsPerPresence === 0) await write(redis);
      beats += 1;
    },
    /** Soon, with others that come at the same moment. */
    changed: (): void => {
      if (isDirty) return;
      isDirty = true;
      clock.after(delayMs, () => {
        const redis = deps.redis();
        if (redis && isDirty)
          write(redis)
            .then(deps.tell)
            .catch(() => undefined);
      });
    },
  };
};
