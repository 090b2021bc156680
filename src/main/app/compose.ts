/** Builds the Companion's objects and hands each what it needs; nothing is decided here. */
import { join } from 'node:path';
import { app, dialog, nativeTheme, powerMonitor, session } from 'electron';
import { createSuiteCrm } from '../../crm/suitecrm';
import { systemClock } from '../../shared/clock';
import type { SettingsPatch } from '../../shared/ipc/settings';
import type { CompanionState } from '../../shared/ipc/state';
import type { Logger } from '../../shared/logger';
import { createAppLinks } from '../app-links';
import { registerHandlers } from '../ipc/register';
import { createTrust } from '../ipc/trusted';
import { createSupport } from '../diagnostics/support';
import { createSay, languageOf, type Say } from '../i18n';
import { createNotifications } from '../notifications/notifications';
import { followSystemQuiet } from '../notifications/system-quiet';
import { fileSource, policySources, readPolicy } from '../settings/policy';
import { openProfile } from '../settings/profile';
import { createBadge } from '../tray/badge';
import { createTray } from '../tray/tray';
import { createCompanionWindow } from '../windows/companion-window';
import { createPages } from '../windows/page';
import { createPopWindow } from '../windows/pop-window';
import { followScreens } from '../windows/screens';
import { paced } from '../windows/pace';
import { toWindows } from '../windows/to-windows';
import { createSignInOffer } from '../windows/sign-in-offer';
import { followNetwork } from './awake';
import { createCore } from './core';
import type { Environment } from './environment';
import { createHandlers } from './handlers';
import { APP_ORIGIN, guardDevServer, serveApp } from './protocol';
import { setStartAtLogin } from './login-item';
import { openSecretStore } from './secret-store';
import { createUpkeep } from './upkeep';
import { confineContents, contentSecurityPolicy, denyPermissions } from './security';

export interface Desktop {
  /** A `tel:`, `callto:` or own link that another program has opened. */
  openLink(link: string): void;
  showCompanion(): void;
  /** Something went wrong that nobody expected; it is in the log. */
  troubled(): void;
  /** What the agent wrote is on the disk. */
  settled(): Promise<void>;
  stop(): void;
}

/** Of windows that get the whole state: in a burst of calls they would else be busy for minutes with what is long past. */
const drawEveryMs = 50;

