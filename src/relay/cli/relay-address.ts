/** Where a relay that runs is reached from the command line, and why it was not. */
import { AppError } from '../../shared/errors';
import type { Config } from '../config/config';

const ownUrl = ({ http }: Config): string => {
  const host = ['0.0.0.0', '::'].includes(http.host) ? '127.0.0.1' : http.host;
  const named = host.includes(':') ? `[${host}]` : host;
  return `${http.tls ? 'https' : 'http'}://${named}:${http.port}`;
};

/**
 * @param given what stands behind `--url`; without it the relay of these settings, seen from this machine
 * Throws `AppError('config')` for what is no http or https address.
 */
export const relayUrl = (given: string | undefined, config: Config): URL => {
  const address = given ?? ownUrl(config);
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new AppError('config', `--url: found "${address}"; allowed: e.g. https://relay.example.com`);
  return new URL(address);
};

/** `fetch` puts the reason (refused, no such name, a wrong certificate) behind "fetch failed". */
export const whyUnreachable = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
};
