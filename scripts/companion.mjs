/** npm run companion: the desktop app against your own relay. */
import { ensureBuild, ensurePackages, hasDisplay, onStop, root, run, toolEnv } from './setup.mjs';

const say = (line) => process.stdout.write(`${line}\n`);
const giveUp = (reason) => {
  say(reason);
  say(
    'The same Companion runs in any browser: open /companion/ at the address of your relay, and sign in with the code or token that your IT gave you.',
  );
  process.exit(1);
};

if (!hasDisplay()) giveUp('There is no display here, so no window can open.');
ensurePackages();
ensureBuild();
const { ensureElectron } = await import('./electron-runtime.mjs');
const electron = await ensureElectron({ allowTestRuntime: process.env.CTI_TEST_ELECTRON === '1' });
if (!electron.path) giveUp(electron.reason);

say('The Companion opens. Closing its window leaves it in the tray; Ctrl-C here ends it.');
const companion = run(
  electron.path,
  [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, ...process.argv.slice(2)],
  { env: toolEnv() },
);
onStop(() => companion.stop());
process.exit(await companion.done);
