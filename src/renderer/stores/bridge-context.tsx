import { createContext, useContext, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Bridge } from '../../shared/ipc/contract';
import type { CompanionState } from '../../shared/ipc/state';
import type { CompanionStore } from './companion-store';

interface House {
  bridge: Bridge;
  store: CompanionStore;
}
const Context = createContext<House | null>(null);

export const BridgeProvider = ({ bridge, store, children }: House & { children: ReactNode }) => (
  <Context value={{ bridge, store }}>{children}</Context>
);

const useHouse = (): House => {
  const house = useContext(Context);
  if (!house) throw new Error('BridgeProvider is missing above this component');
  return house;
};

export const useBridge = (): Bridge => useHouse().bridge;

/** The whole state, null until the first one has come. */
export const useCompanionState = (): CompanionState | null =>
  useStore(useHouse().store, (mirror) => mirror.state);
export const useStartProblem = (): string | null => useStore(useHouse().store, (mirror) => mirror.problem);
