import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { systemClock } from '../../shared/clock';
import type { Bridge } from '../../shared/ipc/contract';
import type { CompanionState } from '../../shared/ipc/state';
import type { CompanionStore } from './companion-store';
import { createNoteDrafts, type NoteDrafts } from './note-drafts';

interface House {
  bridge: Bridge;
  store: CompanionStore;
  drafts: NoteDrafts;
}
const Context = createContext<House | null>(null);

export const BridgeProvider = ({
  bridge,
  store,
  children,
}: Pick<House, 'bridge' | 'store'> & { children: ReactNode }) => {
  const [drafts] = useState(() => createNoteDrafts(bridge, systemClock));
  useEffect(() => {
    const flush = (): void => drafts.flush();
    window.addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', flush);
    };
  }, [drafts]);
  return <Context value={{ bridge, store, drafts }}>{children}</Context>;
};

const useHouse = (): House => {
  const house = useContext(Context);
  if (!house) throw new Error('BridgeProvider is missing above this component');
  return house;
};

export const useBridge = (): Bridge => useHouse().bridge;
/** What is being typed in this window and not yet kept. */
export const useDrafts = (): NoteDrafts => useHouse().drafts;

/** The whole state, null until the first one has come. */
export const useCompanionState = (): CompanionState | null =>
  useStore(useHouse().store, (mirror) => mirror.state);
export const useStartProblem = (): string | null => useStore(useHouse().store, (mirror) => mirror.problem);
