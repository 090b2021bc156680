/** npm run companion: the desktop app against your own relay. */
import { ensureBuild, ensurePackages, root, run, toolEnv } from './setup.mjs';

ensurePackages();
ensureBuild();
const { ensureElectron } = await import('./electron-runtime.mjs');
const electron = await ensureElectron({ allowTestRuntime: process.env.CTI_TEST_ELECTRON === '1' });
if (!electron.path) {
  process.stdout.write(
    `${electron.reason} The same Companion runs in a browser: open /companion/ at your relay's address and sign in with your token.\n`,
  );
  process.exit(1);
}
const companion = run(
  electron.path,
  [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, ...process.argv.slice(2)],
  { env: toolEnv() },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void companion.stop());
process.exit(await companion.done);
