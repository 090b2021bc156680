/** What is asked of Redis now and then, by itself. */
import type { Clock } from '../../../shared/clock';
import type { SharingLink } from '../../sharing/port';
import type { RedisConnection } from './connection';
import { entriesReply, textOrNull } from './replies';
import type { Keys } from './scripts';

/** Throws `AppError('unavailable')` while there is none. */
type Need = () => RedisConnection;

/** One-time codes: whoever takes one first has it, for Redis does one thing after the other. */
export const codesIn = ({
  need,
  keys,
  clock,
}: {
  need: Need;
  keys: Keys;
  clock: Clock;
}): SharingLink['codes'] => ({
  put: async (codeHash, agentId, expiresAt) => {
    const ms = Math.max(1, expiresAt - clock.now());
    await need().ask(['SET', keys.code(codeHash), agentId, 'PX', `${ms}`]);
  },
  take: async (codeHash) => {
    const agentId = textOrNull.parse(await need().ask(['GETDEL', keys.code(codeHash)]));
    return agentId === null ? null : { agentId };
  },
});

const page = 200;

export const eraseFrom = async (
  streams: readonly string[],
  need: Need,
  isAbout: (about: string, body: string) => boolean,
): Promise<void> => {
  for (const key of streams) {
    let from = '-';
    for (;;) {
      const redis = need();
      const found = entriesReply.parse(await redis.ask(['XRANGE', key, from, '+', 'COUNT', `${page}`]));
      const ids = found.filter(({ about, body }) => isAbout(about, body)).map(({ id }) => id);
      if (ids.length > 0) await redis.ask(['XDEL', key, ...ids]);
      const last = found.at(-1);
      if (found.length < page || !last) break;
      from = `(${last.id}`;
    }
  }
};
