/**
 * One call that rings at many phones at once: how long until the last desk hears of it, what is sent for it until it is over,
 * and what of the relay's time it takes; beside a bare `ws` server that sends each desk one frame. Prints; judges nothing.
 */
import { bareServer } from './bare-server';
import { monotonicMs, startDesktops, tokenOf } from './desktops';
import { percentile, row, startRelayProgram } from './relay-program';
import { extensionOf, fakePbx, ringAllText } from './yes-pbx';

const phones = [20, 200] as const;
const rounds = 5;
/** Nothing takes so long; who waits for it has lost pops. */
const patienceMs = 10_000;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
type Desktops = ReturnType<typeof startDesktops>;

/** @returns the time of each desk's pop */
const popsOf = async (desktops: Desktops, linkedId: string, count: number): Promise<number[]> => {
  const times: number[] = [];
  for (let waited = 0; times.length < count && waited < patienceMs; waited += 100) {
    await wait(100);
    for (const [id, at] of await desktops.report()) if (id === linkedId) times.push(at);
  }
  return times;
};

/** Until nothing more is sent. */
const settled = async (desktops: Desktops): Promise<void> => {
  for (let before = -1, now = 0; before !== now;) {
    before = now;
    await wait(1_000);
    now = (await desktops.figures()).messages;
  }
};

const pbx = await fakePbx();
const most = Math.max(...phones);
const relay = await startRelayProgram(
  { AMI_HOST: '127.0.0.1', AMI_PORT: String(pbx.port), AMI_USERNAME: 'bench', AMI_SECRET: 'bench' },
  {
    agents: Array.from({ length: most }, (_none, n) => ({
      id: `agent-${n}`,
      name: `Agent ${n}`,
      extensions: [extensionOf(n)],
      token: tokenOf(n),
    })),
    http: { requestsPerMinute: 1_000_000 },
  },
);
const bare = await bareServer();
const desktops = startDesktops();
const least = startDesktops();
try {
  await desktops.connect({ url: `${relay.url.replace('http', 'ws')}/ws`, agents: most, connect: most });
  await least.connect({ url: bare.url, agents: most, connect: most });
  let made = 0;
  for (const count of phones) {
    const lasts: number[] = [];
    const leasts: number[] = [];
    const cpu: number[] = [];
    let pops = 0;
    const before = await desktops.figures();
    for (let round = 0; round < rounds; round += 1) {
      made += 1;
      const { linkedId, ring, end } = ringAllText(made, count);
      const bareId = `bare-${made}`;
      const bareAt = monotonicMs();
      for (let n = 0; n < count; n += 1) bare.pop(n, bareId);
      leasts.push(Math.max(...(await popsOf(least, bareId, count))) - bareAt);
      const cpuBefore = relay.cpuMs();
      const at = monotonicMs();
      pbx.write(ring);
      const times = await popsOf(desktops, linkedId, count);
      pops += times.length;
      lasts.push(Math.max(...times) - at);
      pbx.write(end);
      await settled(desktops);
      cpu.push(relay.cpuMs() - cpuBefore);
    }
    const after = await desktops.figures();
    console.log(`\nOne call rings at ${count} phones, and nobody answers (${rounds} times)`);
    row('pops that came', `${pops} of ${count * rounds}`);
    row('desktops that the relay closed', String(after.closed - before.closed));
    row(
      'first event -> last pop, median / longest',
      `${percentile(lasts, 0.5).toFixed(1)} / ${Math.max(...lasts).toFixed(1)} ms`,
    );
    row(
      '  bare ws, one frame to each desk',
      `${percentile(leasts, 0.5).toFixed(1)} / ${Math.max(...leasts).toFixed(1)} ms`,
    );
    row('frames for one such call', ((after.messages - before.messages) / rounds).toFixed(0));
    row('  in all', `${((after.bytes - before.bytes) / rounds / 1_048_576).toFixed(1)} MiB`);
    row("the relay's CPU time for one such call", `${percentile(cpu, 0.5).toFixed(0)} ms`);
  }
} finally {
  desktops.stop();
  least.stop();
  bare.close();
  relay.stop();
  pbx.close();
}
