import { useEffect, useState } from 'react';
import { quietApp, type AppState } from '../../shared/ipc/app';
import { useBridge } from './bridge-context';

/** The program itself: its update, and what went wrong in it. */
export const useAppState = (): AppState => {
  const bridge = useBridge();
  const [state, setState] = useState(quietApp);
  useEffect(() => {
    let pushed = false;
    const stop = bridge.on('app:changed', (next) => {
      pushed = true;
      setState(next);
    });
    void bridge.invoke('app:state', undefined).then((reply) => {
      // What was pushed meanwhile is newer.
      if (reply.ok && !pushed) setState(reply.value);
    });
    return stop;
  }, [bridge]);
  return state;
};
