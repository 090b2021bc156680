/**
 * From the last byte of the AMI DialBegin on the relay's socket to the agent's `screen_pop` frame, through the real relay
 * process: 200 calls a second, 1,000 connected agents; once with the events the relay asks for, once with all that a PBX at
 * its own limit sends (25,000 a second). And what one connected agent costs the relay in memory.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monotonicMs, startDesktops, tokenOf } from './desktops';
import { callText, extensionOf, fakePbx } from './yes-pbx';

const agents = 1_000;
const callsPerSecond = 200;
/** More desktops of the same agents: among thousands, what one more costs shows without the relay's own beginnings. */
const crowd = 4_000;
const seconds = 10;
/** What Asterisk sends beside the events of calls when it is asked for everything; it ends at 25,000 a second in all. */
const otherEventsPerSecond = 20_600;
const otherEvents = [
  ...readFileSync(join(process.cwd(), 'tests/fixtures/captures/direct-answered.ami'), 'utf8').matchAll(
    /Event: (?:VarSet|Newexten)\r\n[^]*?\r\n\r\n/g,
  ),
].map(([text]) => text);

const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const residentKiB = (child: ChildProcess): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0);

const total = callsPerSecond * seconds;
let callsMade = 0;

/** Makes the calls, each at its time. @returns how late the latest was made, ms: the bench's own share of what is measured */
const load = async (
  write: (text: string) => unknown,
  sent: Map<string, number>,
  others: number,
): Promise<number> => {
  const began = performance.now();
  const othersPerCall = Math.round(others / callsPerSecond);
  const filler = Array.from(
    { length: othersPerCall },
    (_none, i) => otherEvents[i % otherEvents.length],
  ).join('');
  let latestMs = 0;
  for (let n = 0; n < total; n += 1) {
    const { linkedId, steps } = callText(callsMade, agents);
    callsMade += 1;
    const due = began + (n * 1_000) / callsPerSecond;
    const early = due - performance.now();
    if (early > 1) await wait(early);
    latestMs = Math.max(latestMs, performance.now() - due);
    write(filler);
    sent.set(linkedId, monotonicMs());
    write(steps[0] ?? '');
    // The rest of the call follows later, so that about 400 calls run at any time.
    setTimeout(() => write(steps.slice(1).join('')), 2_000);
  }
  await wait(3_000);
  return latestMs;
};

const main = async (): Promise<void> => {
  const home = mkdtempSync(join(tmpdir(), 'cti-bench-'));
  const pbx = await fakePbx();
  const entries = Array.from({ length: agents }, (_, n) => ({
    id: `agent-${n}`,
    name: `Agent ${n}`,
    extensions: [extensionOf(n)],
    token: tokenOf(n),
  }));
  writeFileSync(
    join(home, 'config.json'),
    JSON.stringify({ agents: entries, http: { requestsPerMinute: 1_000_000 } }),
  );
  const port = 18_390;
  const relay = spawn(
    process.execPath,
    ['--expose-gc', 'dist/relay/index.js', '--config', join(home, 'config.json')],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        AMI_HOST: '127.0.0.1',
        AMI_PORT: String(pbx.port),
        AMI_USERNAME: 'bench',
        AMI_SECRET: 'bench',
        DATA_DIR: join(home, 'data'),
        LOG_DIR: join(home, 'logs'),
        LOG_LEVEL: 'error',
      },
    },
  );
  const desktops = startDesktops();
  try {
    for (;;) {
      const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
      if (ready?.ok) break;
      await wait(100);
    }
    await wait(1_000);
    const before = residentKiB(relay);
    const sent = new Map<string, number>();
    const url = `ws://127.0.0.1:${port}/ws`;
    await desktops.connect({ url, agents, connect: agents });
    await wait(2_000);
    const after = residentKiB(relay);

    const row = (name: string, value: string): void => console.log(`  ${name.padEnd(58)} ${value}`);
    for (const others of [0, otherEventsPerSecond]) {
      sent.clear();
      const lagMs = await load(pbx.write, sent, others);
      const pops = await desktops.report();
      const latencies = pops
        .map(([linkedId, at]) => at - (sent.get(linkedId) ?? Number.NaN))
        .sort((a, b) => a - b);
      console.log(
        `\nAMI event on the socket -> WebSocket frame (${agents} agents, ${callsPerSecond} calls/s, ${seconds} s` +
          `${others > 0 ? `, and ${others.toLocaleString('en')} other events/s` : ''})`,
      );
      row('pops', `${latencies.length} of ${total}`);
      row('p50', `${percentile(latencies, 0.5).toFixed(2)} ms`);
      row('p99', `${percentile(latencies, 0.99).toFixed(2)} ms`);
      row('longest', `${(latencies.at(-1) ?? Number.NaN).toFixed(2)} ms`);
      row('the simulated PBX itself was late by at most', `${lagMs.toFixed(2)} ms`);
    }
    console.log('');
    row('memory per connected agent, the first thousand', `${((after - before) / agents).toFixed(1)} KiB`);
    const beforeCrowd = residentKiB(relay);
    await desktops.connect({ url, agents, connect: crowd });
    await wait(2_000);
    row(
      `memory per connected agent, ${crowd.toLocaleString('en')} more`,
      `${((residentKiB(relay) - beforeCrowd) / crowd).toFixed(1)} KiB`,
    );
  } finally {
    desktops.stop();
    relay.kill('SIGKILL');
    pbx.close();
    rmSync(home, { recursive: true, force: true });
  }
};

await main();
