/** The pop: made once and hidden, so that a call only has to show it; never takes the focus from what the agent does. */
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { CompanionState, Settings } from '../../shared/ipc/state';
import type { Pages } from './page';
import { draggedTo, popBounds, popSize, type Place, type Rect } from './placement';

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

/** A drag is over when the window has lain still for this long. Milliseconds. */
const STILL_MS = 250;

/** @param onDragged the agent has dragged it to another place */
export const createPopWindow = (pages: Pages, onDragged: (place: Place) => void): PopWindow => {
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
    // On X11 a window that fills the screen lies above what is merely "always on top"; notifications lie above that.
    ...(process.platform === 'linux' && { type: 'notification' }),
    webPreferences: pages.webPreferences,
  });
  window.setAlwaysOnTop(true, 'screen-saver');
  // On macOS this would turn the app into an accessory without a dock icon, if it were not told to skip that.
  window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });

  let choice: Pick<Settings, 'popCorner' | 'popPlace' | 'popScreen'> = {
    popCorner: 'top-right',
    popPlace: null,
    popScreen: 'follow',
  };
  let height: number = FIRST_HEIGHT;
  /** Chosen when the first pop shows, so that the card does not jump after the mouse. */
  let displayId: number | null = null;
  let put: Rect | null = null;

  const place = (): void => {
    const displays = screen.getAllDisplays();
    const display =
      displays.find(({ id }) => String(id) === choice.popScreen) ??
      displays.find(({ id }) => id === displayId) ??
      screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    displayId = display.id;
    put = popBounds(display.workArea, choice.popCorner, height, choice.popPlace);
    window.setBounds(put);
  };

  let still: ReturnType<typeof setTimeout> | undefined;
  window.on('move', () => {
    clearTimeout(still);
    still = setTimeout(() => {
      if (window.isDestroyed() || !window.isVisible() || put === null) return;
      const bounds = window.getBounds();
      const display = screen.getDisplayMatching(bounds);
      const dragged = draggedTo(bounds, put, display.workArea);
      if (dragged === null) return;
      displayId = display.id;
      put = bounds;
      onDragged(dragged);
    }, STILL_MS);
  });
  // A screen came, went or got another scale while the card shows: it must not stay where nothing is.
  const screensChanged = (): void => {
    if (!window.isDestroyed() && window.isVisible()) place();
  };
  screen.on('display-added', screensChanged);
  screen.on('display-removed', screensChanged);
  screen.on('display-metrics-changed', screensChanged);
  window.on('closed', () => {
    clearTimeout(still);
    screen.off('display-added', screensChanged);
    screen.off('display-removed', screensChanged);
    screen.off('display-metrics-changed', screensChanged);
  });

  return {
    window,
    render: ({ pops, settings }) => {
      if (window.isDestroyed()) return;
      const { popCorner, popPlace, popScreen } = settings;
      const moved =
        popCorner !== choice.popCorner ||
        popScreen !== choice.popScreen ||
        JSON.stringify(popPlace) !== JSON.stringify(choice.popPlace);
      if (popScreen !== choice.popScreen) displayId = null;
      choice = { popCorner, popPlace, popScreen };
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
