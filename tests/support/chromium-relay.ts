/** A stand-in for the relay, just enough for the web companion: the pages, the WebSocket, four routes. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Call } from '../../src/shared/call/call';
import type { CallCrm } from '../../src/shared/ipc/state';
import { clientMessageSchema, type ClientMessage } from '../../src/shared/protocol/messages';
import { pageHandler } from './chromium';

const agent = { id: 'anna', name: 'Anna Becker', pbxId: 'pbx', extensions: ['1001'], crmUserId: null };
export const TOKEN = 'a-token-that-is-long-enough-for-everyone';
export const CODE = 'KD7F-2M9Q';

export interface StandInRelay {
  origin: string;
  /** All frames that pages have sent. */
  received: ClientMessage[];
  /** `Authorization` of each request for CRM data. */
  crmAuthorizations: string[];
  crm: { status: number; context: CallCrm['context'] };
  history: Call[];
  pop: (call: Call) => void;
  update: (call: Call) => void;
  dropAll: () => void;
  close: () => Promise<void>;
}

export const startStandInRelay = async (dir: string): Promise<StandInRelay> => {
  const sockets = new Set<WebSocket>();
  const pages = pageHandler(dir);
  let messages = 0;
  const stamp = () => ({ id: `m${++messages}`, at: new Date().toISOString() });
  const relay = {
    received: [] as ClientMessage[],
    crmAuthorizations: [] as string[],
    crm: { status: 200, context: null } as StandInRelay['crm'],
    history: [] as Call[],
  };

  const answerTo = ({ url: path = '', headers }: IncomingMessage): { status: number; body: unknown } => {
    const failure = (status: number, code: string, message: string) => ({
      status,
      body: { error: { code, message } },
    });
    if (path === '/api/enrol') return { status: 201, body: { agent, token: TOKEN } };
    if (headers.authorization !== `Bearer ${TOKEN}`) return failure(401, 'unauthorized', 'Sign in again.');
    if (path.endsWith('/crm')) {
      relay.crmAuthorizations.push(headers.authorization);
      return relay.crm.status === 200
        ? { status: 200, body: relay.crm.context }
        : failure(relay.crm.status, 'forbidden', 'Not switched on.');
    }
    if (path.startsWith('/api/calls'))
      return { status: 200, body: { calls: relay.history, nextCursor: null } };
    return failure(404, 'not_found', 'No such route.');
  };
  const api = (request: IncomingMessage, response: ServerResponse): void => {
    const { status, body } = answerTo(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

  const server = createServer((request, response) => {
    if (request.url?.startsWith('/api/')) api(request, response);
    else pages(request, response);
  });
  const answer = (socket: WebSocket, message: ClientMessage): void => {
    if (message.type === 'register_agent') {
      if (message.token !== TOKEN) {
        socket.close(4401);
        return;
      }
      sockets.add(socket);
      const pbx = [
        {
          id: 'pbx',
          state: 'connected',
          since: new Date().toISOString(),
          lagMs: 2,
          lastEventAt: null,
          problem: null,
        },
      ];
      const registered = {
        type: 'registered',
        ...stamp(),
        protocol: 1,
        relayVersion: '0',
        agent,
        pbx,
        snapshot: { live: [], ended: [] },
      };
      socket.send(JSON.stringify(registered));
    }
    if (message.type === 'dial')
      socket.send(JSON.stringify({ type: 'dialling', ...stamp(), re: message.id, callId: 'pbx:dialled' }));
  };
  const wss = new WebSocketServer({ server, path: '/ws' });
  wss.on('connection', (socket) => {
    socket.on('message', (data) => {
      const text = Buffer.isBuffer(data) ? data.toString('utf8') : '';
      const parsed = clientMessageSchema.safeParse(JSON.parse(text));
      if (!parsed.success) return;
      relay.received.push(parsed.data);
      answer(socket, parsed.data);
    });
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const tell = (body: object): void => {
    for (const socket of sockets) socket.send(JSON.stringify({ ...body, ...stamp() }));
  };
  return Object.assign(relay, {
    origin: `http://127.0.0.1:${address.port}`,
    pop: (callData: Call) => tell({ type: 'screen_pop', extension: '1001', reason: 'ringing', callData }),
    update: (callData: Call) => tell({ type: 'call_update', callData }),
    dropAll: () => {
      for (const socket of wss.clients) socket.terminate();
    },
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of wss.clients) socket.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
};
