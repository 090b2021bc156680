/** The Companion beside an Electron app that does nothing, on the same runtime in one run: start, memory, idle processor, size. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { _electron } from 'playwright';
import { aCall, ended } from '../support/calls';
import { launchCompanion, startDesk, type Desk } from '../support/electron';
import { pack, remove, sharedFolder } from '../support/packaged';
import { cpuOf, memoryOf } from '../support/process-tree';
import { startTinyRelay, TOKEN } from '../support/tiny-relay';

const STARTS = 3;
const CALLS = 1_000;
const IDLE_SECONDS = 20;

const median = (values: number[]): number =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Of files, and of all that lies in folders. MiB. */
const sizeOf = (paths: readonly string[]): number =>
  paths
    .flatMap((path) =>
      statSync(path).isDirectory()
        ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))
        : [path],
    )
    .map((path) => statSync(path))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0) /
  1024 /
  1024;

const packagesIn = (folder: string): [name: string, size: number][] =>
  readdirSync(folder)
    .filter((name) => /\.(deb|rpm|AppImage|exe|msi|dmg)$/.test(name))
    .map((name) => [name, sizeOf([join(folder, name)])]);

/** What agents download: as `npm run dist` has left it, else packed for this. MiB. */
const sizesOfPackages = (): [name: string, size: number][] => {
  const built = existsSync('release') ? packagesIn('release') : [];
  if (built.length > 0) return built;
  console.log('Packing, to know how large the package is …');
  const output = sharedFolder('bench-packed');
  try {
    pack(output, ['--linux', 'deb']);
    return packagesIn(output);
  } finally {
    remove(output);
  }
};

interface Started {
  startMs: number;
  pid: number;
  close(): Promise<void>;
}

const startEmpty = async (desk: Desk, folder: string): Promise<Started> => {
  const from = performance.now();
  const app = await _electron.launch({
    executablePath: process.env.CTI_ELECTRON_PATH ?? '',
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', folder],
    env: { ...(process.env as Record<string, string>), ...desk.env },
  });
  await (await app.firstWindow()).locator('p').waitFor();
  return { startMs: performance.now() - from, pid: app.process().pid ?? 0, close: () => app.close() };
};

const idleOf = async (pid: number): Promise<{ memory: number; cpu: number }> => {
  await wait(5_000);
  const before = cpuOf(pid);
  await wait(IDLE_SECONDS * 1000);
  return { memory: memoryOf(pid), cpu: ((cpuOf(pid) - before) / IDLE_SECONDS) * 100 };
};

const main = async (): Promise<void> => {
  const [desk, relay, folder] = await Promise.all([
    startDesk({ keyring: false }),
    startTinyRelay(),
    mkdtemp(join(tmpdir(), 'cti-empty-')),
  ]);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'cti-empty', main: 'main.js' }));
  await writeFile(
    join(folder, 'main.js'),
    `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => new BrowserWindow({ width: 1080, height: 720 }).loadURL('data:text/html,<p>empty'));`,
  );
  const startCompanion = async () => {
    const from = performance.now();
    const desktop = await launchCompanion(desk, { env: { CTI_RELAY_URL: relay.url, CTI_TOKEN: TOKEN } });
    await desktop.companion.locator('[data-testid=link-relay][data-state=connected]').waitFor();
    return { ...desktop, startMs: performance.now() - from, pid: desktop.app.process().pid ?? 0 };
  };
  try {
    const starts = { empty: [] as number[], own: [] as number[] };
    for (let n = 1; n < STARTS; n += 1) {
      const empty = await startEmpty(desk, folder);
      starts.empty.push(empty.startMs);
      await empty.close();
      const own = await startCompanion();
      starts.own.push(own.startMs);
      await own.close();
    }
    const empty = await startEmpty(desk, folder);
    starts.empty.push(empty.startMs);
    const emptyIdle = await idleOf(empty.pid);
    await empty.close();
    const own = await startCompanion();
    starts.own.push(own.startMs);
    const ownIdle = await idleOf(own.pid);

    const takeCalls = async (round: string): Promise<{ memory: number; cpu: number }> => {
      for (let n = 0; n < CALLS; n += 1) {
        const call = aCall({ id: `pbx:${round}.${n}`, startedAt: new Date().toISOString() });
        relay.pop(call);
        relay.update({ ...ended(call), endedAt: new Date().toISOString() });
        // As many at once as a desktop never sees; the last one is waited for.
        if (n % 50 === 49) await wait(100);
      }
      // All have come in, and the last cards, which leave ten seconds after their calls, are gone.
      const isOver = () =>
        own.companion.evaluate(
          async (last) => {
            const reply = await window.bridge?.invoke('state:get', undefined);
            if (!reply?.ok) return false;
            const { calls, pops } = reply.value;
            return pops.length === 0 && calls.some(({ id, state }) => id === last && state === 'ended');
          },
          `pbx:${round}.${CALLS - 1}`,
        );
      while (!(await isOver())) await wait(200);
      await own.popup.getByTestId('pop-card').first().waitFor({ state: 'detached', timeout: 120_000 });
      return idleOf(own.pid);
    };
    const after = await takeCalls('first');
    const afterMore = await takeCalls('second');
    await own.close();

    const row = (name: string, ours: number, theirs: number | null, unit: string): void =>
      console.log(
        `  ${name.padEnd(44)} ${ours.toFixed(1).padStart(8)} ${unit}` +
          (theirs === null
            ? ''
            : `   empty app ${theirs.toFixed(1)} ${unit}   ratio ${(ours / theirs).toFixed(2)}`),
      );
    console.log(`\nThe Companion beside an empty Electron app (Xvfb, no GPU, median of ${STARTS} starts)`);
    row('start to a usable window', median(starts.own), median(starts.empty), 'ms');
    row('memory, idle', ownIdle.memory, emptyIdle.memory, 'MiB');
    row(`memory after ${CALLS} calls`, after.memory, emptyIdle.memory, 'MiB');
    row(`memory after ${CALLS} more`, afterMore.memory, emptyIdle.memory, 'MiB');
    row('processor, idle', ownIdle.cpu, null, '%');
    row('processor, idle, empty app', emptyIdle.cpu, null, '%');
    row('processor, idle after the calls', afterMore.cpu, null, '%');
    row(
      'its own files, unpacked',
      sizeOf(['main', 'preload', 'renderer'].map((name) => join('dist', name))),
      null,
      'MiB',
    );
    for (const [name, size] of sizesOfPackages()) row(name, size, null, 'MiB');
  } finally {
    await Promise.all([relay.stop(), desk.stop(), rm(folder, { recursive: true, force: true })]);
  }
};

await main();
