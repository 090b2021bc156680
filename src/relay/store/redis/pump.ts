/** Tells the others what the journal holds, in its order. A doubt is told twice: to hear it again changes nothing. */
import type { Logger } from '../../../shared/logger';
import { aboutOf, type Change } from '../../sharing/change';
import type { Journal, SharedChange } from '../shared-port';
import type { RedisConnection } from './connection';
import { setRowScript, type Keys } from './scripts';
import { storageTrouble } from './take-in';

const batch = 100;

export const entryOf = (key: string, relayId: string, change: Change, ...options: string[]): string[] => [
  'XADD',
  key,
  ...options,
  '*',
  'r',
  relayId,
  'a',
  aboutOf(change),
  'j',
  JSON.stringify(change),
];

const commandsOf = (keys: Keys, relayId: string, change: Change): string[][] => {
  const entry = entryOf(keys.changes, relayId, change);
  if (change.kind !== 'row') return [entry];
  const { kind, id, rev, by, row, at } = change.row;
  const json = JSON.stringify({ rev, by, row, at });
  const args = [id, `${rev}`, row === null ? '1' : '0', by, json];
  return [['EVAL', setRowScript, '1', keys.rows(kind), ...args], entry];
};

export const createPump = ({
  keys,
  journal,
  read,
  log,
}: {
  keys: Keys;
  journal: Journal;
  /** What a line says now; null: nothing any more. */
  read: (change: SharedChange) => Change | null;
  log: Logger;
}) => {
  let wake = (): void => {};
  journal.onChange(() => wake());

  const readable = (line: SharedChange): Change | null => {
    try {
      return read(line);
    } catch (error) {
      if (storageTrouble(error) !== null) throw error;
      // All that comes after it would wait for it for ever.
      log.error('Something that the other relays should hear can not be read; they are not told of it.', {
        kind: line.kind,
        ref: line.ref,
        error,
      });
      return null;
    }
  };

  const tell = async (redis: RedisConnection): Promise<boolean> => {
    const lines = journal.unsent(batch);
    if (lines.length === 0) return false;
    const commands = lines.flatMap((line) => {
      const change = readable(line);
      return change ? commandsOf(keys, journal.relayId, change) : [];
    });
    await Promise.all(commands.map((command) => redis.ask(command)));
    journal.markSent(lines.map(({ seq }) => seq));
    // A number that is to be forgotten is not kept.
    journal.drop(lines.flatMap(({ kind, seq }) => (kind === 'forget' ? [seq] : [])));
    return lines.length === batch;
  };

  /** One after the other, or the same would be told twice. */
  let turn: Promise<unknown> = Promise.resolve();
  /** @returns whether there may be more */
  const push = (redis: RedisConnection): Promise<boolean> => {
    const told = turn.then(() => tell(redis));
    turn = told.catch(() => undefined);
    return told;
  };

  return {
    push,
    /** Ends only by an error, or when it is told to. */
    follow: async (redis: RedisConnection, isOver: () => boolean): Promise<void> => {
      while (!isOver()) {
        const changed = new Promise<void>((resolve) => {
          wake = resolve;
        });
        if (!(await push(redis))) await changed;
      }
    },
    wake: (): void => wake(),
  };
};
