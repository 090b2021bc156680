/** A list that comes in pages, for one question at a time. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Answer, Problem } from '../api/request';

export interface Paged<Query, Row> {
  query: Query;
  status: 'loading' | 'ready' | 'failed';
  problem: Problem | null;
  rows: Row[];
  nextCursor: string | null;
}
export interface PagedStore<Query, Row> extends StoreApi<Paged<Query, Row>> {
  /** Another question; its first page. */
  load: (query: Query) => Promise<void>;
  /** The next page, if there is one and none is on its way. */
  more: () => Promise<void>;
  /** The same question again, from the start; the rows stay until the new ones are here. */
  again: () => Promise<void>;
}

export const createPaged = <Query, Row>(
  first: Query,
  fetchPage: (
    query: Query,
    cursor: string | null,
  ) => Promise<Answer<{ rows: Row[]; nextCursor: string | null }>>,
): PagedStore<Query, Row> => {
  const store = createStore<Paged<Query, Row>>(() => ({
    query: first,
    status: 'loading',
    problem: null,
    rows: [],
    nextCursor: null,
  }));
  // Answers of an older question must not overwrite those of a newer one.
  let question = 0;
  const ask = async (before: Row[], cursor: string | null): Promise<void> => {
    const mine = ++question;
    const answer = await fetchPage(store.getState().query, cursor);
    if (mine !== question) return;
    if (answer.ok)
      store.setState({
        status: 'ready',
        problem: null,
        rows: [...before, ...answer.value.rows],
        nextCursor: answer.value.nextCursor,
      });
    else store.setState({ status: 'failed', problem: answer.error });
  };
  return {
    ...store,
    load: (query) => {
      store.setState({ query, status: 'loading', problem: null, rows: [], nextCursor: null });
      return ask([], null);
    },
    more: async () => {
      const { rows, nextCursor, status } = store.getState();
      if (nextCursor === null || status === 'loading') return;
      store.setState({ status: 'loading', problem: null });
      await ask(rows, nextCursor);
    },
    again: () => ask([], null),
  };
};
