/**
 * A thousand ended calls into a SuiteCRM that takes 40 creates a second and 50 ms for a request: how long it takes beside the
 * 25 s that it can not be faster than, what it costs, and what pops notice of it. Prints figures; judges nothing.
 */
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { seededRandom } from '../../src/simulators/asterisk/ids';
import { createAsteriskSimulator } from '../../src/simulators/asterisk/simulator';
import { createSuiteCrmSimulator } from '../../src/simulators/suitecrm';
import { createCustomers } from '../support/customers';
import { peerSettings } from '../support/simulated-peers';
import { percentile, row, startRelayProgram } from './relay-program';

const calls = 1_000;
const createsPerSecond = 40;
const requestMs = 50;
const popsPerSecond = 20;
const baselineSeconds = 5;
const token = 'cti_bench_desk_00000001';

const run = async (parallel: number | null): Promise<void> => {
  const random = seededRandom(7);
  const { seed, callers } = createCustomers(random);
  const asterisk = await createAsteriskSimulator({ random });
  const crm = await createSuiteCrmSimulator({ data: seed });
  let held = true;
  let free = 0;
  crm.faults.delayMs = ({ method, path }) => {
    if (method !== 'POST' || !path.endsWith('/module')) return requestMs;
    if (held) return 60_000;
    free = Math.max(free + 1_000 / createsPerSecond, performance.now());
    return free - performance.now() + requestMs;
  };
  const relay = await startRelayProgram(peerSettings(asterisk, crm), {
    agents: [{ id: 'anna', name: 'Anna', extensions: ['1001'], token }],
    crm: {
      timeoutSeconds: 5,
      retry: { baseSeconds: 0.5, maxSeconds: 1 },
      ...(parallel && { parallelWrites: parallel }),
    },
    http: { requestsPerMinute: 1_000_000 },
  });
  const desktop = new WebSocket(`${relay.url.replace('http', 'ws')}/ws`);
  await once(desktop, 'open');
  desktop.send(JSON.stringify({ type: 'register_agent', token }));
  await once(desktop, 'message');

  let made = 0;
  const caller = (): string => callers[(made += 1) % callers.length]?.e164.slice(1) ?? '';
  const rung = new Map<string, number>();
  let popMs: number[] = [];
  desktop.on('message', (data: Buffer) => {
    const text = data.toString();
    const linkedId = text.includes('"screen_pop"') ? /"linkedId":"([^"]+)"/.exec(text)?.[1] : undefined;
    const at = rung.get(linkedId ?? '');
    if (at !== undefined) popMs.push(performance.now() - at);
  });
  /** Calls that ring and are not over while it lasts: they pop, and nothing is logged. */
  const pops = async (isOver: () => boolean): Promise<number[]> => {
    popMs = [];
    while (!isOver()) {
      const at = performance.now();
      const { linkedId } = asterisk.call({
        kind: 'inbound',
        agent: { extension: '1001', name: 'Anna' },
        from: { number: caller(), name: '' },
        did: '4930555001',
        ringMs: 600_000,
      });
      rung.set(linkedId, at);
      await wait(1_000 / popsPerSecond);
    }
    return popMs;
  };
  const over = (ms: number) => {
    const until = performance.now() + ms;
    return () => performance.now() > until;
  };
  const alone = await pops(over(baselineSeconds * 1_000));

  const ends = Array.from({ length: calls }, async (_, n) => {
    await wait(n * 3);
    await asterisk.call({
      kind: 'inbound',
      agent: { extension: '1002', name: 'Ben' },
      from: { number: caller(), name: '' },
      did: '4930555001',
      ringMs: 50,
      talkMs: 50,
    }).done;
  });
  await Promise.all(ends);
  while ((await relay.status()).callLog.pending < calls) await wait(50);
  // Those whose create was held are tried anew; by then all the others wait as well.
  await wait(6_000);
  const before = crm.requests.length;
  const memory = [relay.residentMiB()];
  const depths = [(await relay.status()).callLog.pending];
  let lateMs = 0;
  held = false;
  const from = performance.now();
  let done = false;
  const during = pops(() => done);
  for (let depth = calls; depth > 0;) {
    await wait(250);
    const { callLog, load } = await relay.status();
    depth = callLog.pending;
    depths.push(depth);
    lateMs = Math.max(lateMs, load.delayMs);
    memory.push(relay.residentMiB());
  }
  const seconds = (performance.now() - from) / 1_000;
  done = true;
  const meanwhile = await during;
  const owed = (depths[0] ?? calls) / createsPerSecond;
  const requests = crm.requests
    .slice(before)
    .filter(({ method, path }) => method === 'POST' || /\/module\/\w+\/\w/.test(path));
  console.log(
    `\n${calls} ended calls, ${parallel ?? 'by default 4'} at a time, SuiteCRM takes ${createsPerSecond} creates a second and ${requestMs} ms`,
  );
  row(
    'until all are written',
    `${seconds.toFixed(1)} s (${(seconds / owed).toFixed(2)} of the ${owed.toFixed(1)} s it takes at least)`,
  );
  row('requests a call', (requests.length / calls).toFixed(2));
  row(
    'outbox',
    depths.every((depth, n) => n === 0 || depth <= (depths[n - 1] ?? 0))
      ? 'only fell'
      : `rose: ${depths.join(' ')}`,
  );
  row(
    'memory of the relay before, most, after',
    [memory[0], Math.max(...memory), memory.at(-1)].map((mib) => `${(mib ?? 0).toFixed(0)} MiB`).join(', '),
  );
  row('event loop late by at most', `${lateMs} ms`);
  for (const [what, ms] of [
    ['pops without it', alone],
    ['pops during it', meanwhile],
  ] as const)
    row(
      `${what} (p50, p99)`,
      `${percentile(ms, 0.5).toFixed(1)} ms, ${percentile(ms, 0.99).toFixed(1)} ms (${ms.length})`,
    );
  desktop.close();
  relay.stop();
  await asterisk.stop();
  await crm.stop();
};

await run(null);
await run(16);
process.exit(0);
