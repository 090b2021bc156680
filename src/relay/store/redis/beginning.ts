/** What a relay does before it shares: is Redis still the one it knows, what was missed for good, who may sign in. */
import { randomUUID } from 'node:crypto';
import { iso } from '../../../shared/clock';
import type { Logger } from '../../../shared/logger';
import { sharedRowSchema } from '../../sharing/change';
import { isNewer, rowKinds, type Journal, type RowKind, type SharedRow } from '../shared-port';
import type { RedisConnection } from './connection';
import { isBefore, pairsReply, textOrNull, timeOf } from './replies';
import type { Keys } from './scripts';
import type { TakeIn } from './take-in';

const rowOf = (json: string, of: { kind: RowKind; id: string }): SharedRow | null => {
  try {
    const told: unknown = JSON.parse(json);
    return typeof told === 'object' ? sharedRowSchema.parse({ ...told, ...of }) : null;
  } catch {
    return null;
  }
};

/** What a Redis that died, or one that takes over from it, may not have had on its disk yet (`appendfsync everysec`). */
const doubtMs = 5_000;

const stamp = (row: SharedRow) => ({ ...row, removed: row.row === null });

export const createBeginning = ({
  keys,
  journal,
  takeIn,
  log,
}: {
  keys: Keys;
  journal: Journal;
  takeIn: TakeIn;
  log: Logger;
}) => {
  const syncEpoch = async (redis: RedisConnection): Promise<void> => {
    await redis.ask(['SET', keys.epoch, randomUUID(), 'NX']);
    const epoch = textOrNull.parse(await redis.ask(['GET', keys.epoch]));
    const known = journal.state('epoch');
    if (epoch === null || epoch === known) return;
    if (known !== null) {
      log.warn('Redis has lost what the relays had told each other; this relay tells it again.');
      journal.tellAgain();
    }
    journal.setState('position', '0-0');
    journal.setState('epoch', epoch);
  };

  const lookForGap = async (redis: RedisConnection, isNew: boolean): Promise<string | null> => {
    const trimmed = textOrNull.parse(await redis.ask(['GET', keys.trimmed]));
    const position = journal.state('position') ?? '0-0';
    if (trimmed === null || !isBefore(position, trimmed)) return null;
    const until = iso(timeOf(trimmed));
    const gap = isNew
      ? `This relay is new among the others: it has no calls from before ${until}. Restore a backup of another relay if it is to have them (docs/operations.md, Several relays).`
      : `This relay was away for longer than Redis keeps what the others told (redis.keepHours): what happened until ${until} is missing here. Restore a backup of another relay (docs/operations.md, Several relays).`;
    log.error(gap);
    return gap;
  };

  const syncRows = async (redis: RedisConnection): Promise<void> => {
    for (const kind of rowKinds) {
      const theirs = pairsReply.parse(await redis.ask(['HGETALL', keys.rows(kind)]));
      for (const [id, json] of theirs) {
        const row = rowOf(json, { kind, id });
        if (row) await takeIn({ kind: 'row', row }, row.by, `${kind} ${id}`);
        else log.warn('Something in Redis is not what relays tell each other; it is left out.', { kind });
      }
      for (const mine of journal.rows(kind)) {
        const row = rowOf(theirs.get(mine.id) ?? '', { kind, id: mine.id });
        if (!row || isNewer(stamp(mine), stamp(row))) journal.add('row', mine.id, kind);
      }
    }
  };

  return {
    /** @param gap what was missed before @returns what was missed for good by now, as a sentence; null: nothing */
    all: async (redis: RedisConnection, gap: string | null): Promise<string | null> => {
      const isNew = journal.state('epoch') === null;
      await syncEpoch(redis);
      const missed = (await lookForGap(redis, isNew)) ?? gap;
      await syncRows(redis);
      journal.tellLastAgain(doubtMs);
      return missed;
    },
  };
};