/** The app must be ready. */
export const startDesktop = async (
  { connection, crm: crmLogin, devServer, policyFile, userData }: Environment,
  { log, quitting }: { log: Logger; quitting: () => boolean },
): Promise<Desktop> => {
  const folder = app.getPath('userData');
  const dist = join(app.getAppPath(), 'dist');
  const resources = join(app.getAppPath(), 'resources');
  const origin = devServer ?? APP_ORIGIN;
  const policy = contentSecurityPolicy(devServer);
  const ownSession = session.defaultSession;
  denyPermissions(ownSession);
  confineContents(origin, log);
  if (devServer === null) serveApp(ownSession, join(dist, 'renderer'), policy);
  else guardDevServer(ownSession, devServer, policy);

  const profile = await openProfile(folder, log);
  const secrets = await openSecretStore({ folder, ownProfile: userData !== null }, log);
  log.info('secrets are kept here', { kind: secrets.kind });

  const byIt = await readPolicy(
    policyFile === null || app.isPackaged ? policySources(process.platform) : [fileSource(policyFile)],
    log,
  );
  const core = await createCore({
    folder,
    policy: byIt,
    client: { name: app.getName(), version: app.getVersion(), platform: process.platform },
    profile,
    secrets,
    connection,
    createCrm: (login, country) => createSuiteCrm(login, { country }),
    clock: systemClock,
    log,
  });
  const { companion, crm } = core;

  const pages = createPages(origin, join(dist, 'preload', 'index.cjs'));
  const change = (patch: SettingsPatch): void =>
    void Promise.resolve(companion.handlers['settings:set'](patch)).catch((error: unknown) =>
      log.warn('a setting was not kept', { error }),
    );
  const language = () => languageOf(app.getLocale(), companion.state().settings.language);
  const say = (): Say => createSay(language());
  const upkeep = createUpkeep({ policy: byIt.policy.updates, say, clock: systemClock, log });
  const popWindow = createPopWindow(pages, (popPlace) => change({ popPlace }));
  upkeep.revive(
    popWindow.window,
    () => pages.load(popWindow.window, 'popup'),
    // Nobody writes there any more; what he wrote is kept.
    () => {
      upkeep.setWriting(false);
      void companion.handlers['pop:writing']({ callId: null });
    },
  );
  const companionWindow = createCompanionWindow({
    pages,
    revive: upkeep.revive,
    icon: join(resources, 'icons', '256x256.png'),
    bounds: () => profile.get().bounds,
    saveBounds: (bounds) =>
      void profile.set({ bounds }).catch(() => log.warn('the window size was not kept')),
    quitting,
  });
  const show = (target?: Parameters<typeof companionWindow.show>[0]): void => {
    companionWindow
      .show(target)
      .catch((error: unknown) => log.error('the window could not be shown', { error }));
  };
  const tray = createTray({
    images: join(resources, 'tray'),
    say,
    locale: language,
    show,
    setQuiet: (quiet) => change({ quiet }),
    restart: () => void upkeep.handlers['app:do']({ what: 'update' }),
    quit: () => app.quit(),
  });
  const raise = (): void => show();
  const appLinks = createAppLinks({ companion, country: core.country, raise, clock: systemClock, log });
  const offerSignIn = createSignInOffer(() => {
    companionWindow.offer().catch((error: unknown) => log.error('the sign-in could not be shown', { error }));
  });
  const notifications = createNotifications(say, (callId) => show({ view: 'history', callId }));

  const support = createSupport({
    logFolder: join(folder, 'logs'),
    versions: {
      app: app.getVersion(),
      electron: process.versions.electron,
      chrome: process.versions.chrome,
      node: process.versions.node,
      locale: app.getLocale(),
    },
    state: () => companion.state(),
    secrets: async () => {
      const kept = await Promise.all(
        (['relay-token', 'crm-client-secret', 'crm-password'] as const).map((name) => secrets.get(name)),
      );
      const given = [connection?.token, crmLogin?.clientSecret, crmLogin?.password];
      return [...kept, ...given].filter((secret) => typeof secret === 'string');
    },
    ask: async (name) => {
      const { canceled, filePath } = await dialog.showSaveDialog({
        title: say()('bundleTitle'),
        defaultPath: join(app.getPath('documents'), name),
        filters: [{ name: 'ZIP', extensions: ['zip'] }],
      });
      return canceled ? null : filePath;
    },
    now: () => new Date(),
  });

  const ownWindows = (): number[] =>
    [popWindow.window, companionWindow.current()]
      .filter((window) => window !== null && !window.isDestroyed())
      .map((window) => window?.webContents.id ?? -1);
  registerHandlers(
    createHandlers({
      companion,
      crm,
      popWindow,
      companionWindow,
      appLinks,
      support,
      upkeep,
    }),
    createTrust(origin, ownWindows),
    log,
  );

  const badge = createBadge((count) => app.setBadgeCount(count));
  const render = (state: CompanionState): void => {
    toWindows('state:changed', state);
    popWindow.render(state);
    upkeep.follow(state);
    tray.render(state);
    badge.render(state);
    notifications.render(state);
    offerSignIn(state);
    appLinks.render(state);
    if (nativeTheme.themeSource !== state.settings.theme) nativeTheme.themeSource = state.settings.theme;
  };
  const drawing = paced({ clock: systemClock, everyMs: drawEveryMs }, render);
  const endRendering = companion.onState(drawing.show);
  upkeep.own.onChange(({ update }) => tray.setUpdate(update));
  render(companion.state());
  const ends = [
    followNetwork({ power: powerMonitor, clock: systemClock, wake: () => companion.wake() }),
    followScreens((screens) => companion.setScreens(screens)),
    followSystemQuiet((quiet) => companion.setSystemQuiet(quiet), process),
  ];

  if (byIt.policy.settings?.startAtLogin !== undefined)
    void setStartAtLogin(byIt.policy.settings.startAtLogin).catch((error: unknown) =>
      log.warn('the start at login could not be set', { error }),
    );
  companion.start();
  void crm.start(crmLogin);
  await popWindow.loaded;

  return {
    showCompanion: () => show(),
    openLink: (link) => appLinks.open(link),
    troubled: () => upkeep.troubled(),
    settled: core.settled,
    stop: () => {
      // The windows are gone by now.
      endRendering();
      drawing.stop();
      for (const end of ends) end();
      appLinks.stop();
      core.stop();
      upkeep.stop();
      tray.destroy();
    },
  };
};
