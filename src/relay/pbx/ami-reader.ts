/**
 * Bytes of a manager connection -> events and responses. Works on bytes, because most of what Asterisk sends is not
 * wanted: the event's name is compared before anything is decoded, so a skipped event costs one search for its end.
 * Only whole messages are decoded, so a UTF-8 letter split between two chunks is never broken, and every split of
 * the same bytes gives the same result. One reader per connection: nothing of a broken one may leak into the next.
 */
import type { AmiEvent } from './ami-event';
import { eventTable, type HeaderLimits, headersOf, type WantedEvents } from './ami-headers';

export interface AmiResponse {
  /** `Success`, `Error`, `Goodbye` */
  readonly response: string;
  readonly actionId: string | null;
  readonly message: string | null;
}

export interface AmiReaderLimits extends HeaderLimits {
  /** A longer message is dropped; Asterisk's own stay below 10 KB. */
  messageBytes: number;
}

export const defaultLimits: AmiReaderLimits = { messageBytes: 262_144, lineLength: 16_384, headers: 1_000 };

export interface AmiReaderOptions {
  /** Event name -> the headers to decode. Every other event is skipped unseen. */
  wanted: WantedEvents;
  onBanner: (line: string) => void;
  onEvent: (event: AmiEvent) => void;
  onResponse: (response: AmiResponse) => void;
  limits?: Partial<AmiReaderLimits>;
}

export interface AmiReaderStats {
  /** All events that went by, wanted or not. */
  events: number;
  bytes: number;
  /** Messages thrown away: too large, too many headers, or neither event nor response. */
  dropped: number;
}

const messageEnd = Buffer.from('\r\n\r\n');
const lineEnd = Buffer.from('\r\n');
const eventPrefix = Buffer.from('Event: ');
const CR = 13;

const startsWith = (bytes: Buffer, from: number, prefix: Buffer): boolean => {
  for (let i = 0; i < prefix.length; i += 1) if (bytes[from + i] !== prefix[i]) return false;
  return true;
};

export const createAmiReader = (options: AmiReaderOptions) => {
  const table = eventTable(options.wanted);
  const limits = { ...defaultLimits, ...options.limits };
  const stats: AmiReaderStats = { events: 0, bytes: 0, dropped: 0 };
  let store = Buffer.allocUnsafe(0);
  let stored = 0;
  let bannerRead = false;
  /** Inside a message that is too large: its bytes are thrown away until it ends. */
  let discarding = false;

  const keep = (bytes: Buffer, from: number, to: number): void => {
    const length = to - from;
    if (bytes !== store) {
      if (store.length < stored + length) {
        const larger = Buffer.allocUnsafe(Math.max(4096, 2 * (stored + length)));
        store.copy(larger, 0, 0, stored);
        store = larger;
      }
      bytes.copy(store, stored, from, to);
      stored += length;
    } else {
      store.copyWithin(0, from, to);
      stored = length;
    }
  };

  const readMessage = (bytes: Buffer, from: number, to: number, at: number): void => {
    if (to === from) return;
    if (startsWith(bytes, from, eventPrefix)) {
      stats.events += 1;
      let nameEnd = from + eventPrefix.length;
      while (nameEnd < to && bytes[nameEnd] !== CR) nameEnd += 1;
      const wanted = table.find(bytes, from + eventPrefix.length, nameEnd);
      if (!wanted) return;
      const fields = wanted.read(bytes, nameEnd, to, limits);
      if (fields) options.onEvent({ name: wanted.name, at, fields });
      else stats.dropped += 1;
      return;
    }
    readOther(bytes.subarray(from, to), at);
  };

  /** A response, or an event whose first header is another one. */
  const readOther = (bytes: Buffer, at: number): void => {
    const headers = headersOf(bytes.toString('utf8'), limits);
    const name = headers?.get('Event');
    if (headers && name !== undefined) {
      stats.events += 1;
      const wanted = table.named(name);
      const fields = wanted?.read(Buffer.concat([lineEnd, bytes]), 0, bytes.length + lineEnd.length, limits);
      if (wanted && fields) options.onEvent({ name, at, fields });
      return;
    }
    const response = headers?.get('Response');
    if (!headers || response === undefined) {
      stats.dropped += 1;
      return;
    }
    options.onResponse({
      response,
      actionId: headers.get('ActionID') ?? null,
      message: headers.get('Message') ?? null,
    });
  };

  /** @param at when these bytes were read, milliseconds since the epoch */
  const push = (chunk: Buffer, at: number): void => {
    stats.bytes += chunk.length;
    let bytes = chunk;
    let length = chunk.length;
    let from = 0;
    let searchFrom = 0;
    if (stored > 0) {
      searchFrom = Math.max(0, stored - messageEnd.length + 1);
      keep(chunk, 0, chunk.length);
      bytes = store;
      length = stored;
    }
    const scan = length === bytes.length ? bytes : bytes.subarray(0, length);
    if (!bannerRead) {
      const end = scan.indexOf(lineEnd);
      if (end >= 0 || length > 1024) {
        bannerRead = true;
        options.onBanner(scan.toString('utf8', 0, end < 0 ? 1024 : end));
        from = searchFrom = end < 0 ? length : end + lineEnd.length;
      }
    }
    while (bannerRead) {
      const end = scan.indexOf(messageEnd, searchFrom);
      if (end < 0) break;
      if (discarding) discarding = false;
      else if (end - from > limits.messageBytes) stats.dropped += 1;
      else readMessage(scan, from, end, at);
      from = searchFrom = end + messageEnd.length;
    }
    const tail = messageEnd.length - 1;
    if (bannerRead && length - from - tail > limits.messageBytes && !discarding) {
      discarding = true;
      stats.dropped += 1;
    }
    if (discarding) from = Math.max(from, length - tail);
    if (bytes === store) keep(store, from, length);
    else keep(bytes, from, length);
  };

  return { push, stats: (): Readonly<AmiReaderStats> => stats };
};
export type AmiReader = ReturnType<typeof createAmiReader>;
