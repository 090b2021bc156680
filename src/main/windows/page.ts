import type { BrowserWindow, WebPreferences } from 'electron';

export type PageName = 'companion' | 'popup';

/** Where the windows' pages come from: the app's own files, or Vite while developing. */
export interface Pages {
  /** `app://companion`, or the dev server's origin. */
  readonly origin: string;
  load(window: BrowserWindow, page: PageName): Promise<void>;
  readonly webPreferences: WebPreferences;
}

export const createPages = (origin: string, preload: string): Pages => ({
  origin,
  load: (window, page) => window.loadURL(`${origin}/${page}.html`),
  webPreferences: {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    // A pop must be drawn before it is shown, and its clock must not stand still behind other windows.
    backgroundThrottling: false,
  },
});
