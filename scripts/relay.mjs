/** npm run relay: the relay with your own settings (.env or the environment, config.json). Arguments are passed on. */
import { join } from 'node:path';
import { ensureBuild, ensurePackages, pinnedNode, root, run } from './setup.mjs';

ensurePackages();
ensureBuild();
const relay = run(pinnedNode(), [join(root, 'dist/relay/index.js'), ...process.argv.slice(2)], {
  cwd: process.cwd(),
});
// Ctrl-C reaches the relay by the terminal's process group; it stops gracefully and this script follows it.
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => signal === 'SIGTERM' && void relay.stop(15_000));
process.exit(await relay.done);
