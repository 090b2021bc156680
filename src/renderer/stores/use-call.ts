import { useEffect, useState } from 'react';
import type { Call } from '../../shared/call/call';
import type { CompanionState } from '../../shared/ipc/state';
import { useBridge } from './bridge-context';

/** A call of this session, or one that is kept; `undefined` while it is read, null where it is in neither. */
export const useCall = (callId: string | null, state: CompanionState): Call | null | undefined => {
  const bridge = useBridge();
  const [kept, setKept] = useState<{ callId: string; call: Call | null } | null>(null);
  const live = state.calls.find(({ id }) => id === callId);
  const { revision } = state.history;
  const isLive = live !== undefined;
  useEffect(() => {
    if (callId === null || isLive) return;
    let wanted = true;
    void bridge.invoke('history:call', { callId }).then((reply) => {
      if (wanted && reply.ok) setKept({ callId, call: reply.value.call });
    });
    return () => {
      wanted = false;
    };
  }, [bridge, callId, isLive, revision]);
  if (callId === null) return null;
  return live ?? (kept?.callId === callId ? kept.call : undefined);
};
