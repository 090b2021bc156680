/** The agent's calls on this computer: rows in memory for search and scrolling, the calls themselves in the archive. */
import type { Call } from '../../call/call';
import type { HistoryFound, HistoryQuery } from '../../ipc/history';
import type { Logger } from '../../logger';
import { freshMeta, type CallArchive, type Meta } from './archive';
import { countDays, findRows } from './find';
import { byAge, isMissedRow, mergeCall, rowOf, type Entry, type Row } from './row';

/** So many are counted; whoever missed more wants a list and not a number. */
export const MOST_MISSED = 500;
/** Questions whose answers are kept: the list on the screen, and one that is typed beside it. */
const KEPT_ANSWERS = 4;

export interface News {
  call: Call;
  /** What the agent wrote; undefined: nothing new about it. */
  note?: string | null;
  /** The relay's word now, even where its version is lower: a restarted relay counts anew. */
  anyway?: boolean;
}

export const createCallBook = (deps: { archive: CallArchive; log: Logger; onChange: () => void }) => {
  const { archive, log, onChange } = deps;
  let meta: Meta = freshMeta;
  let rows: readonly Row[] = [];
  let byId = new Map<string, Row>();
  let queues: ReadonlySet<string> = new Set();
  let revision = 0;
  let answers = new Map<string, readonly Row[]>();
  /** Rises when all is erased: what was asked before must not come back. */
  let era = 0;

  const mine = (): readonly string[] => meta.agent?.extensions ?? [];
  const changed = (next: readonly Row[]): void => {
    rows = next;
    revision += 1;
    answers = new Map();
    onChange();
  };

  const ready = archive.load().then(
    (kept) => {
      meta = kept.meta;
      byId = new Map(kept.rows.map((row) => [row.id, row]));
      queues = new Set(kept.rows.flatMap(({ queue }) => (queue === null ? [] : [queue])));
      changed([...byId.values()].sort(byAge));
    },
    (error: unknown) => log.error('the history could not be read; it is fetched anew', { error }),
  );
  /** One after the other, so that an older word about a call never lands on a newer one. */
  let last: Promise<unknown> = ready;
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const begun = era;
    const run = last
      .catch(() => undefined)
      .then(() => (begun === era ? task() : Promise.reject(new Error('the history was erased'))));
    last = run;
    return run;
  };

  const setMeta = async (patch: Partial<Meta>): Promise<void> => {
    meta = { ...meta, ...patch };
    await archive.saveMeta(meta);
  };

  const isNews = ({ call, note, anyway }: News): boolean => {
    const known = byId.get(call.id);
    return !known || note !== undefined || known.version < call.version || anyway === true;
  };

  const store = async (news: readonly News[]): Promise<void> => {
    const fresh = news.filter(({ call }) => call.state === 'ended').filter(isNews);
    if (fresh.length === 0) return;
    const known = new Map(
      (await archive.read(fresh.map(({ call }) => call.id).filter((id) => byId.has(id)))).map((entry) => [
        entry.call.id,
        entry,
      ]),
    );
    const taken = new Map<string, { entry: Entry; row: Row }>();
    for (const { call, note, anyway } of fresh) {
      const before = taken.get(call.id)?.entry ?? known.get(call.id);
      // Whoever tells a note may know less of the call than is kept here: an older state, or no contact.
      const isStale = before !== undefined && before.call.version >= call.version && anyway !== true;
      const entry = {
        call: isStale ? before.call : before ? mergeCall(before.call, call) : call,
        note: note === undefined ? (before?.note ?? null) : note,
      };
      if (before && JSON.stringify(before) === JSON.stringify(entry)) continue;
      taken.set(call.id, { entry, row: rowOf(entry) });
    }
    if (taken.size === 0) return;
    await archive.add([...taken.values()]);
    const added = [...taken.values()].map(({ row }) => row);
    const missed = missedAfter([...taken.values()]);
    if (missed.join() !== meta.missed.join()) await setMeta({ missed });
    const next = rows.map((row) => taken.get(row.id)?.row ?? row);
    next.push(...added.filter(({ id }) => !byId.has(id)));
    for (const row of added) {
      byId.set(row.id, row);
      if (row.queue !== null && !queues.has(row.queue)) queues = new Set([...queues, row.queue]);
    }
    changed(next.sort(byAge));
  };

  /** A call counts once, when it is new here; one that somebody took after all does not. */
  const missedAfter = (taken: readonly { entry: Entry; row: Row }[]): string[] => {
    const { bornAt } = meta;
    const isLost = new Map(taken.map(({ row }) => [row.id, isMissedRow(row, mine())]));
    const fresh = taken.filter(
      ({ entry: { call }, row }) =>
        isLost.get(row.id) && !byId.has(row.id) && bornAt !== null && (call.endedAt ?? '') > bornAt,
    );
    return [...fresh.map(({ row }) => row.id), ...meta.missed.filter((id) => isLost.get(id) !== false)].slice(
      0,
      MOST_MISSED,
    );
  };

  const answerOf = (query: HistoryQuery): readonly Row[] => {
    const key = JSON.stringify([query.text, query.filter, query.queue]);
    const found = answers.get(key) ?? findRows(rows, query, mine());
    answers.delete(key);
    answers.set(key, found);
    const [oldest] = answers.keys();
    if (answers.size > KEPT_ANSWERS && oldest !== undefined) answers.delete(oldest);
    return found;
  };

  return {
    ready,
    meta: (): Meta => meta,
    revision: (): number => revision,
    setMeta: (patch: Partial<Meta>): Promise<void> => inTurn(() => setMeta(patch)),
    put: (news: readonly News[]): Promise<void> => inTurn(() => store(news)),
    find: (query: HistoryQuery): HistoryFound => {
      const found = answerOf(query);
      return {
        revision,
        total: found.length,
        days: countDays(found),
        queues: [...queues].sort((a, b) => a.localeCompare(b)),
      };
    },
    rows: async (query: HistoryQuery, from: number, count: number): Promise<Call[]> => {
      const ids = answerOf(query)
        .slice(from, from + count)
        .map(({ id }) => id);
      return (await archive.read(ids)).map(({ call }) => call);
    },
    /** All rows that fit, newest first, as they are now. */
    matching: answerOf,
    read: (ids: readonly string[]): Promise<Entry[]> => archive.read(ids),
    /** The agent looked at the list. */
    seen: (): Promise<void> =>
      inTurn(async () => {
        if (meta.missed.length === 0) return;
        await setMeta({ missed: [] });
        onChange();
      }),
    /** Calls that began before this moment (milliseconds since the epoch) are older than anybody keeps them. */
    before: (ms: number): string[] => {
      const first = rows.findIndex(({ at }) => at < ms);
      return first < 0 ? [] : rows.slice(first).map(({ id }) => id);
    },
    remove: (ids: readonly string[]): Promise<void> =>
      inTurn(async () => {
        if (ids.length === 0) return;
        const gone = new Set(ids);
        await archive.remove(ids);
        await setMeta({ missed: meta.missed.filter((id) => !gone.has(id)) });
        for (const id of ids) byId.delete(id);
        changed(rows.filter(({ id }) => !gone.has(id)));
      }),
    /** He has signed out, or somebody else signs in. */
    erase: async (): Promise<void> => {
      era += 1;
      meta = freshMeta;
      byId = new Map();
      queues = new Set();
      changed([]);
      await inTurn(() => archive.erase());
    },
  };
};
export type CallBook = ReturnType<typeof createCallBook>;
