/** Thousands of desktops, in a process of their own: what they do with what they are sent must not delay who sends it. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { z } from 'zod';

/** Milliseconds of a clock that all processes of a machine share. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

export const tokenOf = (agent: number): string => `cti_bench_token_${String(agent).padStart(8, '0')}`;

const orderSchema = z.union([
  z.object({
    connect: z.number().int(),
    agents: z.number().int(),
    /** The agent of the first of them. */
    first: z.number().int().optional(),
    url: z.string(),
    /** All in one instant, as nobody's desktop does. */
    atOnce: z.boolean().optional(),
  }),
  z.object({ report: z.literal(true) }),
]);
type Order = z.infer<typeof orderSchema>;
/** Linkedid and time of each pop since the last report. */
const reportSchema = z.array(z.tuple([z.string(), z.number()]));

const connectOne = (url: string, agent: number, onPop: (linkedId: string) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    socket.once('error', reject);
    socket.once('open', () => socket.send(JSON.stringify({ type: 'register_agent', token: tokenOf(agent) })));
    socket.on('message', (data: Buffer) => {
      const text = data.toString('latin1');
      // The type stands first; parsing every update of 1,000 agents here would measure the bench.
      if (text.includes('"type":"registered"')) resolve();
      else if (text.includes('"type":"screen_pop"')) onPop(/"linkedId":"([^"]+)"/.exec(text)?.[1] ?? '');
    });
  });

const serve = (): void => {
  let pops: [string, number][] = [];
  const carryOut = async (order: Order): Promise<void> => {
    if ('report' in order) {
      process.send?.(pops);
      pops = [];
      return;
    }
    const connect = (n: number): Promise<void> =>
      connectOne(order.url, ((order.first ?? 0) + n) % order.agents, (linkedId) =>
        pops.push([linkedId, monotonicMs()]),
      );
    if (order.atOnce === true)
      await Promise.all(Array.from({ length: order.connect }, (_none, n) => connect(n)));
    else for (let n = 0; n < order.connect; n += 1) await connect(n);
    process.send?.([]);
  };
  process.on('message', (message) => void carryOut(orderSchema.parse(message)));
};

/** @returns what connects desktops, and tells the pops that they got since it was last asked */
export const startDesktops = () => {
  const child = fork(fileURLToPath(import.meta.url), ['serve']);
  const ask = (order: Order): Promise<z.infer<typeof reportSchema>> =>
    new Promise((resolve, reject) => {
      const onExit = (code: number | null): void => reject(new Error(`The desktops ended with ${code}.`));
      child.once('exit', onExit);
      child.once('message', (message) => {
        child.off('exit', onExit);
        resolve(reportSchema.parse(message));
      });
      child.send(order);
    });
  return {
    connect: (order: Extract<Order, { connect: number }>) => ask(order),
    report: () => ask({ report: true }),
    stop: () => child.kill('SIGKILL'),
  };
};

if (process.argv[2] === 'serve') serve();
