/** Holds the system-wide keys that the agent has chosen, and no others. */
import type { AppLinks } from '../../shared/app-links/state';

export interface Keys {
  /** @returns false where another program has them; throws where the system knows no such keys */
  register(keys: string, pressed: () => void): boolean;
  unregister(keys: string): void;
}

type Text = Promise<string> | string;
/** Electron's clipboard: newer ones have the selection beside it, older ones as a kind of it. */
interface ClipboardLike {
  readText(kind?: 'selection'): Text;
  selection?: { readText(): Text };
}

/** Where a number may be, the likeliest first. X11 knows what is selected without a copy; elsewhere the agent copies first. */
export const readTexts = async (clipboard: ClipboardLike, platform: NodeJS.Platform): Promise<string[]> => {
  const selected = (): Text => clipboard.selection?.readText() ?? clipboard.readText('selection');
  return [...(platform === 'linux' ? [await selected()] : []), await clipboard.readText()];
};

/** @returns takes what is chosen now (null: none) and says what became of it */
export const createHotkey = (keys: Keys, pressed: () => void) => {
  let held: string | null = null;
  let asked: string | null = null;
  let state: AppLinks['hotkey'] = 'off';

  const take = (wanted: string): boolean => {
    try {
      return keys.register(wanted, pressed);
    } catch {
      return false;
    }
  };

  return (wanted: string | null): AppLinks['hotkey'] => {
    if (wanted === asked) return state;
    asked = wanted;
    if (held !== null) keys.unregister(held);
    held = wanted !== null && take(wanted) ? wanted : null;
    state = wanted === null ? 'off' : held === null ? 'taken' : 'on';
    return state;
  };
};
