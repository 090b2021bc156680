/** The history list: pages from `history:list`, for one search and filter at a time. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Call } from '../../shared/call/call';
import type { Bridge } from '../../shared/ipc/contract';
import { fits, type HistoryFilter } from './merge-history';

export interface HistoryQuery {
  filter: HistoryFilter;
  number: string;
  /** The agent's extensions: what is missed depends on who asks. */
  mine: readonly string[];
}
export interface History {
  query: HistoryQuery;
  status: 'loading' | 'ready' | 'failed';
  problem: string | null;
  loaded: Call[];
  nextCursor: string | null;
}
export interface HistoryStore extends StoreApi<History> {
  load(query: HistoryQuery): Promise<void>;
  more(): Promise<void>;
}

/** A filter can leave little of a page; then the next ones are fetched too, up to this many at once. */
const PAGES_AT_ONCE = 6;
const ENOUGH_ROWS = 20;

export const createHistoryStore = (bridge: Bridge): HistoryStore => {
  const store = createStore<History>(() => ({
    query: { filter: 'all', number: '', mine: [] },
    status: 'loading',
    problem: null,
    loaded: [],
    nextCursor: null,
  }));
  // Answers of an older question must not overwrite those of a newer one.
  let question = 0;

  const fetchPages = async (from: Call[], cursor: string | null): Promise<void> => {
    const asked = ++question;
    const { filter, number, mine } = store.getState().query;
    let [loaded, nextCursor] = [from, cursor];
    for (let page = 0; page < PAGES_AT_ONCE; page++) {
      const reply = await bridge.invoke('history:list', {
        ...(number.trim().length >= 2 ? { number: number.trim().slice(0, 40) } : {}),
        // What is missed depends on who asks, so that one is left to `fits`.
        ...(filter === 'inbound' || filter === 'outbound' ? { direction: filter } : {}),
        ...(nextCursor === null ? {} : { cursor: nextCursor }),
      });
      if (asked !== question) return;
      if (!reply.ok) {
        store.setState({ status: 'failed', problem: reply.error.message, loaded, nextCursor });
        return;
      }
      loaded = [...loaded, ...reply.value.calls];
      nextCursor = reply.value.nextCursor;
      const fresh = loaded.slice(from.length).filter((call) => fits(call, filter, number, mine));
      if (nextCursor === null || fresh.length >= ENOUGH_ROWS) break;
    }
    store.setState({ status: 'ready', problem: null, loaded, nextCursor });
  };

  return {
    ...store,
    load: async (query) => {
      const same = query.number === store.getState().query.number;
      // The same search again (after a reconnect, another filter) keeps its rows until the new ones are here.
      store.setState({
        query,
        status: 'loading',
        problem: null,
        ...(same ? {} : { loaded: [], nextCursor: null }),
      });
      await fetchPages([], null);
    },
    more: async () => {
      const { loaded, nextCursor } = store.getState();
      if (nextCursor === null) return;
      store.setState({ status: 'loading', problem: null });
      await fetchPages(loaded, nextCursor);
    },
  };
};
