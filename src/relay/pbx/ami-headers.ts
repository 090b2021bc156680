/** Which events are wanted, and the headers of one message: only the wanted ones become strings. */
import { isAscii } from 'node:buffer';
import type { AmiEvent } from './ami-event';

/** Event name -> names of the headers to decode, spelled as Asterisk spells them. */
export type WantedEvents = Readonly<Record<string, readonly string[]>>;

export interface HeaderLimits {
  /** A message with a longer line, in characters, is dropped. */
  lineLength: number;
  /** A message with more headers is dropped. */
  headers: number;
}

export interface WantedEvent {
  readonly name: string;
  /**
   * @param bytes from the line end after the message's first line on, that is `\r\nName: value\r\nName: value`
   * @returns the wanted headers, or null when the message is beyond the limits
   */
  read(bytes: Buffer, from: number, to: number, limits: HeaderLimits): AmiEvent['fields'] | null;
}

interface Candidate {
  readonly header: string;
  readonly prefix: string;
}

/** The first and the fifth letter tell Asterisk's headers apart best (`DestChannel`, `DestUniqueid`); 0 to 1023. */
const lettersAt = (text: string, start: number): number =>
  (text.charCodeAt(start) & 31) | ((text.charCodeAt(start + 4) & 31) << 5);

const wantedEvent = (name: string, headers: readonly string[]): WantedEvent => {
  // By two letters, so that most lines are passed over at once and the others meet one or two candidates.
  const byLetters = new Array<Candidate[] | undefined>(1024).fill(undefined);
  for (const header of headers) {
    const prefix = `${header}: `;
    (byLetters[lettersAt(prefix, 0)] ??= []).push({ header, prefix });
  }
  return {
    name,
    read: (bytes, from, to, limits) => {
      // One character a byte: cheap, and places in the text are places in the bytes. Only values that need it become UTF-8.
      const text = bytes.toString('latin1', from, to);
      const plain = isAscii(bytes.subarray(from, to));
      const fields: Record<string, string | undefined> = {};
      const length = text.length;
      let start = 2;
      let count = 0;
      while (start < length) {
        const end = lineEndIn(text, start);
        count += 1;
        if (count > limits.headers || end - start > limits.lineLength) return null;
        const candidates = byLetters[lettersAt(text, start)];
        if (candidates) {
          for (const { header, prefix } of candidates) {
            if (!text.startsWith(prefix, start)) continue;
            const value = start + prefix.length;
            fields[header] ??= plain
              ? text.slice(value, end)
              : bytes.toString('utf8', from + value, from + end);
            break;
          }
        }
        start = end + 2;
      }
      return fields;
    },
  };
};

/** Looks for one character, which is much faster than for two; a line feed alone is part of the value. */
const lineEndIn = (text: string, start: number): number => {
  let feed = text.indexOf('\n', start);
  while (feed > 0 && text.charCodeAt(feed - 1) !== 13) feed = text.indexOf('\n', feed + 1);
  return feed < 0 ? text.length : feed - 1;
};

const hashOfBytes = (bytes: Uint8Array, from: number, to: number): number => {
  let hash = 0;
  for (let i = from; i < to; i += 1) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0;
  return hash;
};

/** Finds the wanted event by the bytes of its name, without making a string of it. */
export const eventTable = (wanted: WantedEvents) => {
  const byName = new Map<string, WantedEvent>();
  const byHash = new Map<number, { bytes: Buffer; event: WantedEvent }[]>();
  for (const [name, headers] of Object.entries(wanted)) {
    const event = wantedEvent(name, headers);
    const bytes = Buffer.from(name);
    const hash = hashOfBytes(bytes, 0, bytes.length);
    byName.set(name, event);
    byHash.set(hash, [...(byHash.get(hash) ?? []), { bytes, event }]);
  }
  return {
    find: (bytes: Buffer, from: number, to: number): WantedEvent | undefined => {
      const candidates = byHash.get(hashOfBytes(bytes, from, to));
      if (!candidates) return undefined;
      for (const candidate of candidates) {
        if (candidate.bytes.compare(bytes, from, to) === 0) return candidate.event;
      }
      return undefined;
    },
    named: (name: string): WantedEvent | undefined => byName.get(name),
  };
};
export type EventTable = ReturnType<typeof eventTable>;

/** All headers of a message, the first one winning where a header repeats; null when it is beyond the limits. */
export const headersOf = (text: string, limits: HeaderLimits): Map<string, string> | null => {
  const headers = new Map<string, string>();
  const lines = text.split('\r\n', limits.headers + 1);
  if (lines.length > limits.headers) return null;
  for (const line of lines) {
    if (line.length > limits.lineLength) return null;
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon);
    if (!headers.has(name)) headers.set(name, line.slice(colon + 1).trimStart());
  }
  return headers;
};
