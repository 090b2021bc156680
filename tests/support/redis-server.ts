/** A real redis-server of the test's own, on a free port, with its data in a folder of the test. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { tempFolder } from './temp-folder';

/** Why tests with Redis can not run here; null: they can. */
export const noRedis: string | null =
  spawnSync('redis-server', ['--version']).status === 0
    ? null
    : 'redis-server is not installed (apt-get install redis-server; npm test does so as root)';
if (noRedis !== null) console.warn(`Tests with several relays are skipped: ${noRedis}.`);

export interface RedisServer {
  url: string;
  port: number;
  /** SIGKILL; what it had not written is lost. */
  kill(): Promise<void>;
  /** On the same port. `lost`: without its data. */
  start(options?: { lost?: boolean }): Promise<void>;
  pause(): void;
  goOn(): void;
  stop(): Promise<void>;
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

/** Settles when it takes connections. @param args more settings, e.g. `--requirepass` */
export const startRedis = async (...args: string[]): Promise<RedisServer> => {
  const port = await freePort();
  let dir = tempFolder('redis');
  const running = new Set<ChildProcess>();
  const start: RedisServer['start'] = async ({ lost = false } = {}) => {
    if (lost) dir = tempFolder('redis');
    const server = spawn(
      'redis-server',
      [
        '--port',
        `${port}`,
        '--bind',
        '127.0.0.1',
        '--dir',
        dir,
        '--save',
        '',
        '--appendonly',
        'yes',
        ...args,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    running.add(server);
    let said = '';
    for await (const line of createInterface(server.stdout)) {
      said += `${line}\n`;
      if (!/Ready to accept connections/.test(line)) continue;
      server.stdout.resume();
      return;
    }
    throw new Error(`redis-server ended before it was ready:\n${said}`);
  };
  const kill = async (): Promise<void> => {
    for (const server of running) {
      running.delete(server);
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
    }
  };
  const signal = (name: NodeJS.Signals): void => {
    for (const server of running) server.kill(name);
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    start,
    kill,
    stop: kill,
    pause: () => signal('SIGSTOP'),
    goOn: () => signal('SIGCONT'),
  };
};
