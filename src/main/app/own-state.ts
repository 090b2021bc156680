/** What windows and tray show of the program itself. */
import { quietApp, type AppState } from '../../shared/ipc/app';

export interface OwnState {
  get(): AppState;
  set(patch: Partial<AppState>): void;
  onChange(listener: (state: AppState) => void): void;
}

export const createOwnState = (): OwnState => {
  let state = quietApp;
  const listeners: ((state: AppState) => void)[] = [];
  return {
    get: () => state,
    set: (patch) => {
      const next = { ...state, ...patch };
      if (JSON.stringify(next) === JSON.stringify(state)) return;
      state = next;
      for (const listener of listeners) listener(state);
    },
    onChange: (listener) => void listeners.push(listener),
  };
};
