/** Light, dark, or as the system has it; kept in this browser. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
export interface ThemeStore extends StoreApi<{ theme: Theme }> {
  pick: (theme: Theme) => void;
}

const KEY = 'cti.admin.theme';

export const createTheme = (
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  root: { dataset: DOMStringMap },
): ThemeStore => {
  const kept = storage.getItem(KEY);
  const store = createStore<{ theme: Theme }>(() => ({
    theme: themes.find((theme) => theme === kept) ?? 'system',
  }));
  const show = (theme: Theme): void => {
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
  };
  show(store.getState().theme);
  return {
    ...store,
    pick: (theme) => {
      storage.setItem(KEY, theme);
      store.setState({ theme });
      show(theme);
    },
  };
};
