/** Takes in what the other relays tell, in the one order that all of them see. */
import type { Logger } from '../../../shared/logger';
import { changeSchema, type Change } from '../../sharing/change';
import type { Journal } from '../shared-port';
import type { RedisConnection } from './connection';
import { readReply, timeOf, type Entry } from './replies';
import type { Keys } from './scripts';
import type { TakeIn } from './take-in';

/** Few at a time: pops must not wait behind them. */
const batch = 20;
const blockMs = 2_000;

export interface ReaderDeps {
  keys: Keys;
  journal: Pick<Journal, 'relayId' | 'state' | 'setState'>;
  /** May throw, e.g. where the disk does not write: then it is tried again later, and nothing after it is taken. */
  takeIn: TakeIn;
  /** What is of use now or never. */
  onBus: (change: Change, sender: string) => void;
  /** This relay has forgotten what that entry names. */
  onForgotten: (id: string) => Promise<void>;
  onTaken: (entryMs: number | null) => void;
  log: Logger;
}

const parse = (body: string): Change | null => {
  try {
    const parsed = changeSchema.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const createReader = ({ keys, journal, takeIn, onBus, onForgotten, onTaken, log }: ReaderDeps) => {
  const take = async ({ id, sender, body }: Entry): Promise<void> => {
    const isOwn = sender === journal.relayId;
    // What was forgotten here leaves Redis when this relay hears of it again.
    if (isOwn && !body.startsWith('{"kind":"forget"')) return;
    const change = parse(body);
    if (!change) {
      // Of a newer relay, or of somebody who should not write there.
      log.warn('Something in Redis is not what relays tell each other; it is left out.', { entry: id });
      return;
    }
    await takeIn(change, sender, id);
    if (change.kind === 'forget') await onForgotten(id);
  };

  const takeAll = async (entries: readonly Entry[]): Promise<void> => {
    for (const entry of entries) {
      await take(entry);
      await breathe();
    }
    const last = entries.at(-1);
    if (!last) return;
    journal.setState('position', last.id);
    onTaken(timeOf(last.id));
  };

  const position = (): string => journal.state('position') ?? '0-0';

  return {
    /** All that was told while this relay was away. */
    catchUp: async (redis: RedisConnection): Promise<void> => {
      for (;;) {
        const answer = await redis.ask(['XREAD', 'COUNT', `${batch}`, 'STREAMS', keys.changes, position()]);
        const entries = readReply.parse(answer).get(keys.changes) ?? [];
        if (entries.length === 0) return;
        await takeAll(entries);
      }
    },
    /** Ends only by an error, or when it is told to. @param busFrom the last entry of the bus that is old */
    follow: async (redis: RedisConnection, busFrom: string, isOver: () => boolean): Promise<void> => {
      let bus = busFrom;
      while (!isOver()) {
        const answer = await redis.ask(
          [
            'XREAD',
            'COUNT',
            `${batch}`,
            'BLOCK',
            `${blockMs}`,
            'STREAMS',
            keys.changes,
            keys.bus,
            position(),
            bus,
          ],
          blockMs,
        );
        if (isOver()) return;
        const streams = readReply.parse(answer);
        for (const { id, sender, body } of streams.get(keys.bus) ?? []) {
          bus = id;
          const change = sender === journal.relayId ? null : parse(body);
          if (change) onBus(change, sender);
        }
        const entries = streams.get(keys.changes) ?? [];
        if (entries.length === 0) onTaken(null);
        await takeAll(entries);
      }
    },
  };
};
