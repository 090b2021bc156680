/** What a Redis says of itself, for `doctor`. */
import { connectRedis, shownAddress, type RedisOptions } from './connection';

export interface RedisServer {
  /** Without user and password. */
  address: string;
  version: string;
  /** What it drops when its memory is full; empty where it does not say. */
  maxmemoryPolicy: string;
}

/** Throws an `AppError` whose message names what is wrong, never the password. */
export const lookAtRedis = async (options: RedisOptions): Promise<RedisServer> => {
  const link = await connectRedis(options, () => undefined);
  try {
    const text = String(await link.ask(['INFO']));
    const of = (name: string): string => new RegExp(`^${name}:(\\S+)`, 'm').exec(text)?.[1] ?? '';
    return {
      address: shownAddress(options.url),
      version: of('redis_version'),
      maxmemoryPolicy: of('maxmemory_policy'),
    };
  } finally {
    link.close();
  }
};
