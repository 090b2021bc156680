import type { CompanionState, Pop } from '../../shared/ipc/state';

type Shown = Pick<CompanionState, 'pops' | 'notices' | 'calls'>;

/** Whether something begins to ring on the agent's screen with this state: a card or a notification that was not there before. */
export const createNewRings = (): ((state: Shown) => boolean) => {
  let known: ReadonlySet<string> | null = null;
  return ({ pops, notices, calls }) => {
    const rings = ({ callId, reason, closing }: Pop): boolean =>
      reason === 'ringing' &&
      closing === null &&
      calls.some(({ id, state }) => id === callId && state === 'ringing');
    const now = [...pops, ...notices];
    const before = known;
    known = new Set(now.map(({ messageId }) => messageId));
    // What rang before this window was there has been heard by whoever was there.
    return before !== null && now.some((pop) => !before.has(pop.messageId) && rings(pop));
  };
};
