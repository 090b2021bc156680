/** The relay's end of the protocol on a real socket, told by a test what to say. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Call } from '../../src/shared/call/call';
import type { ErrorSaid } from '../../src/shared/error-reasons';
import {
  clientMessageSchema,
  type ClientMessage,
  type ServerMessage,
} from '../../src/shared/protocol/messages';
import { enrolRequestSchema, type CallPage, type EnrolRequest } from '../../src/shared/protocol/rest';
import { aCall, aLeg, anna } from './calls';
import { callUpdate, registered, screenPop } from './fake-relay-socket';

export const TOKEN = 'cti_token-of-anna-1234';
export const CODE = 'ABCD-1234';

/** How it answers `dial`: the call, or an error. */
type DialAnswer = { callId: string } | ErrorSaid;

/** @param crm whose access tokens it takes in place of a code; without one it says that it takes none */
export const startTinyRelay = async ({ crm = null }: { crm?: { url: string } | null } = {}) => {
  const enrolled: EnrolRequest[] = [];
  const isOfCrm = async (token: string): Promise<boolean> => {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.api+json' };
    return crm !== null && (await fetch(`${crm.url}/Api/V8/current-user`, { headers })).ok;
  };
  const received: ClientMessage[] = [];
  const waiting: {
    wanted: (message: ClientMessage) => boolean;
    resolve: (message: ClientMessage) => void;
  }[] = [];
  const desktops = new Set<WebSocket>();
  let live: Call[] = [];
  let history: CallPage = { calls: [], nextCursor: null };
  let answerDial: DialAnswer = { callId: 'pbx:1' };
  let messages = 0;

  const testPop = aCall({ linkedId: 'manual-1', legs: [aLeg('1001')] });
  const http = createServer((request, response) => {
    const json = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === '/api/enrol') {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = enrolRequestSchema.parse(JSON.parse(Buffer.concat(parts).toString('utf8')));
        const judged = 'code' in body ? Promise.resolve(body.code === CODE) : isOfCrm(body.crmToken);
        void judged.then((isRight) => {
          if (isRight) enrolled.push(body);
          if (isRight) json(200, { agent: anna, token: TOKEN });
          else json(404, { error: { code: 'not_found', message: 'This code is not valid any more.' } });
        });
      });
    } else if (request.url === '/health') json(200, { crmSignIn: crm !== null });
    else if (request.headers.authorization !== `Bearer ${TOKEN}`)
      json(401, { error: { code: 'unauthorized', message: 'Sign in first.' } });
    else if (request.url === '/api/screen-pop') {
      json(202, { callId: testPop.id, delivered: 1 });
      tell(screenPop(testPop, { reason: 'manual' }));
    } else json(200, history);
  });
  const sockets = new WebSocketServer({ server: http, path: '/ws' });

  const tell = (message: ServerMessage): void => {
    const text = JSON.stringify({ ...message, id: `m${++messages}` });
    for (const desktop of desktops) desktop.send(text);
  };

  sockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const message = clientMessageSchema.parse(JSON.parse(data.toString('utf8')));
      received.push(message);
      if (message.type === 'register_agent') {
        if (message.token !== TOKEN) {
          socket.close(4401);
          return;
        }
        desktops.add(socket);
        socket.send(JSON.stringify(registered({ live })));
      }
      if (message.type === 'dial') {
        const head = { id: `m${++messages}`, at: new Date().toISOString(), re: message.id };
        const body =
          'callId' in answerDial ? { type: 'dialling', ...answerDial } : { type: 'error', error: answerDial };
        socket.send(JSON.stringify({ ...head, ...body }));
        if ('callId' in answerDial)
          tell(callUpdate(aCall({ linkedId: '1', direction: 'outbound', legs: [aLeg('1001')] })));
      }
      for (const one of waiting.filter(({ wanted }) => wanted(message))) {
        waiting.splice(waiting.indexOf(one), 1);
        one.resolve(message);
      }
    });
    socket.on('close', () => desktops.delete(socket));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    received,
    /** What bought a token. */
    enrolled,
    /** The next message of this type. */
    next: (type: ClientMessage['type']) =>
      new Promise<ClientMessage>((resolve) =>
        waiting.push({ wanted: (message) => message.type === type, resolve }),
      ),
    pop: (call: Call) => tell(screenPop(call)),
    update: (call: Call) => tell(callUpdate(call)),
    answerDial: (answer: DialAnswer) => (answerDial = answer),
    setLive: (calls: Call[]) => (live = calls),
    /** All that it knows of former days. */
    setHistory: (page: CallPage) => (history = page),
    /** As a crash does it: no close frame. */
    dropAll: () => {
      for (const desktop of desktops) desktop.terminate();
    },
    stop: async () => {
      for (const desktop of sockets.clients) desktop.terminate();
      await new Promise((resolve) => http.close(resolve));
    },
  };
};
