/**
 * What every command needs before it can run: packages, and a build that is not stale.
 * Plain Node without dependencies, because it runs before anything is installed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';

/** The Node that the lockfile pins (24): the relay's SQLite needs 22 or newer, a user may have 20. */
export const pinnedNode = () => {
  const path = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
  return existsSync(path) ? path : process.execPath;
};

/** Environment in which `node` and every installed tool are found first. */
export const toolEnv = (extra = {}) => ({
  ...process.env,
  PATH: `${dirname(pinnedNode())}${windows ? ';' : ':'}${process.env.PATH ?? ''}`,
  ...extra,
});

/** Script file of an installed tool, so that it runs on the pinned Node on every platform. */
export const tool = (name, path) => join(root, 'node_modules', name, path);

const say = (line) => process.stdout.write(`${line}\n`);

const hashOf = (paths) => {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path).update(readFileSync(join(root, path)));
  return hash.digest('hex');
};

const stampMatches = (file, value) => existsSync(file) && readFileSync(file, 'utf8') === value;

/** Two commands at once must not install or build over each other: the second waits, and mostly finds it done. */
export const alone = (work) =>
  withLock(
    join(root, '.cache', 'setup.lock'),
    ({ pid }) => say(`Waiting for another command here that installs or builds (process ${pid}) …`),
    work,
  );

/** Ends this process when a step failed; without a word of blame where Ctrl-C broke it off. */
const mustSucceed = ({ status, signal }, problem) => {
  if (status === 0) return;
  const brokenOff = signal === 'SIGINT' || signal === 'SIGTERM' || status === 130 || status === 143;
  if (!brokenOff) say(problem);
  process.exit(brokenOff ? 130 : (status ?? 1));
};

/** Installs exactly what the lockfile says, once per lockfile. */
export const ensurePackages = () => {
  const stamp = join(root, 'node_modules', '.cti-packages');
  const wanted = hashOf(['package.json', 'package-lock.json']);
  if (stampMatches(stamp, wanted)) return;
  alone(() => {
    if (stampMatches(stamp, wanted)) return;
    say('Installing packages (npm ci), about a minute the first time …');
    const result = spawnSync(
      windows ? 'npm.cmd' : 'npm',
      ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
      {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
        shell: windows,
        // The Electron binary is fetched later, and only by who shows a window.
        env: { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1', ...nodeHeaders() },
      },
    );
    mustSucceed(
      result,
      'npm ci failed. Check that the npm registry can be reached, then run the command again.',
    );
    writeFileSync(stamp, wanted);
  });
};

/** keytar may have to be built from source; headers that came with Node spare a download from nodejs.org. */
const nodeHeaders = () => {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include', 'node', 'node_api.h')) ? { npm_config_nodedir: prefix } : {};
};

const filesUnder = (dir) =>
  readdirSync(join(root, dir), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
    .sort();

/** Builds everything when a source file is not the one that the last build was made of. */
export const ensureBuild = () => {
  const stamp = join(root, 'dist', '.cti-build');
  const sources = () =>
    hashOf([
      'package-lock.json',
      'vite.config.ts',
      'tsconfig.json',
      'resources/icons/mark.svg',
      ...filesUnder('src'),
    ]);
  if (stampMatches(stamp, sources())) return;
  alone(() => {
    const wanted = sources();
    if (stampMatches(stamp, wanted)) return;
    say('Building …');
    // A build that breaks off leaves half of the old one, which the old stamp must not vouch for.
    rmSync(stamp, { force: true });
    const result = spawnSync(
      pinnedNode(),
      [tool('vite', 'bin/vite.js'), 'build', '--app', '--logLevel', 'warn'],
      {
        cwd: root,
        stdio: 'inherit',
        // Whoever calls: a build of React for tests is slow, large and names this folder.
        env: toolEnv({ NODE_ENV: 'production' }),
      },
    );
    mustSucceed(result, 'The build failed; the messages above say where.');
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, wanted);
  });
};

/** Whether a window can be shown at all. */
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** The preferred port, or any free one where it is taken. */
export const freePort = (preferred) =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (preferred === 0 ? reject(error) : resolve(freePort(0))));
    server.listen(preferred, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/**
 * Calls `stop` on Ctrl-C, on SIGTERM, when the terminal closes, and when npm is gone: a signal to npm alone ends its
 * shell and never reaches the script in it.
 */
export const onStop = (stop) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(signal));
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined || windows) return;
  setInterval(() => process.ppid !== parent && void stop('SIGTERM'), 1_000).unref();
};

/**
 * A child that never outlives this process.
 * @param {{ exitSignal?: NodeJS.Signals }} options spawn's own, and what it gets should this process end all of a sudden
 * @returns the child with `done`, a promise of its exit code, and `stop(graceMs)`: SIGTERM, then SIGKILL.
 */
export const run = (command, args, { exitSignal = 'SIGKILL', ...options } = {}) => {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: toolEnv(), ...options });
  let exited = false;
  const done = new Promise((resolve) => {
    child.once('error', (error) => {
      exited = true;
      say(`${command}: ${error.message}`);
      resolve(127);
    });
    child.once('exit', (code, signal) => {
      exited = true;
      resolve(code ?? (signal ? 128 : 1));
    });
  });
  const kill = () => child.kill('SIGKILL');
  const onExit = () => child.kill(exitSignal);
  process.once('exit', onExit);
  void done.then(() => process.off('exit', onExit));
  const stop = async (graceMs = 5_000) => {
    if (exited) return done;
    child.kill('SIGTERM');
    const timer = setTimeout(kill, graceMs);
    await done;
    clearTimeout(timer);
    return done;
  };
  return { child, done, stop, exited: () => exited };
};
