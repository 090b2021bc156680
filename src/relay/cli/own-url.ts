import type { Config } from '../config/config';

/** Where the relay of these settings listens, seen from this machine. */
export const ownUrl = ({ http }: Config): string => {
  const host = ['0.0.0.0', '::'].includes(http.host) ? '127.0.0.1' : http.host;
  const named = host.includes(':') ? `[${host}]` : host;
  return `${http.tls ? 'https' : 'http'}://${named}:${http.port}`;
};
