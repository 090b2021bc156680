/**
 * npm run dist: builds, then packs for this system by electron-builder.yml into release/. Arguments go to electron-builder:
 * `npm run dist -- --dir` (unpacked only), `-- --linux deb`. docs/packaging.md says what each system needs.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureElectron, testRuntime } from './electron-runtime.mjs';
import { ensureBuild, ensurePackages, pinnedNode, root, tool, toolEnv } from './setup.mjs';

const say = (line) => process.stdout.write(`${line}\n`);

/** What the test runtime needs from electron-builder, and what is worth knowing where it stands in. */
const standIn = ({ path }) => {
  say(
    `Packing with the test runtime, Electron ${testRuntime.version}. It is for tests alone: never give it away.`,
  );
  const folder = dirname(path);
  // fpm comes from GitHub, too.
  const fpm = join(root, 'scripts', 'fpm-by-dpkg.mjs');
  chmodSync(fpm, 0o755);
  return {
    args: [`-c.electronDist=${folder}`, `-c.electronVersion=${testRuntime.version}`],
    env: { CUSTOM_FPM_PATH: process.env.CUSTOM_FPM_PATH ?? fpm },
  };
};

ensurePackages();
ensureBuild();
const electron =
  process.env.CTI_TEST_ELECTRON === '1' ? await ensureElectron({ allowTestRuntime: true }) : null;
if (electron?.path === null) {
  say(electron.reason);
  process.exit(1);
}
const { args, env } = electron?.kind === 'test' ? standIn(electron) : { args: [], env: {} };
const { CTI_UPDATE_URL: updateUrl, CTI_UPDATE_KEY: updateKey } = process.env;
const updates = [
  ...(updateUrl ? [`-c.publish.url=${updateUrl}`, `-c.extraMetadata.updateUrl=${updateUrl}`] : []),
  ...(updateKey ? [`-c.extraMetadata.updateKey=${updateKey}`] : []),
];
const result = spawnSync(
  pinnedNode(),
  [tool('electron-builder', 'cli.js'), '--publish', 'never', ...args, ...updates, ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', env: toolEnv(env) },
);
process.exit(result.status ?? 1);
