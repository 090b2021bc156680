/** The Companion as a user gets it: packed, fuses set, without Playwright's way into the main process. Linux only. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Page } from 'playwright';

const root = join(import.meta.dirname, '..', '..');

/** Nobody: an agent is not root, and Chromium's sandbox is off for root. */
const AGENT = 65_534;
const isRoot = process.getuid?.() === 0;

/** A folder that the agent may use, too. */
export const sharedFolder = (name: string): string => {
  const folder = mkdtempSync(join(tmpdir(), `cti-${name}-`));
  chmodSync(folder, 0o755);
  return folder;
};

/** Runs `npm run dist` into a folder. @returns the output, for the case that something is missing in it */
export const pack = (output: string, args: readonly string[], env: Record<string, string> = {}): string => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts', 'dist.mjs'), ...args, `-c.directories.output=${output}`],
    { cwd: root, encoding: 'utf8', env: { ...process.env, CTI_TEST_ELECTRON: '1', ...env } },
  );
  if (status !== 0) throw new Error(`npm run dist failed\n${stdout}\n${stderr}`);
  return stdout;
};

/** In the order in which Electron keeps them in its own binary, behind a mark (electron/fuses). */
const fuseNames = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
];
const FUSE_MARK = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** What the binary itself says. @throws where it has no fuses */
export const fusesOf = (executable: string): Record<string, boolean> => {
  const binary = readFileSync(executable);
  const mark = binary.indexOf(FUSE_MARK);
  if (mark < 0) throw new Error('This is no Electron with fuses.');
  const wire = binary.subarray(mark + FUSE_MARK.length + 2);
  return Object.fromEntries(
    fuseNames.map((name, index) => [name, String.fromCharCode(wire[index] ?? 0) === '1']),
  );
};

const readStatus = (pid: number, name: string): string | null => {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    return new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(text)?.[1] ?? null;
  } catch {
    return null;
  }
};

const isRenderer = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer');
  } catch {
    return false;
  }
};

const descendants = (pid: number): number[] => {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: Number(readStatus(Number(name), 'PPid')) }));
  const under = (of: number): number[] =>
    parents.filter(({ parent }) => parent === of).flatMap((one) => [one.pid, ...under(one.pid)]);
  return under(pid);
};

export interface StartedPackage {
  page(name: string): Promise<Page>;
  /** Of each window's process: 2 means that the kernel filters what it may ask for. */
  seccompOfWindows(): (string | null)[];
  /** It has ended by itself. */
  gone: Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts it as an agent does, sandbox and all; Chromium's own debugging port is what a test sees it through. */
export const startPackaged = async ({
  executable,
  home,
  env,
}: {
  executable: string;
  home: string;
  env: Record<string, string>;
}): Promise<StartedPackage> => {
  if (isRoot) chownSync(home, AGENT, AGENT);
  const child = spawn(executable, ['--disable-gpu', '--remote-debugging-port=0'], {
    cwd: '/',
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', HOME: home, XDG_RUNTIME_DIR: home, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(isRoot && { uid: AGENT, gid: AGENT }),
  });
  const gone = once(child, 'exit');
  const killAtExit = (): void => void child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const said: string[] = [];
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      const found = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    void gone.then(() => reject(new Error(`The packed Companion ended:\n${said.join('\n')}`)));
  });
  const browser = await chromium.connectOverCDP(address);
  const context = browser.contexts()[0];
  if (!context) throw new Error('Electron shows no pages on its debugging port');
  return {
    page: async (name) => {
      for (;;) {
        const found = context.pages().find((page) => page.url().includes(name));
        if (found) return found;
        await context.waitForEvent('page');
      }
    },
    seccompOfWindows: () =>
      descendants(child.pid ?? 0)
        .filter(isRenderer)
        .map((pid) => readStatus(pid, 'Seccomp')),
    gone,
    stop: async () => {
      process.off('exit', killAtExit);
      await browser.close();
      child.kill();
      await gone;
    },
  };
};

/** Why a .deb is not installed here; null: it is. It changes the machine, so only where that is what the machine is for. */
export const noInstall = ((): string | null => {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg')) return 'this system has no dpkg';
  if (!isRoot) return 'only root installs packages';
  if (process.env.CI === 'true' || process.env.CTI_TEST_DEB === '1') return null;
  return 'it changes this machine; CTI_TEST_DEB=1 allows it';
})();

/** @throws with what the command said where it fails */
export const must = (command: string, args: readonly string[], env: Record<string, string> = {}): string => {
  const { status, stdout, stderr, error } = spawnSync(command, [...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? `${stdout}${stderr}`}`);
  return stdout;
};

export const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });
