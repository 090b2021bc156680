/** The renderer's read-only mirror of `CompanionState`: filled once by `state:get`, then by pushes with a higher version. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../shared/ipc/contract';
import type { CompanionState } from '../../shared/ipc/state';

export interface Mirror {
  /** Null until the first state has come. */
  state: CompanionState | null;
  /** Why there is no state, as a sentence; null while all is well. */
  problem: string | null;
}
export type CompanionStore = StoreApi<Mirror>;

/** A push may overtake the answer of `state:get`; the higher version is the truth, whichever came last. */
export const newer = (current: CompanionState | null, next: CompanionState): CompanionState =>
  current !== null && current.version >= next.version ? current : next;

/** @returns the store, and a function that ends the subscription */
export const mirrorState = (bridge: Bridge): { store: CompanionStore; stop: () => void } => {
  const store = createStore<Mirror>(() => ({ state: null, problem: null }));
  const take = (next: CompanionState): void =>
    store.setState((mirror) => ({ state: newer(mirror.state, next), problem: null }));
  const stop = bridge.on('state:changed', take);
  void bridge.invoke('state:get', undefined).then((reply) => {
    if (reply.ok) take(reply.value);
    else if (store.getState().state === null) store.setState({ problem: reply.error.message });
  });
  return { store, stop };
};
