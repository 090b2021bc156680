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
  z.object({ figures: z.literal(true) }),
]);
type Order = z.infer<typeof orderSchema>;
/** Linkedid and time of each pop since the last report. */
const reportSchema = z.array(z.tuple([z.string(), z.number()]));
/** What all of them were sent since the start, and how many were closed by the relay. */
const figuresSchema = z.object({ messages: z.number(), bytes: z.number(), closed: z.number() });
type Figures = z.infer<typeof figuresSchema>;

/** The type and what a reader needs stand first: a whole call of 200 phones, read 20,000 times, would measure the bench. */
const head = 64;

const connectOne = (
  url: string,
  agent: number,
  figures: Figures,
  onPop: (linkedId: string) => void,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    socket.once('error', reject);
    socket.once('open', () => socket.send(JSON.stringify({ type: 'register_agent', token: tokenOf(agent) })));
    socket.on('close', () => (figures.closed += 1));
    socket.on('message', (data: Buffer) => {
      figures.messages += 1;
      figures.bytes += data.length;
      const type = data.toString('latin1', 0, head);
      if (type.includes('"type":"registered"')) resolve();
      else if (type.includes('"type":"screen_pop"'))
        onPop(/"linkedId":"([^"]+)"/.exec(data.toString('latin1'))?.[1] ?? '');
    });
  });

const serve = (): void => {
  let pops: [string, number][] = [];
  const figures: Figures = { messages: 0, bytes: 0, closed: 0 };
  const carryOut = async (order: Order): Promise<void> => {
    if ('report' in order) {
      process.send?.(pops);
      pops = [];
      return;
    }
    if ('figures' in order) {
      process.send?.(figures);
      return;
    }
    const connect = (n: number): Promise<void> =>
      connectOne(order.url, ((order.first ?? 0) + n) % order.agents, figures, (linkedId) =>
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
  const ask = (order: Order): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const onExit = (code: number | null): void => reject(new Error(`The desktops ended with ${code}.`));
      child.once('exit', onExit);
      child.once('message', (message) => {
        child.off('exit', onExit);
        resolve(message);
      });
      child.send(order);
    });
  return {
    connect: async (order: Extract<Order, { connect: number }>): Promise<void> => {
      await ask(order);
    },
    report: async () => reportSchema.parse(await ask({ report: true })),
    figures: async () => figuresSchema.parse(await ask({ figures: true })),
    stop: () => child.kill('SIGKILL'),
  };
};

if (process.argv[2] === 'serve') serve();
