/**
 * A real Asterisk on loopback ports of its own, in the Debian folder that scripts/asterisk-runtime.mjs makes. Linux, root.
 * Every start has a home of its own in that folder, so that several can run side by side and none sees the last one's state.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseCdrs, type Cdr } from './cdr';

const project = join(import.meta.dirname, '../../..');
const confFolder = join(project, 'tests/fixtures/asterisk/conf');
const root = process.env.CTI_ASTERISK_ROOT ?? join(project, '.runtime/asterisk-sid');

/** `npm test` says where Asterisk is, or why there is none. */
export const noAsterisk: string | undefined =
  process.env.CTI_NO_ASTERISK ??
  (existsSync(join(root, 'asterisk-version')) && process.getuid?.() === 0
    ? undefined
    : 'There is no Asterisk here: as root, `node scripts/asterisk-runtime.mjs` brings one.');

/** As in tests/fixtures/asterisk/conf/manager.conf. */
export const hand = { username: 'cti-hand', secret: 'secret-of-the-test-hand' };
export const manager = { username: 'cti-relay', secret: 'secret-of-the-test-relay' };
export const trunkIp = '127.0.0.10';
export const assistantIp = '127.0.0.11';

const patienceMs = 30_000;

const freeTcpPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};
export const freeUdpPort = async (ip: string): Promise<number> => {
  const socket = createSocket('udp4');
  socket.bind(0, ip);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
};

const makeHome = (values: Record<string, string | number>): string => {
  const home = mkdtempSync(join(root, 'srv', 'cti-'));
  for (const folder of ['etc', 'run', 'log/cdr-custom', 'varlib/agi-bin', 'spool/tmp', 'spool/system'])
    mkdirSync(join(home, folder), { recursive: true });
  const modules = globSync('usr/lib/*/asterisk/modules', { cwd: root })[0] ?? '';
  const all: Record<string, string | number> = {
    ...values,
    HOME: home.slice(root.length),
    MODULES: `/${modules}`,
  };
  for (const name of readdirSync(confFolder)) {
    const text = readFileSync(join(confFolder, name), 'utf8');
    const filled = text.replace(/@([A-Z_]+)@/g, (found, key: string) => String(all[key] ?? found));
    writeFileSync(join(home, 'etc', name), filled);
  }
  return home;
};

export type Asterisk = Awaited<ReturnType<typeof startAsterisk>>;

export const startAsterisk = async () => {
  const sip = { ip: '127.0.0.1', port: await freeUdpPort('127.0.0.1') };
  const trunk = { ip: trunkIp, port: await freeUdpPort(trunkIp) };
  const assistant = { ip: assistantIp, port: await freeUdpPort(assistantIp) };
  const amiPort = await freeTcpPort();
  const home = makeHome({
    SIP_PORT: sip.port,
    AMI_PORT: amiPort,
    TRUNK_PORT: trunk.port,
    ASSISTANT_PORT: assistant.port,
  });
  const inside = home.slice(root.length);
  execFileSync('chroot', [root, 'chown', '-R', 'asterisk:asterisk', inside]);
  const asterisk = ['/usr/sbin/asterisk', '-C', `${inside}/etc/asterisk.conf`];
  const said = join(home, 'said.txt');
  const cdrFile = join(home, 'log/cdr-custom/truth.csv');
  let child: ChildProcess | null = null;

  const cli = (command: string): string =>
    execFileSync('chroot', [root, ...asterisk, '-rx', command], { encoding: 'utf8', stdio: 'pipe' });

  const booted = (): boolean => {
    try {
      return cli('core waitfullybooted').includes('fully booted');
    } catch {
      // The console's socket is not there yet.
      return false;
    }
  };
  const boot = async (): Promise<void> => {
    const output = openSync(said, 'a');
    const started = spawn('chroot', [root, ...asterisk, '-U', 'asterisk', '-G', 'asterisk', '-f'], {
      stdio: ['ignore', output, output],
    });
    child = started;
    const deadline = Date.now() + patienceMs;
    while (!booted()) {
      if (started.exitCode !== null || Date.now() > deadline)
        throw new Error(`Asterisk did not start: ${readFileSync(said, 'utf8').slice(-2_000)}`);
      await delay(20);
    }
  };
  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  process.once('exit', () => child?.kill('SIGKILL'));

  await boot();
  return {
    sip,
    trunk,
    /** Where ElevenLabs has its end of the trunk to it. */
    assistant,
    amiPort,
    cli,
    /** The power cord: no goodbye to anybody. */
    kill,
    /** Starts it again, with the same ports and what it had on disk. */
    boot,
    /** All CDRs, once Asterisk holds none back: it writes them a moment after the last channel went. */
    finishedCdrs: async (): Promise<Cdr[]> => {
      const deadline = Date.now() + patienceMs;
      while (/(?:PJSIP|Local)\//.test(cli('cdr show active'))) {
        if (Date.now() > deadline) throw new Error(`CDRs are still open: ${cli('cdr show active')}`);
        await delay(20);
      }
      return existsSync(cdrFile) ? parseCdrs(readFileSync(cdrFile, 'utf8')) : [];
    },
    stop: async (): Promise<void> => {
      await kill();
      rmSync(home, { recursive: true, force: true });
    },
  };
};
