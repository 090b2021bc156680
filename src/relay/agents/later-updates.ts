/** Updates that may wait: of each call the latest is told once, to whom it is owed, however many changes there were meanwhile. */
import type { Call } from '../../shared/call/call';
import type { Clock } from '../../shared/clock';
import { mayWaitMs } from './delivery';

interface Owed {
  call: Call;
  extensions: Set<string>;
}

/** @param tell is given phones, not desktops: whose they are, and who has left, shows when it is told */
export const createLaterUpdates = ({
  clock,
  tell,
}: {
  clock: Clock;
  tell: (call: Call, extensions: ReadonlySet<string>) => void;
}) => {
  const owed = new Map<string, Owed>();

  const pay = (callId: string): void => {
    const debt = owed.get(callId);
    owed.delete(callId);
    if (debt && debt.extensions.size > 0) tell(debt.call, debt.extensions);
  };

  return {
    /** The call has changed: to `later` an update of it is owed, the rest of `audience` was told. */
    changed: (call: Call, audience: readonly string[], later: ReadonlySet<string>): void => {
      let debt = owed.get(call.id);
      if (!debt) {
        if (later.size === 0) return;
        debt = { call, extensions: new Set() };
        owed.set(call.id, debt);
        clock.after(mayWaitMs(call), () => pay(call.id));
      }
      debt.call = call;
      for (const extension of audience)
        if (later.has(extension)) debt.extensions.add(extension);
        else debt.extensions.delete(extension);
    },
    /** Nothing is told of these calls any more. */
    forget: (callIds: Iterable<string>): void => {
      for (const callId of callIds) owed.delete(callId);
    },
  };
};
