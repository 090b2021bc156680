/** The little a relay session needs of a WebSocket: `ws` in Electron main, the browser's own in the web companion. */
export interface SocketLike {
  send(text: string): void;
  /** Ends the connection; `closed` follows, at the latest when the peer is found gone. */
  close(code?: number, reason?: string): void;
}

/** What a socket tells. After `closed` it tells nothing more. */
export interface SocketEvents {
  opened(): void;
  received(text: string): void;
  /** Once, also when the connection never came about (then code 1006). */
  closed(code: number): void;
}

export type OpenSocket = (url: string, events: SocketEvents) => SocketLike;

/** `https://relay.example/cti/` -> `wss://relay.example/cti/ws` */
export const socketUrl = (relayUrl: string): string => {
  const url = new URL(relayUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/ws`;
  url.search = '';
  url.hash = '';
  return url.href;
};
