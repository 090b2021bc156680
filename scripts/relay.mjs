/** npm run relay: the relay with your own settings (.env or the environment, config.json). Arguments are passed on. */
import { join } from 'node:path';
import { ensureBuild, ensurePackages, onStop, pinnedNode, root, run } from './setup.mjs';

ensurePackages();
ensureBuild();
const relay = run(pinnedNode(), [join(root, 'dist/relay/index.js'), ...process.argv.slice(2)], {
  cwd: process.cwd(),
});
// Ctrl-C and a closed terminal reach the relay by itself; it stops gracefully and this script follows it.
onStop((signal) => signal === 'SIGTERM' && relay.stop(15_000));
process.exit(await relay.done);
