/** A line between a relay and Redis that a test can cut: then no byte goes through, and nobody is told. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** @param host where it listens */
export const createCutProxy = async (port: number, host = '127.0.0.1') => {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes: Buffer) => {
        if (!isCut) to.write(bytes);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  }).listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    cut: (): void => {
      isCut = true;
    },
    /** What was sent meanwhile is lost, as the connections are. */
    heal: (): void => {
      isCut = false;
      for (const socket of sockets) socket.destroy();
    },
    stop: async (): Promise<void> => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
export type CutProxy = Awaited<ReturnType<typeof createCutProxy>>;
