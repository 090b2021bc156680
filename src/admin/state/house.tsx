/** What every page of the dashboard has at hand: the relay's API, who is signed in, and what more than one page shows. */
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { z } from 'zod';
import type { Clock } from '../../shared/clock';
import type { agentListSchema, callListSchema, Status } from '../../shared/protocol/rest';
import type { RelayApi } from '../api/relay-api';
import type { Answer } from '../api/request';
import { createPoll, type Poll, type Polled } from './poll';
import type { SessionStore } from './session';

export type Agents = z.infer<typeof agentListSchema>['agents'];
export type KnownAgent = Agents[number];

export interface House {
  api: RelayApi;
  session: SessionStore;
  clock: Clock;
  status: Poll<Status>;
  agents: Poll<z.infer<typeof agentListSchema>>;
  calls: Poll<z.infer<typeof callListSchema>>;
  /** For what one page shows alone. */
  poll: <V>(load: () => Promise<Answer<V>>, everyMs: number) => Poll<V>;
}

/** One administrator with every page open asks some 70 times a minute; the relay allows 600. */
const EVERY_MS = { status: 3_000, agents: 5_000, calls: 2_000 };

export const createHouse = (
  api: RelayApi,
  session: SessionStore,
  clock: Clock,
  isVisible: () => boolean,
): House => {
  const awake = (): boolean => session.getState().stage === 'in' && isVisible();
  const poll: House['poll'] = (load, everyMs) => createPoll(load, { clock, everyMs, awake });
  return {
    api,
    session,
    clock,
    status: poll(api.status, EVERY_MS.status),
    agents: poll(api.agents, EVERY_MS.agents),
    calls: poll(api.activeCalls, EVERY_MS.calls),
    poll,
  };
};

const Context = createContext<House | null>(null);

export const HouseProvider = ({ house, children }: { house: House; children: ReactNode }) => (
  <Context value={house}>{children}</Context>
);

export const useHouse = (): House => {
  const house = useContext(Context);
  if (!house) throw new Error('HouseProvider is missing above this component');
  return house;
};

/** What a poll has; it asks as long as a component that uses it is shown. */
export const usePolled = <V,>(poll: Poll<V>): Polled<V> => {
  useEffect(() => poll.use(), [poll]);
  return useStore(poll);
};

/**
 * A poll of a page's own.
 * @param load must not change while the page is shown; give the component a `key` where it has to
 */
export const useOwnPoll = <V,>(load: (api: RelayApi) => Promise<Answer<V>>, everyMs: number): Poll<V> => {
  const house = useHouse();
  const [poll] = useState(() => house.poll(() => load(house.api), everyMs));
  return poll;
};
