/** The relay as it is built, in a process of its own, between peers of the bench. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { statusSchema, type Status } from '../../src/shared/protocol/rest';

const API_KEY = 'key-of-the-bench-0123456789';

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

export const startRelayProgram = async (env: Record<string, string>, file: Record<string, unknown>) => {
  const home = mkdtempSync(join(tmpdir(), 'cti-bench-'));
  writeFileSync(join(home, 'config.json'), JSON.stringify(file));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const relay = spawn(process.execPath, ['--expose-gc', join(process.cwd(), 'dist/relay/index.js')], {
    cwd: home,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env['PATH'], PORT: String(port), API_KEY, LOG_LEVEL: 'error', ...env },
  });
  const startedAt = performance.now();
  let healthMs = 0;
  for (;;) {
    if (healthMs === 0 && (await fetch(`${url}/health`).catch(() => null)))
      healthMs = performance.now() - startedAt;
    const ready = await fetch(`${url}/health/ready`).catch(() => null);
    if (ready?.ok) break;
    if (relay.exitCode !== null || relay.signalCode !== null) throw new Error('The relay did not start.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const readyMs = performance.now() - startedAt;
  return {
    url,
    /** From the start of the process until it answers, and until it hears the PBX. */
    healthMs,
    readyMs,
    status: async (): Promise<Status> => {
      const answer = await fetch(`${url}/api/status`, { headers: { 'x-api-key': API_KEY } });
      return statusSchema.parse(await answer.json());
    },
    /** User and system time that it has had, in steps of 10 ms: other programs of this machine do not change it. */
    cpuMs: (): number =>
      readFileSync(`/proc/${relay.pid}/stat`, 'utf8')
        .split(') ')[1]
        ?.split(' ')
        .slice(11, 13)
        .reduce((sum, ticks) => sum + Number(ticks) * 10, 0) ?? Number.NaN,
    residentMiB: (): number =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${relay.pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024,
    stop: (): void => {
      relay.kill('SIGKILL');
      rmSync(home, { recursive: true, force: true });
    },
  };
};

export const row = (name: string, value: string): void => console.log(`  ${name.padEnd(58)} ${value}`);

export const percentile = (values: readonly number[], part: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
};
