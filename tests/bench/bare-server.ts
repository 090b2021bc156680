/** The least that a relay could be: it knows its sockets, and sends. */
import { once } from 'node:events';
import { WebSocketServer, type WebSocket } from 'ws';

const frameBytes = 1_300;

export const bareServer = async () => {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    perMessageDeflate: false,
    backlog: 4_096,
  });
  const sockets: WebSocket[] = [];
  server.on('connection', (socket) => {
    sockets.push(socket);
    socket.once('message', () => socket.send('{"type":"registered"}'));
  });
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    /** To the n-th that connected. */
    pop: (n: number, linkedId: string): void => {
      const text = `{"type":"screen_pop","linkedId":"${linkedId}","x":"`;
      sockets[n]?.send(`${text}${'x'.repeat(frameBytes - text.length)}"}`);
    },
    close: (): void => {
      server.close();
    },
  };
};
