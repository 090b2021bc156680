/** The history list: how many calls fit and on which days; the rows are read as they come in sight. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Call } from '../../shared/call/call';
import type { Bridge } from '../../shared/ipc/contract';
import { ROWS_AT_ONCE, type HistoryFound, type HistoryQuery } from '../../shared/ipc/history';

export interface HistoryView {
  query: HistoryQuery;
  status: 'loading' | 'ready' | 'failed';
  problem: string | null;
  found: HistoryFound | null;
  /** Pages of `ROWS_AT_ONCE` rows, by their place. */
  pages: ReadonlyMap<number, readonly Call[]>;
}
export interface HistoryStore extends StoreApi<HistoryView> {
  /** Another search, or the same once more because calls came or changed: then the rows stay until the new ones are here. */
  load(query: HistoryQuery): Promise<void>;
  /** These rows, the last included, are in sight, and another one has the focus. */
  look: (from: number, to: number, focused?: number | null) => void;
}

export const wholeHistory: HistoryQuery = { text: '', filter: 'all', queue: null };
/** Pages out of sight that are kept, for whoever scrolls back. */
const KEPT_PAGES = 12;

const pageOf = (index: number): number => Math.floor(index / ROWS_AT_ONCE);

/** Null: the row is not here yet. */
export const callAt = ({ pages }: Pick<HistoryView, 'pages'>, index: number): Call | null =>
  pages.get(pageOf(index))?.[index % ROWS_AT_ONCE] ?? null;

/** Where a call of the rows that are here stands; null: among none of them. */
export const placeOf = ({ pages }: Pick<HistoryView, 'pages'>, callId: string): number | null => {
  for (const [page, calls] of pages) {
    const at = calls.findIndex(({ id }) => id === callId);
    if (at >= 0) return page * ROWS_AT_ONCE + at;
  }
  return null;
};

export const createHistoryStore = (bridge: Bridge): HistoryStore => {
  const store = createStore<HistoryView>(() => ({
    query: wholeHistory,
    status: 'loading',
    problem: null,
    found: null,
    pages: new Map(),
  }));
  // Answers of an older question must not overwrite those of a newer one.
  let question = 0;
  let sight = [0];
  let reading = false;

  const inSight = (total: number): number[] =>
    [...new Set(sight)].filter((page) => page * ROWS_AT_ONCE < total);

  const read = (query: HistoryQuery, page: number) =>
    bridge.invoke('history:rows', { ...query, from: page * ROWS_AT_ONCE, count: ROWS_AT_ONCE });

  const load = async (query: HistoryQuery): Promise<void> => {
    const asked = ++question;
    const fail = (problem: string): void => {
      if (asked === question) store.setState({ status: 'failed', problem });
    };
    store.setState({ query, problem: null });
    const reply = await bridge.invoke('history:find', query);
    if (asked !== question) return;
    if (!reply.ok) {
      fail(reply.error.message);
      return;
    }
    const found = reply.value;
    const wanted = inSight(found.total);
    const rows = await Promise.all((wanted.length > 0 ? wanted : [0]).map((page) => read(query, page)));
    if (asked !== question) return;
    const pages = new Map<number, readonly Call[]>();
    for (const [at, one] of rows.entries()) {
      if (!one.ok) {
        fail(one.error.message);
        return;
      }
      pages.set(wanted[at] ?? 0, one.value.calls);
    }
    store.setState({ status: 'ready', problem: null, found, pages });
    // Something changed between the two answers, so the rows may stand elsewhere by now.
    if (rows.some((one) => one.ok && one.value.revision > found.revision)) await load(query);
    else void readOn();
  };

  /** One page at a time, and always one that is in sight now: whoever scrolls far waits for no row on the way. */
  const readOn = async (): Promise<void> => {
    const { query, found, pages } = store.getState();
    const page = found && inSight(found.total).find((one) => !pages.has(one));
    if (reading || !found || page === null || page === undefined) return;
    const asked = question;
    reading = true;
    const reply = await read(query, page);
    reading = false;
    if (asked !== question) {
      void readOn();
      return;
    }
    if (!reply.ok) {
      store.setState({ status: 'failed', problem: reply.error.message });
      return;
    }
    if (reply.value.revision > found.revision) {
      await load(query);
      return;
    }
    const kept = new Map(store.getState().pages).set(page, reply.value.calls);
    const shown = new Set(sight);
    for (const old of kept.keys()) if (kept.size > KEPT_PAGES && !shown.has(old)) kept.delete(old);
    store.setState({ pages: kept });
    await readOn();
  };

  return {
    ...store,
    load: (query) => {
      const { query: before } = store.getState();
      const isSame =
        before.text === query.text && before.filter === query.filter && before.queue === query.queue;
      if (!isSame) sight = [0];
      return load(query);
    },
    look: (from, to, focused = null) => {
      const [first, last] = [pageOf(from), pageOf(to)];
      sight = Array.from({ length: last - first + 1 }, (_, at) => first + at);
      if (focused !== null) sight.push(pageOf(focused));
      void readOn();
    },
  };
};
