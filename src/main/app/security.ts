import { app, type Session, type WebContents } from 'electron';
import type { Logger } from '../../shared/logger';

/** What a page may load: its own files. Inline styles are needed by Vite while developing only. */
export const contentSecurityPolicy = (devServer: string | null): string =>
  devServer === null
    ? "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
    : `default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self' ${devServer.replace(/^http/, 'ws')}`;

/** No permission is ever needed: no camera, no microphone, no location. The clipboard is written by main. */
export const denyPermissions = (session: Session): void => {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
};

/** Windows stay on their page: no navigation, no new window, no webview, whatever a page may try. */
export const confineContents = (origin: string, log: Logger): void => {
  const confine = (contents: WebContents): void => {
    contents.setWindowOpenHandler(() => {
      log.warn('a page tried to open a window');
      return { action: 'deny' };
    });
    const stay = (event: { preventDefault(): void }, url: string): void => {
      if (url.startsWith(`${origin}/`)) return;
      event.preventDefault();
      log.warn('a page tried to leave');
    };
    contents.on('will-navigate', (event) => stay(event, event.url));
    contents.on('will-redirect', (event) => stay(event, event.url));
    contents.on('will-attach-webview', (event) => event.preventDefault());
  };
  app.on('web-contents-created', (_event, contents) => confine(contents));
};
