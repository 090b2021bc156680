/** Which events are wanted, and the headers of one message: only the wanted ones become strings. */
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
   * @param text the message from the line end after its first line on, that is `\r\nName: value\r\nName: value`
   * @returns the wanted headers, or null when the message is beyond the limits
   */
  read(text: string, limits: HeaderLimits): AmiEvent['fields'] | null;
}

interface Candidate {
  readonly header: string;
  readonly prefix: string;
}

const wantedEvent = (name: string, headers: readonly string[]): WantedEvent => {
  // By first letter, so that most lines are passed over after one comparison.
  const byLetter: (Candidate[] | undefined)[] = [];
  for (const header of headers) {
    (byLetter[header.charCodeAt(0)] ??= []).push({ header, prefix: `${header}: ` });
  }
  return {
    name,
    read: (text, limits) => {
      const fields: Record<string, string | undefined> = {};
      const length = text.length;
      let start = 2;
      let count = 0;
      while (start < length) {
        let end = text.indexOf('\r\n', start);
        if (end < 0) end = length;
        count += 1;
        if (count > limits.headers || end - start > limits.lineLength) return null;
        const candidates = byLetter[text.charCodeAt(start)];
        if (candidates) {
          for (const { header, prefix } of candidates) {
            if (!text.startsWith(prefix, start)) continue;
            fields[header] ??= text.slice(start + prefix.length, end);
            break;
          }
        }
        start = end + 2;
      }
      return fields;
    },
  };
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
