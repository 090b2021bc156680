/** Which connections may become a WebSocket: the right path, an allowed page, and room for one more of that address. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Config } from '../config/config';
import { createClientAddress } from './client-address';
import { originAllowed } from './conversation';

export type GateOptions = Pick<Config['webSocket'], 'maxSockets' | 'maxSocketsPerAddress'> &
  Pick<Config['http'], 'allowedOrigins' | 'trustProxy'>;

export const createGate = (options: GateOptions) => {
  const clientAddress = createClientAddress(options.trustProxy);
  const open = new Map<string, number>();
  let all = 0;
  // So that one address can not take all places.
  const perAddress = options.maxSocketsPerAddress ?? Math.ceil((options.maxSockets * 3) / 4);

  const judge = (request: IncomingMessage, address: string): string | null => {
    const [path] = (request.url ?? '').split('?');
    if (path !== '/ws') return '404 Not Found';
    if (!originAllowed(request.headers.origin, request.headers.host, options.allowedOrigins))
      return '403 Forbidden';
    if (all >= options.maxSockets) return '503 Service Unavailable';
    return (open.get(address) ?? 0) >= perAddress ? '429 Too Many Requests' : null;
  };

  return {
    /** Answers what may not in; else says where it comes from. */
    check: (request: IncomingMessage, socket: Duplex): { address: string } | null => {
      const address = clientAddress(request);
      const refusal = judge(request, address);
      if (refusal === null) return { address };
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return null;
    },
    /** @returns to be called once it is closed */
    entered: (address: string): (() => void) => {
      all += 1;
      open.set(address, (open.get(address) ?? 0) + 1);
      return () => {
        all -= 1;
        const left = (open.get(address) ?? 1) - 1;
        if (left > 0) open.set(address, left);
        else open.delete(address);
      };
    },
  };
};
