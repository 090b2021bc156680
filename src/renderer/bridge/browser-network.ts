import type { FetchJson } from '../../shared/companion/rest';
import type { OpenSocket } from '../../shared/companion/socket';

/** An answer that takes longer will not come. Milliseconds. */
const FETCH_TIMEOUT_MS = 15_000;
/** Code of a connection that was never there or broke without a word (RFC 6455). */
const ABNORMAL = 1006;

export const fetchJson: FetchJson = async ({ method, url, token, body }) => {
  const response = await fetch(url, {
    method,
    credentials: 'omit',
    cache: 'no-store',
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    headers: {
      accept: 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: parsed(text) };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

export const openSocket: OpenSocket = (url, events) => {
  const socket = new WebSocket(url);
  let over = false;
  const closed = (code: number): void => {
    if (over) return;
    over = true;
    events.closed(code);
  };
  socket.addEventListener('open', () => {
    if (!over) events.opened();
  });
  socket.addEventListener('message', ({ data }) => {
    if (!over && typeof data === 'string') events.received(data);
  });
  socket.addEventListener('close', ({ code }) => closed(code));
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: (code, reason) => {
      // A browser allows only 1000 and 3000-4999 here, and reports a dead peer's close late or never.
      const allowed = code === 1000 || (code !== undefined && code >= 3000 && code <= 4999);
      if (allowed) socket.close(code, reason);
      else socket.close();
      closed(code ?? ABNORMAL);
    },
  };
};
