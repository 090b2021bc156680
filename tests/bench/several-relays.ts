/**
 * From the AMI event to the agent's frame: one relay with all desktops, beside two relays that share over Redis, each with half of
 * them and its own session at the PBX; and what of it is told over Redis. Prints; judges nothing. Needs redis-server.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monotonicMs, startDesktops, tokenOf } from './desktops';
import { freePort, percentile, row, startRelayProgram } from './relay-program';
import { callText, extensionOf, fakePbx } from './yes-pbx';

const agents = 1_000;
const seconds = 5;
const rates = [50, 200] as const;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const startRedis = async (): Promise<{ url: string; stop: () => Promise<void> } | null> => {
  const dir = mkdtempSync(join(tmpdir(), 'cti-bench-redis-'));
  const port = await freePort();
  const server = spawn(
    'redis-server',
    ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'yes'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const failed = once(server, 'error').then(() => null);
  const ready = (async () => {
    for await (const line of createInterface(server.stdout))
      if (line.includes('Ready to accept connections')) return true;
    return null;
  })();
  const isThere = await Promise.race([ready, failed]);
  if (isThere === null) return null;
  server.stdout.resume();
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

let made = 0;

/** The latencies of each rate, in ms. */
const measure = async (count: number, redisUrl: string | null): Promise<Map<number, number[]>> => {
  const pbx = await fakePbx();
  const env = {
    AMI_HOST: '127.0.0.1',
    AMI_PORT: String(pbx.port),
    AMI_USERNAME: 'bench',
    AMI_SECRET: 'bench',
    ...(redisUrl !== null && { REDIS_URL: redisUrl }),
  };
  const entries = Array.from({ length: agents }, (_none, n) => ({
    id: `agent-${n}`,
    name: `Agent ${n}`,
    extensions: [extensionOf(n)],
    token: tokenOf(n),
  }));
  const file = {
    agents: entries,
    http: { requestsPerMinute: 1_000_000 },
  };
  const relays = [];
  for (let n = 0; n < count; n += 1)
    relays.push(
      await startRelayProgram(env, { ...file, ...(redisUrl !== null && { redis: { name: `relay-${n}` } }) }),
    );
  const desktops = startDesktops();
  const found = new Map<number, number[]>();
  try {
    const share = agents / count;
    for (const [n, relay] of relays.entries())
      await desktops.connect({
        url: `${relay.url.replace('http', 'ws')}/ws`,
        agents,
        connect: share,
        first: n * share,
      });
    await wait(2_000);
    for (const rate of rates) {
      const sent = new Map<string, number>();
      const began = performance.now();
      for (let n = 0; n < rate * seconds; n += 1) {
        const early = began + (n * 1_000) / rate - performance.now();
        if (early > 1) await wait(early);
        const { linkedId, steps } = callText(made, agents);
        made += 1;
        sent.set(linkedId, monotonicMs());
        pbx.write(steps[0] ?? '');
        setTimeout(() => pbx.write(steps.slice(1).join('')), 1_500);
      }
      await wait(2_500);
      found.set(
        rate,
        (await desktops.report()).map(([linkedId, at]) => at - (sent.get(linkedId) ?? Number.NaN)),
      );
    }
    if (redisUrl !== null) {
      const [first] = relays;
      const told = (await first?.status())?.relays;
      row('told to each other, still waiting', String(told?.waiting ?? '?'));
      row('behind the other relay', `${told?.behindSeconds ?? '?'} s`);
    }
    return found;
  } finally {
    desktops.stop();
    for (const relay of relays) relay.stop();
    pbx.close();
  }
};

const redis = await startRedis();
if (!redis) console.log('\nseveral-relays is left out: redis-server is not installed.');
else {
  console.log(`\nOne relay, and two that share over Redis; ${agents} agents`);
  const one = await measure(1, null);
  const two = await measure(2, redis.url);
  for (const rate of rates) {
    const inWords = (values: number[] = []): string =>
      `${percentile(values, 0.5).toFixed(2)} / ${percentile(values, 0.99).toFixed(2)} ms (${values.length} of ${rate * seconds})`;
    row(`AMI event -> frame at ${rate} calls/s, one relay, p50 / p99`, inWords(one.get(rate)));
    row(`  two relays and Redis, p50 / p99`, inWords(two.get(rate)));
    const ratio = percentile(two.get(rate) ?? [], 0.99) / percentile(one.get(rate) ?? [], 0.99);
    row('  ratio of p99', ratio.toFixed(2));
  }
  await redis.stop();
}
