/** A display, a message bus, a notification daemon and a keyring of one's own, and the Companion in them. Linux only. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright';

/** Up from here to the checkout: a bench is bundled, and lies deeper. */
const rootAbove = (folder: string): string =>
  existsSync(join(folder, 'electron-builder.yml')) ? folder : rootAbove(dirname(folder));
const root = rootAbove(dirname(fileURLToPath(import.meta.url)));

/** `npm test` says where Electron is, or why there is none. */
export const noElectron = process.env.CTI_NO_ELECTRON;

const executable = (): string => {
  const candidates = [
    process.env.CTI_ELECTRON_PATH,
    join(root, 'node_modules/electron/dist/electron'),
    join(root, '.runtime/electron-33.4.11/electron'),
  ];
  const found = candidates.find((path) => path !== undefined && existsSync(path));
  if (found === undefined)
    throw new Error('No Electron here. `CTI_TEST_ELECTRON=1 node scripts/electron-runtime.mjs` brings one.');
  return found;
};

const firstLine = async (stream: NodeJS.ReadableStream, what: string): Promise<string> => {
  const lines = createInterface({ input: stream });
  for await (const line of lines) return line;
  throw new Error(`${what} did not start`);
};

/** The keyring says nothing when it is ready; its name on the bus does. */
const untilOwned = async (name: string, env: Record<string, string>): Promise<void> => {
  const call = 'org.freedesktop.DBus.NameHasOwner';
  const ask = [
    '--session',
    '--print-reply=literal',
    '--dest=org.freedesktop.DBus',
    '/',
    call,
    `string:${name}`,
  ];
  for (let tries = 0; tries < 100; tries += 1) {
    const { stdout } = spawnSync('dbus-send', ask, { env: { ...process.env, ...env }, encoding: 'utf8' });
    if (stdout.includes('true')) return;
    await delay(50);
  }
  throw new Error(`nobody took the name ${name} on the bus`);
};

/** It names itself on the root window once windows are its own. */
const untilManaged = async (env: Record<string, string>): Promise<void> => {
  for (let tries = 0; tries < 100; tries += 1) {
    const { status } = spawnSync('xdotool', ['get_desktop'], { env: { ...process.env, ...env } });
    if (status === 0) return;
    await delay(50);
  }
  throw new Error('the window manager did not start');
};

