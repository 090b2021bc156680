/**
 * What one relay carries: from the AMI event to the agent's frame with 1,000 and 5,000 agents at 50 and 200 calls a second, beside a
 * bare `ws` server that sends frames of the same size at the same rate; 5,000 desktops that
 * connect in one instant; memory; the start. Prints; judges nothing.
 */
import { bareServer } from './bare-server';
import { monotonicMs, startDesktops, tokenOf } from './desktops';
import { percentile, row, startRelayProgram } from './relay-program';
import { callText, extensionOf, fakePbx } from './yes-pbx';

const seconds = 4;
const rates = [50, 200] as const;
const crowds = [1_000, 5_000] as const;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
let made = 0;

/** Does something so many times a second. */
const paced = async (rate: number, act: (n: number) => void): Promise<void> => {
  const began = performance.now();
  for (let n = 0; n < rate * seconds; n += 1) {
    const early = began + (n * 1_000) / rate - performance.now();
    if (early > 1) await wait(early);
    act(n);
  }
  await wait(2_500);
};

type Desktops = ReturnType<typeof startDesktops>;
const latencies = async (desktops: Desktops, sent: Map<string, number>): Promise<number[]> =>
  (await desktops.report()).map(([linkedId, at]) => at - (sent.get(linkedId) ?? Number.NaN));
const inWords = (values: number[], of: number): string =>
  `${percentile(values, 0.5).toFixed(2)} / ${percentile(values, 0.99).toFixed(2)} ms (${values.length} of ${of})`;

/** The least that a relay could be, under the same load. */
const bare = async (agents: number): Promise<Map<number, number[]>> => {
  const server = await bareServer();
  const desktops = startDesktops();
  const found = new Map<number, number[]>();
  await desktops.connect({ url: server.url, agents, connect: agents });
  for (const rate of rates) {
    const sent = new Map<string, number>();
    await paced(rate, (n) => {
      const linkedId = `bare-${rate}-${n}`;
      sent.set(linkedId, monotonicMs());
      server.pop(n % agents, linkedId);
    });
    found.set(rate, await latencies(desktops, sent));
  }
  desktops.stop();
  server.close();
  return found;
};

const relayWith = async (agents: number): Promise<void> => {
  const pbx = await fakePbx();
  const entries = Array.from({ length: agents }, (_none, n) => ({
    id: `agent-${n}`,
    name: `Agent ${n}`,
    extensions: [extensionOf(n)],
    token: tokenOf(n),
  }));
  const env = {
    AMI_HOST: '127.0.0.1',
    AMI_PORT: String(pbx.port),
    AMI_USERNAME: 'bench',
    AMI_SECRET: 'bench',
  };
  const relay = await startRelayProgram(env, { agents: entries, http: { requestsPerMinute: 1_000_000 } });
  const desktops = startDesktops();
  try {
    console.log(`\n${agents.toLocaleString('en')} agents`);
    row('start: until /health answers', `${relay.healthMs.toFixed(0)} ms`);
    row('start: until the PBX is heard', `${relay.readyMs.toFixed(0)} ms`);
    await wait(1_000);
    const before = relay.residentMiB();
    const url = `${relay.url.replace('http', 'ws')}/ws`;
    const stormAt = performance.now();
    await desktops.connect({ url, agents, connect: agents, atOnce: true });
    row(
      'all desktops connect at once: until the last is in sync',
      `${(performance.now() - stormAt).toFixed(0)} ms`,
    );
    await wait(1_000);
    row('memory for each desktop', `${(((relay.residentMiB() - before) * 1_024) / agents).toFixed(1)} KiB`);
    const baseline = await bare(agents);
    for (const rate of rates) {
      const sent = new Map<string, number>();
      await paced(rate, () => {
        const { linkedId, steps } = callText(made, agents);
        made += 1;
        sent.set(linkedId, monotonicMs());
        pbx.write(steps[0] ?? '');
        setTimeout(() => pbx.write(steps.slice(1).join('')), 1_500);
      });
      const own = await latencies(desktops, sent);
      const least = baseline.get(rate) ?? [];
      row(`AMI event -> frame at ${rate} calls/s, p50 / p99`, inWords(own, rate * seconds));
      row(`  bare ws, the same frames from memory, p50 / p99`, inWords(least, rate * seconds));
      row(`  ratio of p99`, (percentile(own, 0.99) / percentile(least, 0.99)).toFixed(2));
    }
  } finally {
    desktops.stop();
    relay.stop();
    pbx.close();
  }
};

for (const agents of crowds) await relayWith(agents);
