/**
 * npm start: the main job on one machine. A simulated Asterisk and a simulated SuiteCRM, the real relay, the real
 * Companion; a customer calls within a minute. Nothing outside .cache/demo is written.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { tryLock } from './lock.mjs';
import {
  ensureBuild,
  ensurePackages,
  freePort,
  hasDisplay,
  onStop,
  pinnedNode,
  root,
  run,
  toolEnv,
} from './setup.mjs';

const say = (line = '') => process.stdout.write(`${line}\n`);
/** CTI_DEMO_HOME: for tests, so that they keep out of the way of a demo that runs here. */
const home = process.env.CTI_DEMO_HOME || join(root, '.cache', 'demo');
/** Set by npm run dev: where Vite serves the pages, and whether the user has read the explanations already. */
const devServer = process.env.CTI_DEV_SERVER_URL;
const again = process.env.CTI_DEMO_AGAIN === '1';
const secret = () => randomBytes(24).toString('base64url');

/** Resolves with the first message of this type that a child sends. */
const messageOf = (program, type) =>
  new Promise((resolve, reject) => {
    program.child.on('message', (message) => message?.type === type && resolve(message));
    void program.done.then(() => reject(new Error(`it stopped before it was ready`)));
  });

const until = async (ready, program, what) => {
  for (;;) {
    if (stopping) return false;
    if (program.exited()) throw new Error(`${what} stopped. Its last words:\n${lastWords()}`);
    if (await ready().catch(() => false)) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};

/** Kept from start to start, so that a browser which is signed in stays so. */
const demoToken = () => {
  const file = join(home, 'token');
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (/^cti_[\w-]{32}$/.test(kept)) return kept;
  const made = `cti_${secret()}`;
  writeFileSync(file, made, { mode: 0o600 });
  return made;
};

const openInBrowser = (url) => {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  const failed = () => stopping || say(`No browser opened by itself; open ${url} in yours.`);
  child.once('error', failed);
  child.once('exit', (code) => code && failed());
  child.unref();
};

/** The relay's last words, for when it stops although nobody asked it to. */
const lastWords = () => {
  const file = join(home, 'relay.log');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-5) : [];
  return [...lines.map((line) => `  ${line}`), `All of its log: ${file}`].join('\n');
};

const programs = [];
let stopping = false;
const stopAll = async (code) => {
  if (stopping) return;
  stopping = true;
  // The window first, so that it does not show a lost relay in its last second.
  for (const program of programs.reverse()) await program.stop();
  if (!devServer) say('Everything has stopped.');
  process.exit(code);
};
const start = (command, args, options) => {
  // An own process group: Ctrl-C reaches this script only, which then stops all in order.
  const program = run(command, args, { detached: process.platform !== 'win32', ...options });
  programs.push(program);
  return program;
};

mkdirSync(home, { recursive: true });
const { lock, holder } = tryLock(join(home, 'running.lock'));
if (!lock) {
  say(`CTI Companion runs here already (process ${holder.pid}).`);
  if (holder.note) say(`Its Companion is at ${holder.note}`);
  say('Stop it with Ctrl-C where it runs, then start again.');
  process.exit(1);
}
ensurePackages();
ensureBuild();
// Only from here on: what came before ends with the signal by itself.
onStop(() => stopAll(0));

const port = await freePort(Number(process.env.CTI_DEMO_PORT || 8390));
const amiSecret = secret();
const apiKey = secret();
const webhookSecret = secret();
const token = demoToken();
const relayUrl = `http://127.0.0.1:${port}`;
const companionUrl = devServer ? `${devServer}companion.html` : `${relayUrl}/companion/`;
lock.note(companionUrl);

const simulators = start(pinnedNode(), [join(root, 'dist/simulators/demo.js')], {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  env: toolEnv({
    DEMO_AMI_SECRET: amiSecret,
    DEMO_AMI_PORT: String(await freePort(8391)),
    DEMO_CRM_PORT: String(await freePort(8392)),
    DEMO_WEBHOOK_URL: `${relayUrl}/webhook/elevenlabs`,
    DEMO_WEBHOOK_SECRET: webhookSecret,
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
        ELEVENLABS_WEBHOOK_SECRET: webhookSecret,
        DEFAULT_COUNTRY: 'DE',
        DATA_DIR: join(home, 'data'),
        LOG_DIR: join(home, 'logs'),
      }),
    },
  );
  await until(async () => (await fetch(`${relayUrl}/health/ready`)).ok, relay, 'The relay');

  const { ensureElectron } = await import('./electron-runtime.mjs');
  const display = hasDisplay();
  const electron = display
    ? await ensureElectron({ allowTestRuntime: process.env.CTI_TEST_ELECTRON === '1' })
    : { path: null, reason: 'There is no display here, so no window can open.' };

  const inBrowser = [
    `  Companion  ${companionUrl}`,
    `             ${electron.reason} The same Companion runs in the browser:`,
    `             sign in with the token  ${token}`,
    '             and the first customer calls.',
  ];
  const introduction = [
    '',
    'CTI Companion runs, with a simulated Asterisk and a simulated SuiteCRM.',
    '',
    `  Relay      ${relayUrl}/health      log: ${relative(process.cwd(), join(home, 'relay.log'))}`,
    `  Asterisk   127.0.0.1:${peers.ami.port} (AMI, simulated): ${peers.agent.name} sits at extension ${peers.agent.extension}`,
    `  SuiteCRM   ${peers.crm.url} (simulated): watch Call records appear`,
    ...(electron.path ? ['  Companion  the window that opens now; it also sits in the tray'] : inBrowser),
    '',
    'Next: your own Asterisk and SuiteCRM: `npm run relay -- init` asks for them, `npm run relay` starts the server,',
    '`npm run companion` a desk. README.md shows the manager user and the OAuth2 client to create.',
    'Ctrl-C stops everything.',
    '',
  ];
  say(again ? 'It runs again.' : introduction.join('\n'));
  if (electron.path) {
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
    void companion.done.then((code) => {
      if (stopping) return;
      if (code !== 0) say(`The Companion's window ended by a fault (${code}).`);
      return stopAll(code === 0 ? 0 : 1);
    });
  } else if (display && !again) openInBrowser(companionUrl);

  const headers = { 'x-api-key': apiKey };
  const online = async () =>
    (await (await fetch(`${relayUrl}/api/agents`, { headers })).json()).agents.some((agent) => agent.online);
  if (await until(online, relay, 'The relay')) simulators.child.send({ type: 'go' });
  const ended = await Promise.race([
    relay.done.then(() => 'The relay'),
    simulators.done.then(() => 'The simulation'),
  ]);
  if (!stopping) {
    say(`${ended} stopped. The relay's last words:\n${lastWords()}`);
    await stopAll(1);
  }
} catch (error) {
  if (!stopping) {
    say(`npm start could not go on: ${error.message}`);
    await stopAll(1);
  }
}
