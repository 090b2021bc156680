/** The pop: made once and hidden, so that a call only has to show it; never takes the focus from what the agent does. */
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { CompanionState, Settings } from '../../shared/ipc/state';
import type { Pages } from './page';
import { popBounds, popSize } from './placement';

const FIRST_HEIGHT = 220;

export interface PopWindow {
  readonly window: BrowserWindow;
  /** Shows, moves or hides the window as the state demands. */
  render(state: CompanionState): void;
  /** The agent writes here: by his own hand alone does this window ever get the focus. */
  takeKeys(): void;
  /** The height of what the page has drawn, in CSS px. */
  resize(height: number): void;
  loaded: Promise<void>;
}

export const createPopWindow = (pages: Pages): PopWindow => {
  const window = new BrowserWindow({
    width: popSize.width,
    height: FIRST_HEIGHT,
    show: false,
    frame: false,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    hasShadow: true,
    title: 'CTI Companion call',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1b1d26' : '#ffffff',
    // On macOS a panel floats without making the app the active one.
    ...(process.platform === 'darwin' && { type: 'panel' }),
    webPreferences: pages.webPreferences,
  });
  window.setAlwaysOnTop(true, 'screen-saver');
  // On macOS this would turn the app into an accessory without a dock icon, if it were not told to skip that.
  window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });

  let corner: Settings['popCorner'] = 'top-right';
  let height: number = FIRST_HEIGHT;
  /** Chosen when the first pop shows, so that the card does not jump after the mouse. */
  let displayId: number | null = null;

  const place = (): void => {
    const display =
      screen.getAllDisplays().find(({ id }) => id === displayId) ??
      screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    displayId = display.id;
    window.setBounds(popBounds(display.workArea, corner, height));
  };

  return {
    window,
    render: ({ pops, settings }) => {
      if (window.isDestroyed()) return;
      const moved = corner !== settings.popCorner;
      corner = settings.popCorner;
      if (pops.length === 0) {
        displayId = null;
        if (window.isVisible()) window.hide();
      } else if (!window.isVisible()) {
        place();
        window.showInactive();
      } else if (moved) place();
    },
    takeKeys: () => {
      if (!window.isDestroyed() && window.isVisible() && !window.isFocused()) window.focus();
    },
    resize: (content) => {
      if (window.isDestroyed()) return;
      // An empty page measures next to nothing; the next pop should not grow out of it.
      if (content < popSize.minHeight || content === height) return;
      height = content;
      if (window.isVisible()) place();
    },
    loaded: pages.load(window, 'popup'),
  };
};
