/**
 * npm run dev: the same stack as npm start, for developers. The renderer is served with hot reload; a change anywhere
 * else in src rebuilds and restarts relay, simulators and window.
 */
import { watch } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensurePackages, pinnedNode, root, run, tool, toolEnv } from './setup.mjs';

const say = (line) => process.stdout.write(`${line}\n`);

ensurePackages();
if (process.execPath !== pinnedNode()) {
  // Vite 8 wants a newer Node than a user may have; the lockfile brings one.
  const again = run(pinnedNode(), process.argv.slice(1));
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => void again.stop(15_000));
  process.exit(await again.done);
}

const { createServer } = await import(pathToFileURL(tool('vite', 'dist/node/index.js')).href);
const server = await createServer({
  configFile: join(root, 'vite.config.ts'),
  server: { host: '127.0.0.1' },
});
await server.listen();
const rendererUrl = server.resolvedUrls.local[0];
say(`Renderer with hot reload: ${rendererUrl}companion.html`);

let stack = null;
const startStack = () => {
  stack = run(pinnedNode(), [join(root, 'scripts/start.mjs')], {
    detached: true,
    env: toolEnv({ CTI_DEV_SERVER_URL: rendererUrl }),
  });
};
const stopAll = async () => {
  await stack?.stop(15_000);
  await server.close();
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stopAll());

let timer = null;
let restarting = Promise.resolve();
watch(join(root, 'src'), { recursive: true }, (_kind, file) => {
  if (!file || file.startsWith(`renderer${sep}`) || file.includes('.test.')) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    restarting = restarting.then(async () => {
      say(`${file} changed: rebuilding and restarting …`);
      await stack?.stop(15_000);
      startStack();
    });
  }, 300);
});
startStack();
