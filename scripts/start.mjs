/**
 * npm start: the main job on one machine. A simulated Asterisk and a simulated SuiteCRM, the real relay, the real
 * Companion; a customer calls within a minute. Nothing outside .cache/demo is written.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ensureBuild, ensurePackages, pinnedNode, root, run, toolEnv } from './setup.mjs';

const say = (line = '') => process.stdout.write(`${line}\n`);
const home = join(root, '.cache', 'demo');
const secret = () => randomBytes(24).toString('base64url');

/** The preferred port, or any free one where it is taken. */
const freePort = (preferred) =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (preferred === 0 ? reject(error) : resolve(freePort(0))));
    server.listen(preferred, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Resolves with the first message of this type that a child sends. */
const messageOf = (program, type) =>
  new Promise((resolve, reject) => {
    program.child.on('message', (message) => message?.type === type && resolve(message));
    void program.done.then(() => reject(new Error(`it stopped before it was ready`)));
  });

const until = async (ready, program, what) => {
  for (;;) {
    if (stopping) return false;
    if (program.exited()) throw new Error(`${what} stopped. Its log: ${join(home, 'relay.log')}`);
    if (await ready().catch(() => false)) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};

const openInBrowser = (url) => {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.once('error', () => {});
  child.unref();
};

const programs = [];
let stopping = false;
const stopAll = async (code) => {
  if (stopping) return;
  stopping = true;
  // The window first, so that it does not show a lost relay in its last second.
  for (const program of programs.reverse()) await program.stop();
  say('Everything has stopped.');
  process.exit(code);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stopAll(0));

const start = (command, args, options) => {
  // An own process group: Ctrl-C reaches this script only, which then stops all in order.
  const program = run(command, args, { detached: process.platform !== 'win32', ...options });
  programs.push(program);
  return program;
};

ensurePackages();
ensureBuild();
mkdirSync(home, { recursive: true });

const port = await freePort(8390);
const amiSecret = secret();
const apiKey = secret();
const token = `cti_${secret()}`;
const relayUrl = `http://127.0.0.1:${port}`;

const simulators = start(pinnedNode(), [join(root, 'dist/simulators/demo.js')], {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  env: toolEnv({
    DEMO_AMI_SECRET: amiSecret,
    DEMO_AMI_PORT: String(await freePort(8391)),
    DEMO_CRM_PORT: String(await freePort(8392)),
  }),
});

try {
  const peers = await messageOf(simulators, 'ready');
  writeFileSync(
    join(home, 'config.json'),
    JSON.stringify({
      agents: [
        {
          id: 'anna',
          name: peers.agent.name,
          extensions: [peers.agent.extension],
          token,
          crmUserId: peers.crm.agent.userId,
        },
      ],
      webCompanion: { crmContext: true },
    }),
    { mode: 0o600 },
  );
  const log = openSync(join(home, 'relay.log'), 'a', 0o600);
  const relay = start(
    pinnedNode(),
    [join(root, 'dist/relay/index.js'), '--config', join(home, 'config.json')],
    {
      cwd: home,
      stdio: ['ignore', log, log],
      env: toolEnv({
        PORT: String(port),
        HOST: '127.0.0.1',
        API_KEY: apiKey,
        AMI_HOST: '127.0.0.1',
        AMI_PORT: String(peers.ami.port),
        AMI_USERNAME: peers.ami.username,
        AMI_SECRET: amiSecret,
        SUITECRM_URL: peers.crm.url,
        SUITECRM_CLIENT_ID: peers.crm.clientId,
        SUITECRM_CLIENT_SECRET: peers.crm.clientSecret,
        SUITECRM_USERNAME: peers.crm.username,
        SUITECRM_PASSWORD: peers.crm.password,
        DEFAULT_COUNTRY: 'DE',
        DATA_DIR: join(home, 'data'),
        LOG_DIR: join(home, 'logs'),
      }),
    },
  );
  await until(async () => (await fetch(`${relayUrl}/health/ready`)).ok, relay, 'The relay');

  const { ensureElectron } = await import('./electron-runtime.mjs');
  const display = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  const electron = display
    ? await ensureElectron({ allowTestRuntime: process.env.CTI_TEST_ELECTRON === '1' })
    : { path: null, reason: 'There is no display here.' };

  say();
  say('CTI Companion runs, with a simulated Asterisk and a simulated SuiteCRM.');
  say();
  say(`  Relay      ${relayUrl}/health      log: .cache/demo/relay.log`);
  say(
    `  Asterisk   127.0.0.1:${peers.ami.port} (AMI, simulated): ${peers.agent.name} sits at extension ${peers.agent.extension}`,
  );
  say(`  SuiteCRM   ${peers.crm.url} (simulated): watch Call records appear`);
  if (electron.path) {
    say('  Companion  the window that opens now; it also sits in the tray');
    const companion = start(electron.path, [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root], {
      stdio: 'ignore',
      env: toolEnv({
        CTI_USER_DATA: join(home, 'companion'),
        CTI_RELAY_URL: relayUrl,
        CTI_TOKEN: token,
        CTI_SUITECRM_URL: peers.crm.url,
        CTI_SUITECRM_CLIENT_ID: peers.crm.clientId,
        CTI_SUITECRM_CLIENT_SECRET: peers.crm.clientSecret,
        CTI_SUITECRM_USERNAME: peers.crm.agent.username,
        CTI_SUITECRM_PASSWORD: peers.crm.agent.password,
      }),
    });
    void companion.done.then(() => stopAll(0));
  } else {
    say(`  Companion  ${relayUrl}/companion/ in the browser. ${electron.reason}`);
    say(`             Sign in with the token  ${token}`);
    if (display) openInBrowser(`${relayUrl}/companion/`);
  }
  say();
  say('Next: your own Asterisk and SuiteCRM: copy .env.example to .env, fill it in, then `npm run relay`');
  say(
    'and `npm run companion` on each desk. README.md shows the manager user and the OAuth2 client to create.',
  );
  say('Ctrl-C stops everything.');
  say();

  const headers = { 'x-api-key': apiKey };
  const online = async () =>
    (await (await fetch(`${relayUrl}/api/agents`, { headers })).json()).agents.some((agent) => agent.online);
  if (await until(online, relay, 'The relay')) simulators.child.send({ type: 'go' });
  const ended = await Promise.race([
    relay.done.then(() => 'The relay'),
    simulators.done.then(() => 'The simulation'),
  ]);
  if (!stopping) {
    say(`${ended} stopped. The relay's log: ${join(home, 'relay.log')}`);
    await stopAll(1);
  }
} catch (error) {
  if (!stopping) {
    say(`npm start could not go on: ${error.message}`);
    await stopAll(1);
  }
}
