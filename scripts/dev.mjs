/**
 * npm run dev: the same stack as npm start, for developers. The pages come from Vite and change as you save; a change
 * anywhere else in src is built, and only when that succeeds is the stack started anew.
 */
import { watch } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensurePackages, freePort, onStop, pinnedNode, root, run, tool, toolEnv } from './setup.mjs';

/** An editor writes several files, and one file several times, in one breath. */
const settleMs = 300;
const say = (line) => process.stdout.write(`${line}\n`);

ensurePackages();
if (process.execPath !== pinnedNode()) {
  // Vite 8 wants a newer Node than a user may have; the lockfile brings one.
  const samePlace = run(pinnedNode(), process.argv.slice(1), { exitSignal: 'SIGTERM' });
  onStop((signal) => signal === 'SIGTERM' && samePlace.stop(20_000));
  process.exit(await samePlace.done);
}

// The browser companion speaks to the address it came from, so Vite passes the relay's own paths on.
const port = await freePort(8390);
const relay = `http://127.0.0.1:${port}`;
const ownSignals = process.listeners('SIGTERM');
const { createLogger, createServer } = await import(pathToFileURL(tool('vite', 'dist/node/index.js')).href);
// While the relay restarts nobody answers behind the proxy; the page itself says so.
const logger = createLogger('info', { allowClearScreen: false });
const logError = logger.error;
logger.error = (message, options) => {
  if (!/proxy (socket )?error/.test(message)) logError(message, options);
};
const server = await createServer({
  configFile: join(root, 'vite.config.ts'),
  customLogger: logger,
  clearScreen: false,
  server: { host: '127.0.0.1', proxy: { '/api': relay, '/ws': { target: relay, ws: true } } },
});
await server.listen().catch((error) => {
  say(`npm run dev could not start: ${error.message}. Does it run already?`);
  process.exit(1);
});
// Vite would end this process at once, with the stack still running.
for (const listener of process.listeners('SIGTERM')) {
  if (!ownSignals.includes(listener)) process.off('SIGTERM', listener);
}
const pages = server.resolvedUrls.local[0];

let stack = null;
let building = null;
let stopping = false;
let started = 0;

const stopAll = async (code) => {
  if (stopping) return;
  stopping = true;
  await building?.stop();
  await stack?.stop(15_000);
  await server.close();
  say('Everything has stopped.');
  process.exit(code);
};

const startStack = () => {
  const own = run(pinnedNode(), [join(root, 'scripts/start.mjs')], {
    detached: true,
    exitSignal: 'SIGTERM',
    env: toolEnv({
      CTI_DEV_SERVER_URL: pages,
      CTI_DEMO_PORT: String(port),
      ...(started > 0 && { CTI_DEMO_AGAIN: '1' }),
    }),
  });
  started += 1;
  stack = own;
  void own.done.then((code) => {
    if (stack !== own) return;
    stack = null;
    // It ends with 0 when the user quits the Companion, as npm start does.
    if (code === 0) void stopAll(0);
    else say('Nothing runs now; the next change starts it again. Ctrl-C ends.');
  });
};

/** @returns whether the build succeeded; what is wrong stands above, in the build's own words */
const build = async () => {
  building = run(pinnedNode(), [join(root, 'scripts/build.mjs')]);
  const code = await building.done;
  building = null;
  return code === 0;
};

const restart = async (file) => {
  say(`${file} changed.`);
  if (!(await build())) {
    if (!stopping) say(`${stack ? 'What runs stays as it was' : 'Nothing runs'} until the next change.`);
    return;
  }
  if (stopping) return;
  const old = stack;
  stack = null;
  await old?.stop(15_000);
  if (!stopping) startStack();
};

onStop(() => stopAll(0));
say(`Pages with hot reload: ${pages}companion.html`);
if (await build()) startStack();
else if (!stopping) say('Nothing runs yet; the next change tries again. Ctrl-C ends.');

let timer = null;
let queue = Promise.resolve();
watch(join(root, 'src'), { recursive: true }, (_kind, file) => {
  // Vite itself brings a page's change to the page.
  if (!file || file.startsWith(`renderer${sep}`) || !/\.(ts|tsx|json)$/.test(file) || file.includes('.test.'))
    return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    queue = queue.then(() => (stopping ? undefined : restart(`src${sep}${file}`)));
  }, settleMs);
});
