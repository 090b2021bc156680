import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Payload } from '../../shared/ipc/contract';
import type { Pages } from './page';
import type { Revive } from './revive';
import { stillVisible, type Rect } from './placement';

export interface CompanionWindowDeps {
  pages: Pages;
  revive: Revive;
  icon: string;
  bounds(): Rect | null;
  saveBounds(bounds: Rect): void;
  /** While the app quits the window really closes. */
  quitting(): boolean;
}

export interface CompanionWindow {
  /** null before its first use. */
  current(): BrowserWindow | null;
  /** Made at the first call; afterwards brought to the front. */
  show(target?: Payload<'window:navigate'>): Promise<void>;
  /** Where it is not to be seen, shows it without taking the focus. */
  offer(): Promise<void>;
}

export const createCompanionWindow = (deps: CompanionWindowDeps): CompanionWindow => {
  let opened: { window: BrowserWindow; loaded: Promise<void> } | null = null;

  const create = (): BrowserWindow => {
    const kept = deps.bounds();
    const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
    const window = new BrowserWindow({
      width: 1080,
      height: 720,
      ...(kept && stillVisible(kept, areas) ? kept : {}),
      minWidth: 420,
      minHeight: 480,
      show: false,
      autoHideMenuBar: true,
      title: 'CTI Companion',
      icon: deps.icon,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#14161d' : '#f7f8fb',
      webPreferences: deps.pages.webPreferences,
    });
    window.on('close', (event) => {
      deps.saveBounds(window.getNormalBounds());
      if (deps.quitting()) return;
      // The phone keeps ringing while the window is away; the tray brings it back.
      event.preventDefault();
      window.hide();
    });
    window.on('closed', () => (opened = null));
    return window;
  };

  /** @returns null where the app quits meanwhile */
  const ready = async (): Promise<BrowserWindow | null> => {
    if (!opened) {
      const window = create();
      const load = (): Promise<void> => deps.pages.load(window, 'companion');
      deps.revive(window, load);
      opened = { window, loaded: load() };
    }
    const { window, loaded } = opened;
    await loaded;
    return window.isDestroyed() ? null : window;
  };

  return {
    current: () => opened?.window ?? null,
    offer: async () => {
      const window = await ready();
      if (window && !window.isVisible()) window.showInactive();
    },
    show: async (target) => {
      const window = await ready();
      if (!window) return;
      if (window.isMinimized()) window.restore();
      window.show();
      if (target) window.webContents.send('window:navigate', target);
    },
  };
};
