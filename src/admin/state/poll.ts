/** Something the relay is asked for again and again while a page shows it; what came last stays while nobody answers. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { fullJitterMs } from '../../shared/backoff';
import type { Clock } from '../../shared/clock';
import type { Answer, Problem } from '../api/request';

export interface Polled<V> {
  /** Null until the first answer. */
  value: V | null;
  /** When `value` came, ms since the epoch. */
  at: number | null;
  /** Why there was no answer the last time; null while all is well. */
  problem: Problem | null;
  /** Since when there was none. */
  failingSince: number | null;
}
export interface Poll<V> extends StoreApi<Polled<V>> {
  /** Asks now and from now on; the returned function ends that. Several may use one poll. */
  use: () => () => void;
  /** Asks now, e.g. because something was changed. */
  refresh: () => Promise<void>;
}

/** However long the relay is away: it is found again within this time. */
const LONGEST_PAUSE_MS = 15_000;
/** While nobody looks, or nobody is signed in: how soon that is looked at again. */
const ASLEEP_MS = 500;

export const createPoll = <V>(
  load: () => Promise<Answer<V>>,
  deps: {
    clock: Clock;
    everyMs: number;
    random?: () => number;
    /** Whether to ask at all now: signed in, and the page in sight. */
    awake: () => boolean;
  },
): Poll<V> => {
  const { clock, everyMs, awake, random = Math.random } = deps;
  const store = createStore<Polled<V>>(() => ({ value: null, at: null, problem: null, failingSince: null }));
  let users = 0;
  let failures = 0;
  // An answer to an older question must not overwrite a newer one.
  let asked = 0;
  let cancel: () => void = () => undefined;

  const refresh = async (): Promise<void> => {
    const mine = ++asked;
    const answer = await load();
    if (mine !== asked) return;
    if (answer.ok) {
      failures = 0;
      store.setState({ value: answer.value, at: clock.now(), problem: null, failingSince: null });
      return;
    }
    // That is the session's matter: whoever signs in again finds the page as it was.
    if (answer.error.kind === 'signed-out') return;
    failures += 1;
    store.setState(({ failingSince }) => ({
      problem: answer.error,
      failingSince: failingSince ?? clock.now(),
    }));
  };
  const turn = async (): Promise<void> => {
    if (!awake()) {
      cancel();
      cancel = clock.after(ASLEEP_MS, () => void turn());
      return;
    }
    await refresh();
    if (users === 0) return;
    cancel();
    const extra =
      failures === 0 ? 0 : fullJitterMs(failures, { baseMs: everyMs, maxMs: LONGEST_PAUSE_MS, random });
    cancel = clock.after(Math.min(everyMs + extra, LONGEST_PAUSE_MS), () => void turn());
  };
  return {
    ...store,
    refresh,
    use: () => {
      users += 1;
      if (users === 1) void turn();
      return () => {
        users -= 1;
        if (users === 0) cancel();
      };
    },
  };
};
