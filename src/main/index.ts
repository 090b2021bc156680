/** The Companion's main process: one instance, hardened before anything else, then the desktop. */
import { join } from 'node:path';
import { app } from 'electron';
import { startDesktop, type Desktop } from './app/compose';
import { graphicsAreBroken, watchGraphics } from './app/gpu';
import { readEnvironment } from './app/environment';
import { linkIn, linkOfSecondStart } from './app-links/argv';
import { HIDDEN_FLAG } from './app/login-item';
import { claimAppScheme } from './app/protocol';
import { tellStartFailed } from './app/start-failed';
import { createFileLog } from './diagnostics/log';

const start = async (): Promise<void> => {
  const environment = readEnvironment(process.env);
  if (environment.userData !== null) app.setPath('userData', environment.userData);
  // Each window asks for the sandbox itself; this adds whatever else might open one. Chromium refuses to start its
  // processes sandboxed as root, which is why somebody passes --no-sandbox.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.setAppUserModelId('com.cti-companion.desktop');
  claimAppScheme();
  let quitting = false;
  let desktop: Desktop | null = null;
  /** One that came before there was anybody to take it; macOS hands over its links before the app is ready. */
  let waiting = linkIn(process.argv.slice(1));
  const openLink = (link: string): void => {
    if (desktop) desktop.openLink(link);
    else waiting = link;
  };
  app.on('open-url', (event, link) => {
    event.preventDefault();
    openLink(link);
  });
  // The lock belongs to the profile folder, so it is asked for after that is known.
  if (!app.requestSingleInstanceLock({ link: waiting })) {
    app.quit();
    return;
  }

  const own = { folder: app.getPath('userData'), version: app.getVersion() };
  if (graphicsAreBroken(own.folder, own.version)) app.disableHardwareAcceleration();
  const log = createFileLog(join(app.getPath('userData'), 'logs'), environment.debug);
  process.on('uncaughtException', (error) => {
    log.error('an error nobody expected', { error });
    desktop?.troubled();
  });
  process.on('unhandledRejection', (error) => log.error('a failure nobody waited for', { error }));

  watchGraphics(app, { ...own, log });
  app.on('before-quit', () => (quitting = true));
  app.on('will-quit', (event) => {
    const ending = desktop;
    if (ending === null) return;
    desktop = null;
    // A page that closes still hands over what was typed into it last.
    event.preventDefault();
    void ending.settled().then(() =>
      // Electron takes no second order to quit before it has come back from the first.
      setImmediate(() => {
        ending.stop();
        app.quit();
      }),
    );
  });
  // The tray keeps it alive.
  app.on('window-all-closed', () => undefined);
  app.on('second-instance', (_event, argv, _folder, data) => {
    const link = linkOfSecondStart(data, argv);
    if (link === null) desktop?.showCompanion();
    else openLink(link);
  });
  app.on('activate', () => desktop?.showCompanion());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());

  await app.whenReady();
  log.info('the Companion starts', { version: app.getVersion(), electron: process.versions.electron });
  desktop = await startDesktop(environment, { log, quitting: () => quitting });
  if (!process.argv.includes(HIDDEN_FLAG) && waiting === null) desktop.showCompanion();
  if (waiting !== null) desktop.openLink(waiting);
};

start().catch(async (error: unknown) => {
  const problem = error instanceof Error ? error.message : String(error);
  console.error(problem);
  // Whoever started it from a menu reads no terminal.
  if (app.isPackaged) await tellStartFailed(problem);
  app.exit(1);
});
