/** One connection to Redis: plain commands in, plain answers out, each within its time. Whoever uses it connects anew. */
import { AppError } from '../../../shared/errors';

export interface RedisOptions {
  /** `redis://` or `rediss://`; may hold a password, so it is never printed. */
  url: string;
  timeoutMs: number;
}

export interface RedisConnection {
  /** Throws an `AppError` whose message names what went wrong, never the address with its password. */
  ask(command: readonly (string | Buffer)[], waitMs?: number): Promise<unknown>;
  close(): void;
}

/** Host and port, which may be shown. */
export const shownAddress = (url: string): string => {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${/^\/\d+$/.test(pathname) ? pathname : ''}`;
};

/** In plain words; the client quotes no password, but a server may answer anything. */
export const redisProblem = (cause: unknown, { url }: RedisOptions): AppError => {
  if (cause instanceof AppError) return cause;
  const at = `Redis at ${shownAddress(url)}`;
  const text = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const say = (message: string) => new AppError('unavailable', message, { cause, retryable: true });
  if (/WRONGPASS|NOAUTH|invalid username-password|without any password configured/i.test(text))
    return say(`${at} refuses the user name or password of REDIS_URL.`);
  if (/NOPERM/.test(text))
    return say(`${at} does not let this user do what the relay needs (${text.slice(0, 120)}).`);
  if (/^OOM/.test(text))
    return say(`${at} has no memory left; give it more (docs/operations.md, Several relays).`);
  if (/READONLY/.test(text)) return say(`${at} is a read-only replica; REDIS_URL must lead to the primary.`);
  if (/LOADING/.test(text)) return say(`${at} is still reading its data from the disk.`);
  if (code === 'ECONNREFUSED') return say(`Nothing listens at ${shownAddress(url)}: Redis is not there.`);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return say(`The host of ${shownAddress(url)} is not known.`);
  if (/certificate|self.signed|altname/i.test(text)) return say(`The certificate of ${at} is not trusted.`);
  return say(`${at} does not answer as it should${code === '' ? '' : ` (${code})`}.`);
};

/** `within`: milliseconds. Rejects when they are over. */
const inTime = async <T>(work: Promise<T>, within: number, late: () => Error): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), within);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
};

/** Throws as `ask` does. @param onLost once, when the connection is gone by itself */
export const connectRedis = async (
  options: RedisOptions,
  onLost: (problem: AppError) => void,
): Promise<RedisConnection> => {
  const { url, timeoutMs } = options;
  const late = (): AppError =>
    new AppError(
      'unavailable',
      `Redis at ${shownAddress(url)} did not answer within ${timeoutMs / 1_000} s.`,
      {
        retryable: true,
      },
    );
  // Loading it takes a quarter of the start, and most relays stand alone.
  const { createClient } = await import('redis');
  const client = createClient({
    url,
    RESP: 2,
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    socket: { connectTimeout: timeoutMs, reconnectStrategy: false },
  });
  let lost = false;
  let connected = false;
  const lose = (cause: unknown): void => {
    if (lost) return;
    lost = true;
    if (connected) onLost(redisProblem(cause, options));
  };
  client.on('error', lose);
  client.on('end', () => lose(new Error('closed')));
  const close = (): void => {
    lost = true;
    if (client.isOpen) client.destroy();
  };
  try {
    await inTime(client.connect(), timeoutMs, late);
    connected = true;
  } catch (error) {
    close();
    throw redisProblem(error, options);
  }
  return {
    ask: async (command, waitMs = 0) => {
      try {
        return await inTime(client.sendCommand([...command]), timeoutMs + waitMs, late);
      } catch (error) {
        throw redisProblem(error, options);
      }
    },
    close,
  };
};
