/** The one state and who listens to it: each change raises its version. */
import type { CrmRecord } from '../call/call';
import { iso, type Clock } from '../clock';
import type { CompanionState } from '../ipc/state';
import { factsAfter } from './link-facts';
import { withRecords } from './replica';

export const createStateKeeper = (
  first: CompanionState,
  deps: {
    clock: Clock;
    /** What others show of their own, laid over each new state. */
    views: (next: CompanionState) => Partial<CompanionState>;
    /** Runs before anybody is told. */
    follow: (state: CompanionState) => void;
  },
) => {
  const { clock, views, follow } = deps;
  const listeners = new Set<(state: CompanionState) => void>();
  /** Of calls that this desktop logs itself. */
  const ownRecords = new Map<string, CrmRecord>();
  /** Links that something has come over since the last update. */
  const heard: string[] = [];
  let state = first;

  const update = (patch: Partial<CompanionState>): void => {
    const next = { ...state, ...patch };
    const calls = withRecords(next.calls, ownRecords);
    const linkFacts = factsAfter(state.linkFacts, state.links, next.links, iso(clock.now()), heard.splice(0));
    state = { ...next, calls, linkFacts, ...views(next), version: state.version + 1 };
    follow(state);
    for (const listener of listeners) listener(state);
  };

  return {
    state: (): CompanionState => state,
    update,
    /** Without a word to anybody: an `update` follows at once and tells both. */
    amend: (patch: Partial<CompanionState>): void => {
      state = { ...state, ...patch };
    },
    heard: (link: 'relay' | 'crm'): void => void heard.push(link),
    setRecord: (callId: string, record: CrmRecord): void => {
      ownRecords.set(callId, record);
      update({});
    },
    onState: (listener: (state: CompanionState) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
export type StateKeeper = ReturnType<typeof createStateKeeper>;
