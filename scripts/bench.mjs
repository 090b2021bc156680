/** npm run bench: figures, not tests. Everything runs on this machine in one go; compare the ratios. */
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { ensureBuild, ensurePackages, pinnedNode, root, tool, toolEnv } from './setup.mjs';

ensurePackages();
ensureBuild();
const { ensureElectron } = await import('./electron-runtime.mjs');
const electron = await ensureElectron({ allowTestRuntime: process.env.CTI_TEST_ELECTRON === '1' });

const node = (args, env = {}) =>
  spawnSync(pinnedNode(), args, { cwd: root, stdio: 'inherit', env: toolEnv(env) }).status ?? 1;

const built = node([tool('vite', 'bin/vite.js'), 'build', '--app', '--logLevel', 'warn'], {
  CTI_BUILD: 'bench',
});
if (built !== 0) process.exit(built);

const benches = [
  'tracker',
  'ami-throughput',
  'pop-latency',
  'scale',
  'ring-all',
  'store',
  'elevenlabs-webhook',
  'elevenlabs-initiation',
  'enrichment',
  'drain',
  'several-relays',
  'phone-index',
  'history-search',
  'electron-pop',
  'desktop',
];
const chosen = process.argv.slice(2);
let failed = 0;
for (const name of benches.filter((bench) => chosen.length === 0 || chosen.includes(bench))) {
  if (['electron-pop', 'desktop'].includes(name) && !electron.path) {
    process.stdout.write(`\n${name} is left out: ${electron.reason}\n`);
    continue;
  }
  failed += node(
    ['--expose-gc', join('dist', 'bench', `${name}.js`)],
    electron.path ? { CTI_ELECTRON_PATH: electron.path } : {},
  );
}
process.exit(failed === 0 ? 0 : 1);
