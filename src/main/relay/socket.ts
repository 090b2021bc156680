import WebSocket from 'ws';
import type { OpenSocket } from '../../shared/companion/socket';

/** Larger than any snapshot of an agent's calls; a peer that sends more is not our relay. Bytes. */
const MAX_MESSAGE = 8 * 1024 * 1024;

/** `ws` behind the session's small socket. Its `error` is always followed by `close`, which tells it all. */
export const openWebSocket: OpenSocket = (url, events) => {
  const socket = new WebSocket(url, { maxPayload: MAX_MESSAGE, handshakeTimeout: 10_000 });
  socket.on('open', () => events.opened());
  socket.on('message', (data, isBinary) => {
    // A text frame arrives as one Buffer unless `binaryType` says otherwise.
    if (!isBinary && Buffer.isBuffer(data)) events.received(data.toString('utf8'));
  });
  socket.on('error', () => undefined);
  socket.on('close', (code) => events.closed(code));
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: (code) => {
      if (socket.readyState === WebSocket.OPEN) socket.close(code ?? 1000);
      else socket.terminate();
    },
  };
};
