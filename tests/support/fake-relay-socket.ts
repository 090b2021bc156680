import type { Call } from '../../src/shared/call/call';
import type { OpenSocket, SocketEvents } from '../../src/shared/companion/socket';
import type { ClientMessage, ServerMessage } from '../../src/shared/protocol/messages';
import { anna } from './calls';

const at = '2026-11-23T09:00:00.000Z';

export const registered = (
  snapshot: { live?: Call[]; ended?: Call[] } = {},
): Extract<ServerMessage, { type: 'registered' }> => ({
  type: 'registered',
  id: 'r1',
  at,
  protocol: 1,
  relayVersion: '0.1.0',
  agent: anna,
  pbx: [{ id: 'pbx', state: 'connected', since: at, lagMs: 2, lastEventAt: at, problem: null }],
  snapshot: { live: snapshot.live ?? [], ended: snapshot.ended ?? [] },
});

export const screenPop = (
  callData: Call,
  patch: { id?: string; reason?: 'ringing' | 'manual'; extension?: string | null } = {},
): ServerMessage => ({
  type: 'screen_pop',
  id: 'm1',
  at,
  extension: '1001',
  reason: 'ringing',
  callData,
  ...patch,
});

export const callUpdate = (callData: Call): ServerMessage => ({
  type: 'call_update',
  id: 'u1',
  at,
  callData,
});

/** The relay's end of sockets that exist only in memory. */
export const createFakeRelay = () => {
  const sockets: { url: string; events: SocketEvents; sent: ClientMessage[]; closed: boolean }[] = [];
  const current = () => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  };
  const openSocket: OpenSocket = (url, events) => {
    const socket = { url, events, sent: [] as ClientMessage[], closed: false };
    sockets.push(socket);
    return {
      send: (text) => void socket.sent.push(JSON.parse(text) as ClientMessage),
      close: () => void (socket.closed = true),
    };
  };
  return {
    openSocket,
    sockets,
    current,
    /** Takes the newest socket in and registers it. */
    accept: (snapshot: { live?: Call[]; ended?: Call[] } = {}) => {
      current().events.opened();
      current().events.received(JSON.stringify(registered(snapshot)));
    },
    tell: (message: ServerMessage) => current().events.received(JSON.stringify(message)),
    tellRaw: (text: string) => current().events.received(text),
    close: (code: number) => current().events.closed(code),
    /** What the desktop sent on the newest socket. */
    sent: () => current().sent,
  };
};
