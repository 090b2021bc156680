import { useCallback, useState } from 'react';
import { useBridge } from './bridge-context';

export type Dialled = { kind: 'rings'; number: string } | { kind: 'refused'; problem: string } | null;

/** Click-to-dial, and what came of it. */
export const useDial = (): {
  dialled: Dialled;
  busy: boolean;
  dial: (number: string) => Promise<boolean>;
  forget: () => void;
} => {
  const bridge = useBridge();
  const [dialled, setDialled] = useState<Dialled>(null);
  const [busy, setBusy] = useState(false);
  const dial = useCallback(
    async (number: string): Promise<boolean> => {
      setBusy(true);
      setDialled(null);
      const reply = await bridge.invoke('call:dial', { number });
      setBusy(false);
      setDialled(reply.ok ? { kind: 'rings', number } : { kind: 'refused', problem: reply.error.message });
      return reply.ok;
    },
    [bridge],
  );
  return { dialled, busy, dial, forget: useCallback(() => setDialled(null), []) };
};