/** A bus without service files: nothing can be started on it behind the test's back, a keyring least of all. */
const busConfig = (
  folder: string,
): string => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir=${folder}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
`;

export interface Desk {
  env: Record<string, string>;
  stop(): Promise<void>;
}

/**
 * @param keyring whether a Secret Service answers, unlocked
 * @param manager whether a window manager gives out the focus, as on a real desk
 */
export const startDesk = async ({
  keyring,
  manager = false,
}: {
  keyring: boolean;
  manager?: boolean;
}): Promise<Desk> => {
  const home = await mkdtemp(join(tmpdir(), 'cti-desk-'));
  const runtime = join(home, 'run');
  await mkdir(runtime, { mode: 0o700 });
  const children: ChildProcess[] = [];
  const start = (
    command: string,
    args: string[],
    env: Record<string, string>,
    stdio: 'ignore' | 'pipe' = 'ignore',
  ) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: [stdio, 'pipe', 'ignore', 'pipe'],
    });
    children.push(child);
    return child;
  };
  // Also when the test run is broken off, nothing is left behind.
  const killAll = (): void => {
    for (const child of children) child.kill();
  };
  process.once('exit', killAll);
  const stop = async (): Promise<void> => {
    process.off('exit', killAll);
    for (const child of children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    }
    await rm(home, { recursive: true, force: true });
  };

  const open = async (): Promise<Record<string, string>> => {
    // With -displayfd the server chooses a free number itself and says it on that descriptor.
    // -ac: the packed Companion runs as another user there.
    const screen = ['-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-ac'];
    const server = start('Xvfb', ['-displayfd', '3', ...screen], {});
    const said = server.stdio[3];
    if (!said || !('read' in said)) throw new Error('Xvfb has no pipe to tell its display on');
    const display = `:${await firstLine(said, 'Xvfb')}`;

    const config = join(home, 'bus.conf');
    await writeFile(config, busConfig(runtime));
    const bus = start('dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address=1'], {});
    const address = await firstLine(bus.stdout ?? process.stdin, 'dbus-daemon');

    const env = {
      DISPLAY: display,
      DBUS_SESSION_BUS_ADDRESS: address,
      HOME: home,
      XDG_RUNTIME_DIR: runtime,
      XDG_CONFIG_HOME: join(home, '.config'),
      XDG_CURRENT_DESKTOP: 'GNOME',
    };
    start('dunst', [], env);
    if (manager) {
      start('xfwm4', ['--compositor=off'], env);
      await untilManaged(env);
    }
    if (keyring) {
      const daemon = start(
        'gnome-keyring-daemon',
        ['--foreground', '--unlock', '--components=secrets'],
        env,
        'pipe',
      );
      daemon.stdin?.end('keyring password');
      await untilOwned('org.freedesktop.secrets', env);
    }

    return env;
  };

  try {
    return { env: await open(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

export interface LaunchedCompanion {
  app: ElectronApplication;
  /** The companion window. */
  companion: Page;
  popup: Page;
  userData: string;
  close(): Promise<void>;
}

const argumentsOf = (link?: string): string[] => [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  root,
  ...(link === undefined ? [] : [link]),
];

/** As a browser opens a link while the Companion runs: another start, which hands the link over and ends. */
export const openLink = async (desk: Desk, userData: string, link: string): Promise<void> => {
  const again = spawn(executable(), argumentsOf(link), {
    env: { ...process.env, ...desk.env, CTI_USER_DATA: userData },
    stdio: 'ignore',
  });
  const [code] = (await once(again, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the second start ended with ${code ?? 'a signal'}`);
};

/** Starts the built app in a fresh profile. @param options.link what it is started with, as by a click on it */
export const launchCompanion = async (
  desk: Desk,
  {
    env = {},
    userData: given,
    link,
  }: { env?: Record<string, string>; userData?: string; link?: string } = {},
): Promise<LaunchedCompanion> => {
  const userData = given ?? (await mkdtemp(join(tmpdir(), 'cti-profile-')));
  const app = await _electron.launch({
    executablePath: executable(),
    args: argumentsOf(link),
    // As the Companion sets it, not as Playwright would.
    colorScheme: null,
    env: { ...(process.env as Record<string, string>), ...desk.env, CTI_USER_DATA: userData, ...env },
  });
  const page = async (name: string): Promise<Page> => {
    for (;;) {
      // A window is announced before it has an address.
      for (const window of app.windows()) {
        await window.waitForURL(/^app:/);
        if (window.url().includes(name)) return window;
      }
      await app.waitForEvent('window');
    }
  };
  let closed = false;
  return {
    app,
    popup: await page('popup.html'),
    companion: await page('companion.html'),
    userData,
    close: async () => {
      // A second close, in a clean-up, has nothing left to do.
      if (closed) return;
      closed = true;
      await app.close();
      if (given === undefined) await rm(userData, { recursive: true, force: true });
    },
  };
};

export interface WindowFacts {
  visible: boolean;
  focused: boolean;
  alwaysOnTop: boolean;
  bounds: { x: number; y: number; width: number; height: number };
}

/** What Electron itself says of a window. */
export const windowFacts = (app: ElectronApplication, name: string): Promise<WindowFacts> =>
  app.evaluate(({ BrowserWindow }, page) => {
    const window = BrowserWindow.getAllWindows().find(({ webContents }) =>
      webContents.getURL().includes(page),
    );
    if (!window) throw new Error(`no window shows ${page}`);
    return {
      visible: window.isVisible(),
      focused: window.isFocused(),
      alwaysOnTop: window.isAlwaysOnTop(),
      bounds: window.getBounds(),
    };
  }, name);
